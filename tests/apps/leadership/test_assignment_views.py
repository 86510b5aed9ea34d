"""The pages from open to held, as a browser without JavaScript uses them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.leadership.builders import (
    House,
    accountability,
    application,
    assignment,
    mandate,
    need,
    offer,
    task,
)
from cast import today
from colead.apps.leadership.models import Application, Assignment, Handover, HandoverItem, Offer
from colead.apps.leadership.selectors.mine import my_leadership
from colead.apps.leadership.selectors.who_led import who_led
from colead.apps.leadership.services.handovers import start_handover
from colead.apps.people.models import Leave, Strength
from colead.kit.roles import Member

Count = Callable[[int], AbstractContextManager[object]]
TODAY = today()


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"leadership:{name}", args=["clinic", *args])


def read(member: Member, name: str, *args: object, **query: str) -> str:
    """The text of a page, which must answer."""
    answer = browser(member).get(url(name, *args), query)
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(answer.content.decode().split())


def send(member: Member, name: str, *args: object, **data: Any) -> Any:
    return browser(member).post(url(name, *args), data)


def test_from_a_volunteer_to_a_handover(house: House) -> None:
    """The whole way, page by page, each as the person who does it."""
    alma, bo, uma = house.cast.alma, house.cast.bo, house.cast.uma
    roster = task(house, wants_deputy=True)
    mandate(roster)
    send(alma, "volunteer", roster.pk, message="I like plans")
    assert "I like plans" in read(bo, "task", roster.pk)

    assert "Alma Holm" in read(bo, "offer_task", roster.pk, q="alma")
    assert "Back on" not in read(bo, "offer_task", roster.pk, person="alma")
    send(bo, "offer_task", roster.pk, person="alma", starts_on=TODAY, share="100")
    offered = Offer.objects.get()
    page = read(alma, "offer", offered.pk)
    assert "may decide who works when" in page
    assert "you need not give one" in page
    assert "is offered to you" in read(alma, "mine")

    assert send(alma, "accept_offer", offered.pk).status_code == 302
    held = Assignment.objects.get()
    mine = read(alma, "mine")
    assert "wants a deputy" in mine
    assert "may decide who works when" in mine

    send(alma, "find_deputy", held.pk, person="uma")
    send(uma, "accept_offer", Offer.objects.open().get().pk)
    assert "Deputy: Uma Holm" in read(alma, "assignment", held.pk)
    assert "beside Alma Holm" in read(uma, "mine")

    send(alma, "start_handover", held.pk)
    begun = Handover.objects.get()
    send(alma, "tick_item", begun.pk, HandoverItem.objects.all()[0].pk, done="yes")
    send(alma, "tick_item", begun.pk, HandoverItem.objects.all()[0].pk, done="yes", note="Mind the hol")
    assert Handover.objects.get().note == "Mind the hol"  # no button loses what stands there
    send(alma, "write_note", begun.pk, note="Mind the holidays")
    assert send(alma, "write_note", begun.pk, note="x" * 4001).status_code == 422
    assert "Mind the holidays" in read(alma, "handover", begun.pk)
    tomorrow = TODAY + timedelta(days=1)
    assert send(alma, "finish_handover", begun.pk, day=tomorrow).status_code == 302
    assert Assignment.objects.get(pk=held.pk).ending == "handed_over"
    assert read(bo, "who_led").count("Alma Holm") == 1


def test_a_colleague_is_suggested_and_declines_quietly(house: House) -> None:
    roster = task(house)
    assert send(house.cast.alma, "suggest", roster.pk, person="uma", message="Try it").status_code == 302
    assert "Try it" in read(house.cast.uma, "mine")
    suggested = Application.objects.get()
    send(house.cast.uma, "answer_suggestion", suggested.pk, answer="no")
    assert Application.objects.get().state == "quiet"
    for name in ("alma", "bo", "carla", "olga"):
        assert "Uma" not in read(getattr(house.cast, name), "task", roster.pk)


def test_what_the_rules_refuse_is_said_in_the_form(house: House) -> None:
    roster = task(house)
    held = assignment(roster, house.people["alma"], valid_until=TODAY + timedelta(days=90))
    alma, bo, uma = house.cast.alma, house.cast.bo, house.cast.uma
    offered = {"person": "uma", "starts_on": TODAY, "share": "100"}
    covered = {"person": "uma", "starts_on": TODAY, "ends_on": TODAY}
    cases: list[tuple[Member, str, int, dict[str, Any], str]] = [
        (bo, "offer_task", roster.pk, offered, "are filled then"),
        (uma, "volunteer", roster.pk, {}, "are filled"),
        (alma, "give_back", held.pk, {"day": TODAY - timedelta(days=3)}, "has passed"),
        (alma, "arrange_cover", held.pk, covered, "would end before it begins"),
        (alma, "change_share", held.pk, {"share": "3", "day": TODAY}, "greater than or equal to 5"),
    ]
    for by, name, number, data, words in cases:
        answer = send(by, name, number, **data)
        assert words in answer.content.decode(), name
        assert answer.status_code in (200, 422), name


def test_nobody_suggests_themself(house: House) -> None:
    answer = send(house.cast.alma, "suggest", task(house).pk, person="alma")
    assert (answer.status_code, "Volunteer instead" in answer.content.decode()) == (422, True)


def test_my_leadership_says_who_decides_today(house: House) -> None:
    roster = task(house)
    mandate(roster)
    held = assignment(roster, house.people["alma"])
    assignment(roster, house.people["uma"], kind="deputy", beside=held)
    assert "It is yours while Alma Holm is away" in read(house.cast.uma, "mine")
    away = Leave.objects.create(
        organisation=house.organisation, person=house.people["alma"], valid_from=TODAY - timedelta(1)
    )
    assert "Today you decide, in place of Alma Holm." in read(house.cast.uma, "mine")
    away.delete()
    assert "as long as they do, they decide" not in read(house.cast.alma, "mine")
    assignment(roster, house.people["eva"], kind="cover", beside=held)
    assert "as long as they do, they decide" in read(house.cast.alma, "mine")


def test_declining_asks_for_no_reason(house: House) -> None:
    offered = offer(task(house), house.people["alma"], offered_by=house.cast.bo.user)
    send(house.cast.alma, "decline_offer", offered.pk, reason="Too much now")
    assert "Too much now" in read(house.cast.bo, "offer", offered.pk)
    assert "Too much now" not in read(house.cast.carla, "offer", offered.pk)


def test_a_seat_that_has_gone_is_said_kindly(house: House) -> None:
    offered = offer(task(house), house.people["alma"], state="filled")
    answer = browser(house.cast.alma).post(url("accept_offer", offered.pk), follow=True)
    assert "Thank you for being willing" in answer.content.decode()


def test_completed_is_asked_about_and_noted_by_the_person_alone(house: House) -> None:
    roster = task(house)
    need(house, roster)
    done = assignment(roster, house.people["alma"], valid_until=TODAY - timedelta(days=2), ending="term")
    assert "Planning work" in read(house.cast.alma, "assignment", done.pk)
    assert "Planning work" not in read(house.cast.bo, "assignment", done.pk)
    send(house.cast.alma, "note_evidence", done.pk, competency="plan-work")
    assert Strength.objects.get().source == "evidence"


def test_what_one_could_try_stands_beside_ones_own_strengths(house: House) -> None:
    for title, key in (("Roster", "plan-work"), ("Talks", "listen")):
        need(house, task(house, title), key)
    assert "Tell your strengths" in read(house.cast.alma, "mine")
    Strength.objects.create(
        organisation=house.organisation,
        person=house.people["alma"],
        competency=house.competencies["plan-work"],
        level=3,
        wish=2,
    )
    page = read(house.cast.alma, "mine")
    assert "You are good at it and like it: Planning work" in page
    assert "Talks" not in page


def test_the_file_holds_what_the_page_shows(house: House) -> None:
    assignment(task(house, "=1+1"), house.people["alma"])
    assignment(task(house, "Elsewhere", unit="office"), house.people["uma"])
    text = sent(house.cast.dan, unit="ward")
    header, row = text.split("\r\n")[:2]
    assert header == "Task,Unit,Employee number,Name,As,Share,From,Until"
    assert row.startswith("'=1+1,Ward,alma,Alma Holm,holder,1")
    assert "Uma" not in text
    assert "Alma" not in sent(house.cast.dan, as_of="2020-01-01")


def sent(member: Member, **query: str) -> str:
    """The file of who led what, which is sent while it is read."""
    return b"".join(browser(member).get(url("who_led_csv"), query)).decode("utf-8-sig")


def test_the_file_speaks_the_readers_language_to_its_end(house: House) -> None:
    assignment(task(house), house.people["alma"])
    house.cast.dan.user.language = "da"
    house.cast.dan.user.save()
    header, row = sent(house.cast.dan).split("\r\n")[:2]
    assert header.startswith("Opgave;Enhed;")
    assert ";den, der har opgaven;" in row


def test_the_same_as_a_workbook(house: House) -> None:
    held = assignment(task(house, "=1+1"), house.people["alma"], valid_from=date(2026, 1, 5))
    response = browser(house.cast.dan).get(url("who_led_csv"), {"format": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    header, row = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    assert header[:3] == ("Task", "Unit", "Employee number")
    assert row[2:4] == (held.person.key, "Alma Holm")
    assert row[6].date() == date(2026, 1, 5)


def hand_over(house: House, held: Assignment) -> Handover:
    return start_handover(by=house.cast.alma, assignment_id=held.pk, now=timezone.now())


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "filled"])
def test_an_answered_offer_is_only_read(house: House, state: str) -> None:
    answered = offer(task(house), house.people["alma"], state=state)
    page = read(house.cast.alma, "offer", answered.pk)
    assert "Yes, I take it" not in page
    for name in ("accept_offer", "decline_offer"):
        send(house.cast.alma, name, answered.pk)
    assert Offer.objects.get(pk=answered.pk).state == state


def queries(member: Member, name: str, *args: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser(member).get(url(name, *args)).status_code == 200
    return len(captured)


MINE = 13  # queries of “My leadership” for somebody known by their account


def test_pages_ask_as_often_for_much_as_for_little(house: House, django_assert_num_queries: Count) -> None:
    roster = task(house, seats=20)
    mandate(roster)
    accountability(roster, "See to it")
    need(house, roster)
    held = assignment(roster, house.people["alma"])
    offered = offer(task(house, "Offered"), house.people["alma"])
    begun = hand_over(house, held)
    Strength.objects.create(
        organisation=house.organisation,
        person=house.people["alma"],
        competency=house.competencies["listen"],
        level=3,
    )
    pages: list[tuple[str, list[int]]] = [
        ("mine", []),
        ("who_led", []),
        ("who_led_csv", []),
        ("offer", [offered.pk]),
        ("assignment", [held.pk]),
        ("handover", [begun.pk]),
    ]
    furnish(house, 3)
    queries(house.cast.alma, "who_led")  # the structure is read once
    small = {name: queries(house.cast.alma, name, *numbers) for name, numbers in pages}
    with django_assert_num_queries(MINE):
        my_leadership(house.cast.alma, TODAY)
    furnish(house, 40)
    with django_assert_num_queries(MINE):
        my_leadership(house.cast.alma, TODAY)
    with django_assert_num_queries(2):
        assert len(list(who_led(TODAY).all())) > 40
    large = {name: queries(house.cast.alma, name, *numbers) for name, numbers in pages}
    assert small == large
    assert max(small.values()) <= 34


def furnish(house: House, number: int) -> None:
    """So many more of everything that the pages list."""
    alma, uma = house.people["alma"], house.people["uma"]
    for count in range(number):
        mine = task(house, f"Mine {count} of {number}")
        mandate(mine)
        assignment(mine, uma, kind="deputy", beside=assignment(mine, alma))
        open_one = task(house, f"Open {count} of {number}")
        need(house, open_one, "listen")
        offer(task(house, f"Offered {count} of {number}"), alma)
        application(task(house, f"Wished {count} of {number}"), alma)
        assignment(task(house, f"Past {count}"), alma, valid_until=TODAY - timedelta(days=3), ending="term")
