"""The front page: what each app says on it, in which order, and with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import DAY, Cast
from colead.apps.people.models import Person, Position, Unit, UnitPlacement
from colead.kit import scope
from colead.kit.roles import Member
from colead.web.views import Overview, overview

LONG_AGO = date(2024, 1, 1)


def staff(cast: Cast, count: int) -> None:
    shared = {"organisation": cast.clinic}
    with scope.organisation(cast.clinic):
        ward = Unit.objects.create(key="ward", name="Ward", **shared)
        UnitPlacement.objects.create(unit=ward, valid_from=LONG_AGO, **shared)
        for number in range(count):
            user = None if number else cast.alma.user
            person = Person.objects.create(key=f"p{number}", name=f"Person {number}", user=user, **shared)
            Position.objects.create(person=person, unit=ward, valid_from=LONG_AGO, **shared)


def seen_by(member: Member) -> Overview:
    with scope.organisation(member.organisation):
        return overview(member, DAY)


def test_before_there_is_anybody_it_says_how_to_begin(cast: Cast) -> None:
    shown = seen_by(cast.olga)
    assert [step.title for step in shown.steps] == ["Import your staff list"]
    assert shown.tiles == []


def test_who_has_no_colleagues_is_told_to_invite_them(cast: Cast) -> None:
    assert [step.title for step in seen_by(cast.ida).steps] == [
        "Import your staff list",
        "Invite your colleagues",
    ]


def test_who_may_not_import_is_told_that_there_is_nothing_yet(cast: Cast) -> None:
    assert seen_by(cast.alma).steps == []
    client = Client()
    client.force_login(cast.alma.user)
    assert "Nothing to see yet" in client.get("/o/clinic/").content.decode()


def test_with_people_it_shows_them_and_the_next_step_and_a_card_of_each_app(cast: Cast) -> None:
    staff(cast, 4)
    shown = seen_by(cast.olga)
    assert [(str(tile.label), tile.number) for tile in shown.tiles] == [
        ("People", 4),
        ("Units", 1),
        ("Formal leaders", 0),
        ("Layers", 1),
    ]
    assert [step.title for step in shown.steps] == ["See where leadership really sits"]
    client = Client()
    client.force_login(cast.olga.user)
    page = client.get("/o/clinic/").content.decode()
    places = [page.index(f"</svg> {title}</h2>") for title in ("Leadership tasks", "In practice", "On paper")]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [4, 40])
def test_query_count_does_not_grow(cast: Cast, count: int) -> None:
    staff(cast, count)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            seen_by(cast.alma)
        counts.append(len(queries))
    assert counts == [15, 9]  # the second time the structure is in memory
