"""What the generator hands out: plain rows by key, their periods half-open as in the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from colead.engine.periods import Period


@dataclass(frozen=True)
class Bilingual:
    """The same words in Danish and in English."""

    da: str
    en: str

    def spoken(self, language: str) -> str:
        """The words in `language`, "da" or "en"."""
        return self.da if language == "da" else self.en


@dataclass(frozen=True)
class Dated:
    """In force from `valid_from` until the day before `valid_until`; None = still."""

    valid_from: date
    valid_until: date | None

    @property
    def days(self) -> dict[str, date | None]:
        """The period as columns."""
        return {"valid_from": self.valid_from, "valid_until": self.valid_until}

    def covers(self, day: date) -> bool:
        """True when `day` lies in the period."""
        return Period(self.valid_from, self.valid_until).has(day)


@dataclass(frozen=True)
class Person:
    """Somebody who works, or worked, in the municipality."""

    key: str
    name: str
    email: str


@dataclass(frozen=True)
class Placement(Dated):
    """A unit stands below its parent; None = at the top."""

    unit: str
    parent: str | None


@dataclass(frozen=True)
class Position(Dated):
    """A person works in a unit."""

    person: str
    unit: str
    title: Bilingual
    leads: bool = False
    is_primary: bool = True


@dataclass(frozen=True)
class Line(Dated):
    """A person reports to a manager; a dotted line stands beside the solid one."""

    person: str
    manager: str
    is_solid: bool = True


@dataclass(frozen=True)
class Leave(Dated):
    """A person is away."""

    person: str


@dataclass(frozen=True)
class Strength:
    """How good a person is at something (`engine.levels`), how much they want it (-1 to 2), who sees it.

    A row with `seen_by` is that colleague's answer, for the person alone and without a wish.
    """

    person: str
    competency: str
    level: int
    wish: int | None
    source: str
    visible_to: str
    seen_by: str = ""


@dataclass(frozen=True)
class Nomination:
    """`source` looks to `target`; the weight says how often (1 = now and then, 3 = daily)."""

    source: str
    target: str
    weight: float


@dataclass(frozen=True)
class NominationSet:
    """The answers to one question on one day; `respondents` includes those who named nobody."""

    key: str
    name: Bilingual
    question: Bilingual
    held_on: date
    respondents: tuple[str, ...]
    nominations: tuple[Nomination, ...]


@dataclass(frozen=True)
class Municipality:
    """The whole sample, in both languages at once."""

    seed: int
    today: date
    name: Bilingual
    units: dict[str, Bilingual]
    people: tuple[Person, ...]
    placements: tuple[Placement, ...]
    positions: tuple[Position, ...]
    lines: tuple[Line, ...]
    leaves: tuple[Leave, ...]
    strengths: tuple[Strength, ...]
    nomination_sets: tuple[NominationSet, ...]
    consents: tuple[str, ...]
    strength_consents: dict[str, Decimal | None]  # with the hours a week that some said
