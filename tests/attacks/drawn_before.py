"""Who named a colleague? Asked by a structure that was drawn for the purpose before answers are stored."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from unittest import mock

from apps.network.hospital import Hospital, computed, hospital, nominations, some_pairs
from attacks.game import Attack, guessed
from attacks.participation import figures_of
from attacks.product import ROLES, reader
from cast import Cast, whole_cast
from colead.apps.network.bridge import figures
from colead.apps.people.models import Person, ReportingLine
from colead.kit import scope

WARDS = {"top": (None, 6), "a": ("top", 13)}


def play(random: Random, role: str) -> bool | None:
    """Of two of a ward one named a colleague. Only the first reports to that colleague, all others to people
    whom nobody names: lines are followed or not as the first one answered. No other line is followed; whoever
    knows which ones are told two apart in 49 of 200 games (docs/explanation/privacy-of-the-map.md).
    """
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        made = hospital(cast.clinic, WARDS)
        ward = made.people["a"]
        first, second, target, unnamed, unknown = ward[3:8]
        _draw(
            ward,
            {first: target}
            | {one: (unnamed if place % 2 else unknown) for place, one in enumerate(ward[8:])},
        )
        others, drawn = {first, second, target, unnamed, unknown}, _lines()
        pairs = some_pairs(made, seed=random.randrange(10**6))
        known = [
            pair for pair in pairs if not others & {*pair} and frozenset(one.pk for one in pair) not in drawn
        ]

        def look(answer: int) -> Hashable:
            return _seen(cast, role, made, [*known, ((first, second)[answer], target)])

        return guessed(look, random)


def _draw(ward: list[Person], managers: dict[Person, Person]) -> None:
    """Each line as an import of a staff list would write it; who is not in it reports to the two unnamed."""
    managers |= {one: ward[6 + place % 2] for place, one in enumerate(ward[:3]) if one not in managers}
    managers |= {ward[4]: ward[6], ward[5]: ward[7]}
    ReportingLine.objects.filter(person__in=ward).delete()
    ReportingLine.objects.bulk_create(
        ReportingLine(organisation=one.organisation, person=one, manager=manager, valid_from="2024-01-01")
        for one, manager in managers.items()
    )


def _lines() -> set[frozenset[int]]:
    """Who reports to whom, either way round."""
    return {frozenset(line) for line in ReportingLine.objects.values_list("person_id", "manager_id")}


def _seen(cast: Cast, role: str, made: Hospital, pairs: list[tuple[Person, Person]]) -> Hashable:
    stored = nominations(made, pairs)
    computed(stored)
    client = reader(getattr(cast, ROLES[role]))
    return figures_of(client, f"/o/{made.organisation.slug}/map/{stored.pk}/export/figures.json")


@contextmanager
def naive() -> Iterator[None]:
    """Shown as it was counted."""

    def exact(value: figures.Value, _of: object) -> figures.Figure:
        return figures.Figure(value.value, value.low, value.high)

    with mock.patch.object(figures, "_rounded", exact):
        yield


ATTACKS = (
    Attack(
        "nominations of the first day",
        "people team",
        "the structure drawn for the purpose before the answers are stored",
        partial(play, role="people team"),
        naive,
    ),
)
