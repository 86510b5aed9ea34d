"""Who lets their strengths be used when tasks are allocated, asked by everybody who does not allocate."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from unittest import mock

from django.utils import timezone

from apps.leadership.builders import House, build_house, need, task
from attacks.game import Attack, guessed
from attacks.product import API, ROLES, address, colleagues, read, reader, says
from cast import whole_cast
from colead.apps.leadership.bridge import single_holders
from colead.apps.people.bridge.strengths import strengths_for_allocation
from colead.apps.people.models import StrengthConsent
from colead.kit import scope

NEEDED = ("plan-work", "listen")


def play(random: Random, role: str) -> bool | None:
    """Two show nothing; each could hold a task beside the lead. One of them agreed that this is used."""
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        house = build_house(cast)
        everybody = colleagues(house, random.randrange(12, 15))
        for one in everybody[2:]:
            _agrees(house, one.pk)
            says(house, one, "resolve-conflict", random.randrange(5), "organisation")
        _agrees(house, house.people["bo"].pk)
        for one, competency in zip(everybody[:2], NEEDED, strict=True):
            says(house, one, competency, 4, "self")
            says(house, house.people["bo"], competency, 4, "organisation")

        def look(answer: int) -> Hashable:
            _agrees(house, everybody[answer].pk)
            return _seen(house, role, [one.key for one in everybody[:2]])

        return guessed(look, random)


def _agrees(house: House, person: int) -> None:
    StrengthConsent.objects.create(
        organisation=house.organisation, person_id=person, given_at=timezone.now().replace(microsecond=0)
    )


def _seen(house: House, role: str, keys: list[str]) -> Hashable:
    """Pages of both, and what is told of tasks that the unit's lead opens one after the other."""
    client, said = reader(getattr(house.cast, ROLES[role])), []
    said.append(read(client, [f"{API}{house.organisation.slug}/people/{key}" for key in keys]))
    for competency in NEEDED:
        made = task(house, f"About {competency}")
        need(house, made, competency, level=3, is_critical=True)
        said.append(read(client, [address(house, "leadership:spread_units_csv")]))
        made.needs.all().delete()
        made.delete()
    return tuple(said)


@contextmanager
def naive() -> Iterator[None]:
    """What hangs on few is counted from everything that people let be used."""
    with mock.patch.object(single_holders, "shown_strengths", strengths_for_allocation):
        yield


ATTACKS = tuple(
    Attack(
        "consents",
        role,
        "pages of the two, tasks that one of them could hold",
        partial(play, role=role),
        naive,
    )
    for role in ("member", "unit lead", "consultant")
)
