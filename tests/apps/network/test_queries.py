"""The number of queries does not grow with people, units or consents."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.network.conftest import connect
from apps.network.hospital import NOW, Hospital, computed, hospital, nominations, some_pairs
from cast import DAY, Cast
from colead.apps.network import selectors
from colead.apps.network.bridge.picture import picture
from colead.apps.network.bridge.readers import reader_for
from colead.apps.network.models import NameConsent, NominationSet
from colead.apps.people.models import Person, Unit

Count = Callable[[int], AbstractContextManager[object]]
SMALL = {"top": (None, 6), "ward": ("top", 12)}
LARGE: dict[str, tuple[str | None, int]] = {
    "top": (None, 6),
    **{f"ward{number}": ("top", 12) for number in range(20)},
}


def furnished(clinic: Cast, wards: dict[str, tuple[str | None, int]]) -> tuple[Hospital, NominationSet]:
    """A hospital in which Alma works, everybody agrees to be named, and a map is computed."""
    made = hospital(clinic.clinic, wards)
    connect(clinic.alma, made.people["top"][1])
    NameConsent.objects.bulk_create(
        NameConsent(organisation=clinic.clinic, person=person, given_at=NOW) for person in made.everybody
    )
    stored = nominations(made, some_pairs(made))
    computed(stored)
    return made, stored


@pytest.mark.parametrize("wards", [SMALL, LARGE], ids=["18 people", "246 people"])
def test_selectors(
    clinic: Cast, wards: dict[str, tuple[str | None, int]], django_assert_num_queries: Count
) -> None:
    _made, stored = furnished(clinic, wards)
    with django_assert_num_queries(2):
        selectors.nomination_sets(clinic.alma)
    selectors.map_head(clinic.alma, stored, DAY)  # what the structure was then is in memory from here on
    with django_assert_num_queries(3):
        selectors.map_head(clinic.alma, stored, DAY)
    units = selectors.units_of_map(stored, DAY)
    with django_assert_num_queries(2):
        assert selectors.units_of_map(stored, DAY) == units
    with django_assert_num_queries(2):
        selectors.my_place(clinic.alma, stored, DAY)
    with django_assert_num_queries(3):
        selectors.naming(clinic.alma)
    with django_assert_num_queries(2):
        reader = reader_for(clinic.alma)
    kept = selectors.require_map(stored, DAY, "whole", "units", "atoms", "flows", "places")
    with django_assert_num_queries(1):
        picture(kept, reader)


def test_pages_ask_as_often_for_many_people_as_for_few(client: Client, clinic: Cast) -> None:
    client.force_login(clinic.alma.user)
    counts = {}
    for wards in (SMALL, LARGE):
        _made, stored = furnished(clinic, wards)
        counts[len(wards)] = {name: queries(client, name, stored) for name in (
            "list", "map", "graph", "matrix", "method", "data", "units_csv", "gexf", "figures_json",
        )}  # fmt: skip
        stored.delete()
        Person.objects.all().delete()
        Unit.objects.all().delete()
    small, large = counts.values()
    assert small == large
    assert max(small.values()) <= 20


def queries(client: Client, name: str, stored: NominationSet) -> int:
    url = reverse(f"network:{name}", args=["clinic"] if name == "list" else ["clinic", stored.pk])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
