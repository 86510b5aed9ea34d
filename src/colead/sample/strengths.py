"""What people say they are good at, and what they would like to do more of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random

from colead.engine.levels import LEVELS, MAX_LEVEL, MIN_LEVEL
from colead.sample.records import Line, Strength
from colead.sample.streams import stream

# Of the catalogue, those that people here have told about.
COMPETENCIES = (
    "set-direction", "plan-work", "decide-under-pressure", "facilitate", "listen", "resolve-conflict",
    "develop-others", "give-feedback", "share-knowledge", "start-new-things", "improve-ways-of-working",
    "connect-across-units", "work-with-citizens", "use-data",
)  # fmt: skip
_HAVE_ANSWERED = 0.72
_CONSENT_TO_ALLOCATION = 0.85
_SAY_HOURS, _HOURS = 1 / 3, tuple(map(Decimal, ("1.5", "2", "3", "4", "6")))
_LEVEL_WEIGHTS = (1, 4, 9, 8, 3)
_LEVELS = LEVELS[: len(_LEVEL_WEIGHTS)]
_WISHES, _WISH_WEIGHTS = (-1, 0, 1, 2), (2, 6, 6, 3)
_VISIBILITIES, _VISIBILITY_WEIGHTS = ("self", "lead", "organisation"), (2, 4, 5)


def strengths(
    seed: int, people: Sequence[str], always: set[str], lines: Iterable[Line]
) -> tuple[Strength, ...]:
    """Two to five strengths for most people; those in `always` have entered theirs."""
    colleagues = _colleagues(lines, set(people))
    return tuple(
        strength
        for person in people
        for strength in _strengths_of(
            person,
            stream(seed, f"strengths {person}"),
            must=person in always,
            colleagues=colleagues.get(person, []),
        )
    )


def strength_consents(
    seed: int, described: Iterable[Strength], always: set[str]
) -> dict[str, Decimal | None]:
    """Those who let their strengths be used when tasks are allocated: most who have told them.

    Every third says for how many hours a week at most.
    """
    random = stream(seed, "strength consents")
    people = sorted({strength.person for strength in described})
    drawn = {person for person in people if random.random() < _CONSENT_TO_ALLOCATION}
    agreed = [person for person in people if person in drawn or person in always]
    return {person: random.choice(_HOURS) if random.random() < _SAY_HOURS else None for person in agreed}


def _strengths_of(
    person: str, random: Random, *, must: bool, colleagues: Sequence[str]
) -> Iterator[Strength]:
    if random.random() >= _HAVE_ANSWERED and not must:
        return
    visible_to = random.choices(_VISIBILITIES, _VISIBILITY_WEIGHTS)[0]
    asked = random.choice(colleagues) if colleagues else ""
    for competency in random.sample(COMPETENCIES, random.randint(2, 5)):
        level = random.choices(_LEVELS, _LEVEL_WEIGHTS)[0]
        wish = random.choices(_WISHES, _WISH_WEIGHTS)[0]
        yield Strength(person, competency, level, wish, "self", visible_to)
        if asked and random.random() < 0.2:
            seen = min(MAX_LEVEL, max(MIN_LEVEL, level + random.choice((-1, 0, 0, 1))))
            yield Strength(person, competency, seen, None, "peer", "self", seen_by=asked)


def _colleagues(lines: Iterable[Line], employed: set[str]) -> Mapping[str, list[str]]:
    """For everybody, those who report to the same manager today."""
    managers = {
        line.person: line.manager
        for line in lines
        if line.is_solid and line.valid_until is None and line.person in employed
    }
    teams: dict[str, list[str]] = {}
    for person in sorted(managers):
        teams.setdefault(managers[person], []).append(person)
    return {
        person: [other for other in teams[manager] if other != person] for person, manager in managers.items()
    }
