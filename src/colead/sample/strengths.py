"""What people say they are good at, and what they would like to do more of."""

from collections.abc import Iterator, Sequence
from random import Random

from colead.sample.records import Bilingual, Competency, Strength
from colead.sample.streams import stream

COMPETENCIES = tuple(
    Competency(key, Bilingual(da, en))
    for key, da, en in (
        ("set-direction", "Sætte retning", "Setting direction"),
        ("plan-work", "Planlægge arbejdet", "Planning work"),
        ("decide-under-pressure", "Beslutte under pres", "Deciding under pressure"),
        ("facilitate", "Facilitere møder", "Facilitating meetings"),
        ("listen", "Lytte og spørge", "Listening and asking"),
        ("resolve-conflict", "Løse konflikter", "Resolving conflicts"),
        ("develop-others", "Udvikle kolleger", "Developing colleagues"),
        ("give-feedback", "Give feedback", "Giving feedback"),
        ("share-knowledge", "Dele viden", "Sharing knowledge"),
        ("start-new-things", "Sætte nyt i gang", "Starting new things"),
        ("improve-ways-of-working", "Forbedre arbejdsgange", "Improving ways of working"),
        ("connect-across-units", "Skabe forbindelser på tværs", "Connecting across units"),
        ("work-with-citizens", "Samarbejde med borgere", "Working with citizens"),
        ("use-data", "Bruge data", "Using data"),
    )
)
_HAVE_ANSWERED = 0.72
_LEVELS, _LEVEL_WEIGHTS = (0, 1, 2, 3, 4), (1, 4, 9, 8, 3)
_WISHES, _WISH_WEIGHTS = (-1, 0, 1, 2), (2, 6, 6, 3)
_VISIBILITIES, _VISIBILITY_WEIGHTS = ("self", "lead", "organisation"), (2, 4, 5)


def strengths(seed: int, people: Sequence[str], always: set[str]) -> tuple[Strength, ...]:
    """Two to five strengths for most people; those in `always` have entered theirs."""
    return tuple(
        strength
        for person in people
        for strength in _strengths_of(person, stream(seed, f"strengths {person}"), must=person in always)
    )


def _strengths_of(person: str, random: Random, *, must: bool) -> Iterator[Strength]:
    if random.random() >= _HAVE_ANSWERED and not must:
        return
    visible_to = random.choices(_VISIBILITIES, _VISIBILITY_WEIGHTS)[0]
    for competency in random.sample(COMPETENCIES, random.randint(2, 5)):
        level = random.choices(_LEVELS, _LEVEL_WEIGHTS)[0]
        wish = random.choices(_WISHES, _WISH_WEIGHTS)[0]
        yield Strength(person, competency.key, level, wish, "self", visible_to)
        if random.random() < 0.2:
            seen = min(4, max(0, level + random.choice((-1, 0, 0, 1))))
            yield Strength(person, competency.key, seen, 0, "peer", visible_to)
