"""Which of two colleagues did not answer, asked by every page of the map and by units drawn around them."""

import json
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Any
from unittest import mock

from django.test import Client

from apps.network.hospital import Hospital, computed, hospital, nominations, some_pairs
from attacks.game import Attack, guessed, plain
from attacks.product import ROLES, read, reader
from cast import DAY, Cast, whole_cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.network.models import NominationSet
from colead.apps.people.models import Person, Position
from colead.engine import disclosure
from colead.kit import scope

WARDS = {"top": (None, 8), "a": ("top", 7), "b": ("top", 7)}
LATER = DAY.replace(month=6)
DRAWS = {"people team", "owner"}


def play(random: Random, role: str) -> bool | None:
    """One of a ward or of another one did not answer, nor name anybody; both wards are alike.

    Whoever may draw structures has drawn the two wards so that each of them is as small as a group can be.
    """
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        made = hospital(cast.clinic, WARDS)
        suspects = [made.people["a"][5], made.people["b"][5]]
        if role in DRAWS:
            Position.objects.filter(person__in=[made.people["a"][6], made.people["b"][6]]).update(
                unit=made.units["top"]
            )
        pairs = [pair for pair in some_pairs(made, seed=random.randrange(10**6)) if not {*suspects} & {*pair}]

        def look(answer: int) -> Hashable:
            answered = [one for one in made.everybody if one != suspects[answer]]
            stored = nominations(made, pairs, answered=answered)
            computed(stored)
            return _seen(cast, role, made, stored, suspects)

        return guessed(look, random)


def _seen(cast: Cast, role: str, made: Hospital, stored: NominationSet, suspects: list[Person]) -> Hashable:
    """The list, the figures, the matrix and the map; the same with the suspects elsewhere on a later day."""
    client, base = reader(getattr(cast, ROLES[role])), f"/o/{made.organisation.slug}/map/"
    export = f"{base}{stored.pk}/export/"
    said: list[Hashable] = [read(client, [base, f"{export}matrix.csv", f"{export}map.graphml"])]
    said.append(figures_of(client, f"{export}figures.json"))
    if role in DRAWS:
        for one in suspects:
            Position.objects.filter(person=one).update(unit=made.units["top"])
            said.append(figures_of(client, f"{export}figures.json?as_of={LATER}"))
    log = LedgerRecord.objects.filter(text__contains="respondents").values_list("text", flat=True)
    return (*said, *map(plain, log))


def figures_of(client: Client, address: str) -> str:
    """Without ranges, which are drawn from the same answers: see docs/explanation/privacy-of-the-map.md."""

    def without(said: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in said.items() if key not in {"low", "high", "computed_at"}}

    return json.dumps(json.loads(client.get(address).content, object_hook=without))


@contextmanager
def naive() -> Iterator[None]:
    """How many answered is shown as it is."""

    def exact(count: float, _most: int) -> int:
        return round(count)

    with mock.patch.object(disclosure, "rounded_within", exact):
        yield


ATTACKS = tuple(
    Attack(
        "participation",
        role,
        "list, figures, matrix, map" + (", units drawn before, other days" if role in DRAWS else ""),
        partial(play, role=role),
        naive,
    )
    for role in ROLES
)
