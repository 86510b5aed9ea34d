"""Who nominated a colleague? Asked by structures made for the purpose."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from unittest import mock

from django.test import Client
from django.urls import reverse

from apps.network.hospital import Hospital, computed, hospital, nominations, some_pairs
from attacks.game import Attack, larger, right
from cast import DAY, member, organisation
from colead.apps.network import selectors
from colead.apps.network.bridge import figures
from colead.apps.network.models import LeadershipMap, NominationSet
from colead.apps.people.models import Person, ReportingLine
from colead.kit import scope
from colead.kit.roles import Role

ROLES = {
    "member": Role.MEMBER,
    "people team": Role.PEOPLE_TEAM,
    "consultant": Role.CONSULTANT,
    "owner": Role.OWNER,
}
"""Who reads. Only the people team draws structures: whoever has another role has a friend there."""
WARDS = {"top": (None, 6), "a": ("top", 9), "b": ("top", 9)}


def play(random: Random, role: str) -> bool | None:
    """Of two of ward A one named somebody of ward B: the people team makes each of them report to that one.

    With one line more carried than in the other structure, the share of lines that carry a nomination tells.
    """
    owner = organisation(f"o{random.randrange(10**9)}")
    with scope.organisation(owner):
        made = hospital(owner, WARDS)
        target = made.people["b"][4]
        suspects, answer = made.people["a"][3:5], random.randrange(2)
        known = [pair for pair in some_pairs(made, seed=random.randrange(10**6)) if not {*suspects} & {*pair}]
        stored = nominations(made, [*known, (suspects[answer], target)])
        computed(stored)
        spy = member(owner, f"spy-{owner.slug}", ROLES[role])
        client = Client()
        client.force_login(spy.user)
        seen = [look(client, stored, made, one, target, suspects) for one in suspects]
        return right(larger(*seen), answer)


def look(
    client: Client,
    stored: NominationSet,
    made: Hospital,
    one: Person,
    target: Person,
    suspects: list[Person],
) -> float | None:
    """The share of reporting lines followed, in a structure in which one suspect reports to the target.

    The lines are written as an import of a staff list for the day would; then the page and its file are asked
    for, also as of days before and after.
    """
    ReportingLine.objects.filter(person__in=suspects).delete()
    ReportingLine.objects.create(
        organisation=made.organisation, person=one, manager=target, valid_from=DAY.replace(year=2024)
    )
    url = reverse("network:compute", args=[made.organisation.slug, stored.pk])
    client.post(url)
    url = reverse("network:figures_json", args=[made.organisation.slug, stored.pk])
    shares = []
    for query in ("", "?as_of=2026-03-03"):
        answer = client.get(url + query)
        if answer.status_code == 200:
            shares += [_coverage(unit) for unit in _units(json.loads(answer.content))]
    return sum(shares) if shares else None


def _units(document: dict) -> list[dict]:
    return [document["whole"], *document["units"]]


def _coverage(unit: dict) -> float:
    return unit["coverage"]["value"] or 0.0


@contextmanager
def naive() -> Iterator[None]:
    """Measured anew for every structure, and shown unrounded."""
    kept = selectors.map_of

    def measured(nomination_set: NominationSet, day: object, *fields: str) -> LeadershipMap | None:
        LeadershipMap.objects.filter(nomination_set=nomination_set).delete()
        computed(nomination_set)
        return kept(nomination_set, nomination_set.held_on, *fields)

    def exact(value: figures.Value, _of: float) -> figures.Figure:
        return figures.Figure(value.value, value.low, value.high)

    with mock.patch.object(selectors, "map_of", measured), mock.patch.object(figures, "_rounded", exact):
        yield


ATTACKS = tuple(
    Attack(
        "nominations",
        role,
        "structures of the day, asked one after the other",
        partial(play, role=role),
        naive,
    )
    for role in ROLES
)
