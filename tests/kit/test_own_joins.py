"""Joins within an organisation say so where several PostgreSQL share the rows, and only there."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection

from cast import Cast
from colead.apps.people.models import Person, Position
from colead.kit import row_security, scope

pytestmark = pytest.mark.database("postgresql")

JOINED = re.compile(r'JOIN "(\w+)"(?: (\w+))? ON \(([^=]+) = ([^=]+?)( AND \(.*?organisation_id".*?\))?\)')


@pytest.fixture
def alone(cast: Cast) -> Iterator[Cast]:
    """One PostgreSQL, also where the whole suite runs as if on several."""
    kept = list(connection.execute_wrappers)
    connection.execute_wrappers.clear()
    yield cast
    connection.execute_wrappers[:] = kept


@pytest.fixture
def shared(alone: Cast) -> Cast:
    connection.execute_wrappers.append(row_security.Teller())
    return alone


def joins(rows: object) -> list[bool]:
    """Of every join of a query, whether it says the organisation."""
    return [bool(found[4]) for found in JOINED.findall(str(rows.query))]  # type: ignore[attr-defined]


def test_joins_say_the_organisation_both_ways(shared: Cast) -> None:
    with scope.organisation(shared.clinic):
        there = Position.objects.select_related("person", "unit")
        back = Person.objects.filter(positions__unit__name="Ward")
        assert (joins(there), joins(back)) == ([True, True], [True, True])
        assert len(there) == Position.objects.count()


def test_subquery_of_what_is_excluded_says_it(shared: Cast) -> None:
    with scope.organisation(shared.clinic):
        left_out = str(Person.objects.exclude(positions__unit__name="Ward").query)
        within = left_out[left_out.index("EXISTS") :]
        assert re.search(rf'U1\."organisation_id" = {shared.clinic.pk}', within)


def test_shared_tables_are_joined_as_ever(shared: Cast) -> None:
    with scope.organisation(shared.clinic):
        assert joins(Person.objects.select_related("organisation")) == [False]


def test_one_database_is_asked_as_ever(alone: Cast) -> None:
    with scope.organisation(alone.clinic):
        assert joins(Position.objects.select_related("person")) == [False]
