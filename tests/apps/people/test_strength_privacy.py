"""Who sees what: own notes and colleagues' answers nobody, strengths whom their owner chose."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.people.describing import LISTEN, PLAN, answered, asked, competency, describe, entry
from apps.people.staff import NOW, changed, take_in
from cast import DAY, Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.people import selectors
from colead.apps.people.models import Competency, Person, Position, Strength, ViewRequest
from colead.apps.people.own_person import find_own_person, own_person
from colead.apps.people.selectors.own_strength_data import own_strength_data
from colead.apps.people.selectors.own_strengths import own_strengths
from colead.apps.people.selectors.shown_strengths import shown_strengths
from colead.apps.people.selectors.view_requests import view_request_page
from colead.apps.people.services.evidence import record_evidence
from colead.apps.people.services.save_strengths import save_notes
from colead.kit import scope
from colead.kit.roles import Member

SECRET = "canary-of-my-own-notes"
LATER = DAY + timedelta(days=30)
STRENGTH_PAGES = ("strengths", "strengths_edit", "strength_notes", "strengths_download", "ask_view")


def seen(person: Member, by: Member, day: date = DAY) -> list[tuple[str, str]]:
    """Competencies and sources that a member sees of another."""
    rows = shown_strengths(own_person(person), find_own_person(by), today=day)
    return [(row.name, row.source) for row in rows]


@pytest.mark.parametrize(
    ("visible_to", "seen_by"),
    [("self", {"alma"}), ("lead", {"alma", "bo"}), ("organisation", {"alma", "bo", "uma", "carla", "dan"})],
)
def test_the_owner_chooses_who_sees_a_strength(telling: Cast, visible_to: str, seen_by: set[str]) -> None:
    describe(telling.alma, entry(visible_to=visible_to))
    record_evidence(
        by=telling.bo, person=own_person(telling.alma), competency=competency(PLAN), level=3, now=NOW
    )
    Strength.objects.evidence().update(visible_to=visible_to)
    for name in ("alma", "bo", "uma", "carla", "dan"):
        found = seen(telling.alma, getattr(telling, name))
        assert len(found) == (2 if name in seen_by else 0), name


def test_colleagues_answers_are_shown_to_nobody_else(telling: Cast) -> None:
    describe(telling.alma, entry(visible_to="organisation"))
    answered(telling.alma, telling.bo, listen=0)
    answered(telling.alma, telling.uma, listen=1)
    for by in (telling.bo, telling.uma, telling.carla, telling.alma):
        assert [source for _name, source in seen(telling.alma, by)] == ["own view"]


class TestLead:
    """A lead is whom one reports to, and who leads the own unit. Today."""

    def test_nobody_further_up(self, telling: Cast) -> None:
        describe(telling.alma, entry(visible_to="lead"))
        director = Person.objects.get(key="1")
        director.user = telling.olga.user
        director.save()
        assert seen(telling.alma, telling.olga) == []
        assert seen(telling.alma, telling.bo) != []

    def test_who_leads_the_unit_without_being_the_manager(self, telling: Cast) -> None:
        describe(telling.alma, entry(visible_to="lead"))
        assert seen(telling.alma, telling.uma) == []
        ward = Position.objects.on(DAY).get(person__key="3").unit
        Position.objects.filter(person__key="5").update(unit=ward, leads_unit=True)
        assert seen(telling.alma, telling.uma) != []

    def test_who_led_before_sees_nothing_not_even_on_a_page_of_that_day(self, telling: Cast) -> None:
        describe(telling.alma, entry(visible_to="lead"))
        moved = "3,Alma Dahl,alma@example.org,5,Office,Clinic,Nurse"
        take_in(telling.carla, changed(p3=moved), day=LATER)
        assert seen(telling.alma, telling.bo, LATER) == []
        assert seen(telling.alma, telling.uma, LATER) != []
        alma = own_person(telling.alma)
        page = selectors.person_page(alma, DAY, member=telling.bo, today=LATER)
        assert (page.works_here, page.strengths) == (True, [])


class TestNotes:
    def test_nobody_but_the_owner_sees_them_on_any_page(self, telling: Cast, client: Client) -> None:
        describe(telling.alma, entry(visible_to="organisation"))
        save_notes(by=telling.alma, text=SECRET, now=NOW)
        pages = [reverse(f"people:{name}", args=["clinic"]) for name in STRENGTH_PAGES]
        pages += [reverse("people:person", args=["clinic", "3"]), reverse("people:list", args=["clinic"])]
        for name in ("bo", "uma", "carla", "olga", "dan"):
            client.force_login(getattr(telling, name).user)
            for page in pages:
                assert SECRET not in client.get(page).content.decode(), (name, page)
        client.force_login(telling.alma.user)
        assert SECRET in client.get(reverse("people:strength_notes", args=["clinic"])).content.decode()

    def test_they_are_in_no_record_notice_or_log(
        self, telling: Cast, client: Client, capfd: pytest.CaptureFixture[str]
    ) -> None:
        client.force_login(telling.alma.user)
        answer = client.post(reverse("people:strength_notes", args=["clinic"]), {"text": SECRET})
        assert answer.status_code == 302
        client.get(reverse("people:strength_notes", args=["clinic"]))
        answered(telling.alma, telling.bo, listen=2)
        with scope.organisation(telling.clinic):
            texts = [*LedgerRecord.objects.values_list("text", flat=True)]
            texts += [json.dumps(values) for values in Notice.objects.values_list("values", flat=True)]
        out, err = capfd.readouterr()
        assert texts
        assert SECRET not in "".join([*texts, out, err])

    def test_the_owner_takes_them_along(self, telling: Cast) -> None:
        save_notes(by=telling.alma, text=SECRET, now=NOW)
        answered(telling.alma, telling.bo, listen=2)
        answered(telling.bo, telling.alma, listen=3)
        own, other = own_strength_data(telling.alma), own_strength_data(telling.bo)
        assert own["notes"] == SECRET
        assert own["asked_of_colleagues"][0]["answers"] == {LISTEN: 2}
        assert own["answered_to_colleagues"][0]["answers"] == {LISTEN: 3}
        assert SECRET not in str(other)


def test_reading_takes_as_many_queries_for_much_as_for_little(telling: Cast) -> None:
    keys = list(Competency.objects.values_list("key", flat=True))
    counts = []
    for asked_by, some in ((telling.uma, keys[:2]), (telling.bo, keys[:20])):
        _tell_everything(telling, some)
        pk = asked(asked_by, telling.alma, *some)
        reads: list[Callable[[], object]] = [
            lambda: own_strengths(telling.alma, DAY),
            lambda: own_strength_data(telling.alma),
            lambda: shown_strengths(own_person(telling.alma), own_person(telling.bo), today=DAY),
            lambda pk=pk: view_request_page(telling.alma, pk),
        ]
        counts.append([_queries(read) for read in reads])
    assert counts[0] == counts[1]
    own, data, _shown, request = counts[0]
    assert (own <= 12, data <= 16, request <= 5) == (True, True, True)


def _tell_everything(telling: Cast, keys: list[str]) -> None:
    """Alma tells, completes assignments and gets an answer about all of these."""
    describe(telling.alma, *(entry(key, visible_to="lead") for key in keys))
    alma = own_person(telling.alma)
    for key in keys:
        record_evidence(by=telling.bo, person=alma, competency=competency(key), level=2, now=NOW)
    ViewRequest.objects.filter(person=alma).delete()
    answered(telling.alma, telling.bo, **dict.fromkeys(keys, 2))


def _queries(read: Callable[[], object]) -> int:
    read()  # the structure is in memory afterwards
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)
