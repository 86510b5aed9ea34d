"""The leadership tasks there are, and what their story hands out: rows that name tasks by their number."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from colead.sample.records import Bilingual, Dated
from colead.sample.tables import text_of


@dataclass(frozen=True)
class Plan:
    """Where a task was opened, from which recipe, and when: month 0 to 23 of the two years.

    is_open : nobody has taken it yet.
    is_scene : its story is told by hand.
    """

    unit: str
    recipe: str
    month: int
    is_open: bool
    is_scene: bool


@dataclass(frozen=True)
class Task(Dated):
    """A leadership task; `raised_on` is the day on which its mandate became wider, None = never."""

    unit: str
    recipe: str
    raised_on: date | None


@dataclass(frozen=True)
class Held(Dated):
    """Somebody holds a task, or stands beside whoever holds it.

    task : number of the task.                     beside : number of the assignment, None = a holder.
    ending : why it ended, empty = it has not, or will with its term.
    """

    task: int
    person: str
    offered_on: date
    accepted_on: date
    kind: str = "holder"
    beside: int | None = None
    trial_until: date | None = None
    ending: str = ""
    why: Bilingual | None = None


@dataclass(frozen=True)
class Offered:
    """An offer that became no assignment: it waits, or was declined on `answered_on`."""

    task: int
    person: str
    offered_on: date
    starts_on: date
    answered_on: date | None = None
    message: Bilingual | None = None


@dataclass(frozen=True)
class Applied:
    """Somebody would like a task; with `suggested_by` a colleague suggests them, and they may answer."""

    task: int
    person: str
    applied_on: date
    suggested_by: str | None = None
    message: Bilingual | None = None


@dataclass(frozen=True)
class HandingOver:
    """A handover of the assignment with this number; `ticked` lines of its checklist are done."""

    held: int
    started_on: date
    done_on: date | None
    ticked: int
    note: Bilingual | None = None


@dataclass(frozen=True)
class Leading:
    """Leadership tasks and what happened around them."""

    tasks: list[Task] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)
    applications: list[Applied] = field(default_factory=list)
    handovers: list[HandingOver] = field(default_factory=list)

    def extend(self, other: "Leading") -> None:
        """Add what else happened."""
        for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True):
            mine += theirs


@dataclass(frozen=True)
class Terms:
    """What a recipe says about holding its task; `most_terms` in a row, 0 = any number."""

    seats: int
    months: int
    wants_deputy: bool
    most_terms: int
    lines_to_hand_over: int


def _read_plans(table: str) -> tuple[Plan, ...]:
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    cells = [line.split("|") for line in lines]
    return tuple(_read_plan(unit.strip(), cell.split()) for unit, tasks in cells for cell in tasks.split(","))


def _read_plan(unit: str, words: list[str]) -> Plan:
    recipe, when = words
    return Plan(unit, recipe, int(when.rstrip("!*")), is_open="!" in when, is_scene="*" in when)


PLANS = _read_plans(text_of("leadership_tasks.txt"))


@cache
def terms_of(recipe: str) -> Terms:
    """The terms of a recipe of the catalogue."""
    return _terms()[recipe]


@cache
def _terms() -> dict[str, Terms]:
    text = files("colead.catalogue").joinpath("recipes.toml").read_text(encoding="utf-8")
    return {
        entry["key"]: Terms(
            entry["seats"],
            entry["term_months"],
            entry["wants_deputy"],
            entry["rotation_terms"],
            len(entry["handover"]),
        )
        for entry in tomllib.loads(text)["recipe"]
    }
