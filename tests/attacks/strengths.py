"""What a colleague hides about a strength, asked by a task made for the purpose."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest import mock

from django.utils import timezone

from apps.leadership.builders import House, build_house, need, person, place_person, task
from attacks.game import Attack, larger, right
from cast import DAY, whole_cast
from colead.apps.leadership.bridge import spread
from colead.apps.leadership.selectors.spread import leadership_spread
from colead.apps.people.bridge.strengths import strengths_for_allocation
from colead.apps.people.models import Person, Strength, StrengthConsent
from colead.kit import scope

SHOWN, HIDDEN = ("plan-work", "listen"), "resolve-conflict"


def play(random: Random) -> bool | None:
    """One of two colleagues hides a high level. Each shows something that nobody else in the unit has.

    The unit's lead meets everything, and opens a task that needs what one of them shows and the hidden one:
    it hangs on one person unless that colleague has it.
    """
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        house = build_house(cast)
        colleagues = [_colleague(house, number) for number in range(12)]
        answer = random.randrange(2)
        for number, competency in enumerate(SHOWN):
            says(house, colleagues[number], competency, 4, "organisation")
            says(house, house.people["bo"], competency, 4, "organisation")
            says(house, colleagues[number], HIDDEN, 4 if number == answer else 1, "self")
        says(house, house.people["bo"], HIDDEN, 4, "organisation")
        _agrees(house, house.people["bo"])
        hanging = [_asked(house, competency) for competency in SHOWN]
        return right(larger(-hanging[0], -hanging[1]), answer)


def _colleague(house: House, number: int) -> Person:
    made = person(house.organisation, f"colleague-{number}")
    place_person(made, house.units["ward"], house.people["bo"])
    _agrees(house, made)
    if number >= len(SHOWN):
        says(house, made, SHOWN[0], 1, "organisation")
    return made


def _agrees(house: House, who: Person) -> None:
    StrengthConsent.objects.create(organisation=house.organisation, person=who, given_at=timezone.now())


def says(house: House, who: Person, competency: str, level: int, to: str) -> None:
    """A strength, shown to some."""
    Strength.objects.create(
        organisation=house.organisation,
        person=who,
        competency=house.competencies[competency],
        level=level,
        visible_to=to,
    )


def _asked(house: House, competency: str) -> int:
    """How many tasks hang on one person, with a task that asks about whoever shows this competency."""
    made = task(house, f"About {competency}")
    for needed in (competency, HIDDEN):
        need(house, made, needed, level=3, is_critical=True)
    found = leadership_spread(DAY, today=DAY).hanging
    made.needs.all().delete()
    made.delete()
    return found.tasks if found else 0


@contextmanager
def naive() -> Iterator[None]:
    """Counted from everything that people let be used."""
    with mock.patch.object(spread, "shown_strengths", strengths_for_allocation):
        yield


ATTACK = Attack("strengths", "unit lead", "tasks made for the purpose, “hangs on one person”", play, naive)
