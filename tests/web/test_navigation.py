"""The menu: which pages it names for whom, in which order, and which of them is open."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from colead.apps.people import permissions
from colead.apps.people.models import Person, Position, Unit
from colead.kit import scope
from colead.kit.manifest import Manifest, MenuEntry
from colead.kit.roles import Member
from colead.web import context

EVERYBODY = [
    "Overview",
    "Leadership tasks",
    "How leadership is spread",
    "Leadership map",
    "Structure",
    "Units",
    "People",
]
WORKS_HERE = ["Overview", "My leadership", "My strengths", *EVERYBODY[1:]]
ALLOCATES = [*WORKS_HERE[:4], "Allocate", *WORKS_HERE[4:]]
MENUS = {
    "alma": (WORKS_HERE, ["API tokens"]),
    "dan": (EVERYBODY, ["API tokens"]),
    "carla": (ALLOCATES, ["Import staff list", "Audit log", "Background work", "API tokens"]),
    "olga": (
        ALLOCATES,
        ["Import staff list", "Members and roles", "Audit log", "Background work", "API tokens", "Settings"],
    ),
}


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.mark.parametrize("name", MENUS)
def test_everybody_sees_what_their_role_may_open_in_one_order(cast: Cast, name: str) -> None:
    shown = client_of(getattr(cast, name)).get("/o/clinic/").context
    main, more = MENUS[name]
    assert [link.label for link in shown["main_links"]] == main
    assert [link.label for link in shown["more_links"]] == more


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/o/clinic/", "Overview"),
        ("/o/clinic/leadership/", "Leadership tasks"),
        ("/o/clinic/leadership/recipes/", "Leadership tasks"),
        ("/o/clinic/leadership/mine/", "My leadership"),
        ("/o/clinic/notices/", None),
    ],
)
def test_the_entry_that_is_open_is_the_longest_that_the_address_begins_with(
    cast: Cast, path: str, label: str | None
) -> None:
    links = client_of(cast.alma).get(path).context["main_links"]
    assert [link.label for link in links if link.is_current] == ([label] if label else [])


def leads_a_unit(member: Member, day: date) -> bool:
    return Position.objects.on(day).filter(person__user=member.user, leads_unit=True).exists()


@pytest.fixture
def for_leads(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Cast:
    """Bo leads the ward; one more entry is for whoever leads a unit."""
    entry = MenuEntry(
        "What my unit leads", "people:units", "sitemap", permissions.VIEW, place=85, visible=leads_a_unit
    )
    brought = (Manifest(permissions=permissions, menu=(entry,)),)
    monkeypatch.setattr(context, "manifests", lambda: brought)
    with scope.organisation(cast.clinic):
        shared = {"organisation": cast.clinic}
        ward = Unit.objects.create(key="ward", name="Ward", **shared)
        bo = Person.objects.create(key="bo", name="Bo", user=cast.bo.user, **shared)
        Position.objects.create(person=bo, unit=ward, leads_unit=True, valid_from=date(2024, 1, 1), **shared)
    return cast


@pytest.mark.parametrize(
    ("path", "status"), [("/o/clinic/units/", 200), ("/o/clinic/settings/", 403), ("/o/clinic/units/x/", 404)]
)
def test_an_entry_follows_the_structure_also_on_pages_of_errors(
    for_leads: Cast, path: str, status: int
) -> None:
    for name, sees in {"bo": True, "alma": False}.items():
        shown = client_of(getattr(for_leads, name)).get(path)
        assert shown.status_code == status
        assert ("What my unit leads" in shown.content.decode()) == sees


def test_an_entry_asks_nothing_where_no_menu_is_drawn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    entry = MenuEntry(
        "Asks",
        "people:units",
        "sitemap",
        permissions.VIEW,
        place=1,
        visible=lambda *of: bool(asked.append(of)),
    )
    brought = (Manifest(permissions=permissions, menu=(entry,)),)
    monkeypatch.setattr(context, "manifests", lambda: brought)
    client = client_of(cast.alma)
    client.get(reverse("people:search", args=["clinic"]), {"q": "b"}, headers={"hx-request": "true"})
    assert asked == []
    client.get(reverse("people:units", args=["clinic"]))
    assert len(asked) == 1, "once a page, though the menu is drawn twice"
