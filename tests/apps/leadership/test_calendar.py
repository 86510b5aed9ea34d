"""A calendar of one's own: what stands in it, who reads it, when it stops, and what it tells nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.leadership.browsing import address, browser
from apps.leadership.builders import NOW, House, assignment, offer, task
from colead.apps.leadership.models import Handover
from colead.apps.leadership.selectors.calendar import own_days
from colead.apps.organisations.models import CalendarFeed, Membership, User
from colead.apps.organisations.services import close_calendar, end_membership, end_ways_in, open_calendar
from colead.files.calendars import Day
from colead.kit import erasures
from colead.kit.erasures import Erasure, erase_again
from colead.kit.roles import Member
from colead.kit.throttling import LIMITS
from files.strict_calendar import read_strictly

TODAY = NOW.date()


def feed_of(member: Member) -> str:
    return f"/calendar/{open_calendar(by=member, now=timezone.now())}.ics"


def titles(days: list[Day]) -> dict[str, str]:
    return {one.title: one.day.isoformat() for one in days}


def test_every_day_of_a_term_with_its_handover_trial_and_offer(house: House) -> None:
    alma = house.people["alma"]
    ends = {"valid_until": date(2026, 7, 1), "trial_until": date(2026, 4, 1)}
    assignment(task(house, "Budget"), alma, **ends)
    offer(task(house, "Roster"), alma, starts_on=date(2026, 5, 1))
    offer(task(house, "Others' task"), house.people["eva"])
    assignment(task(house, "Others' budget"), house.people["eva"])
    assert titles(own_days(house.cast.alma, TODAY)) == {
        "First day: Budget": "2026-01-01",
        "The trial ends: Budget": "2026-04-01",
        "Offered to you, please answer: Roster": "2026-05-01",
        "Prepare the handover: Budget": "2026-06-17",
        "Last day: Budget": "2026-06-30",  # ends are half-open
    }


def test_a_deputy_hands_nothing_over_and_neither_does_who_has(house: House) -> None:
    budget, alma = task(house, "Budget"), house.people["alma"]
    beside = assignment(budget, house.people["eva"])
    assignment(budget, alma, kind="deputy", beside=beside, valid_until=date(2026, 7, 1))
    done = assignment(task(house, "Roster"), alma, valid_until=date(2026, 7, 1))
    handed = {"state": "done", "started_at": NOW, "done_at": NOW}
    Handover.objects.create(organisation=house.organisation, assignment=done, **handed)
    assert not [title for title in titles(own_days(house.cast.alma, TODAY)) if "handover" in title]


def test_another_share_is_no_new_beginning_and_counts_as_a_change(house: House) -> None:
    budget, alma = task(house, "Budget"), house.people["alma"]
    first = assignment(budget, alma, valid_until=date(2026, 7, 1))
    before = {one.uid: one.sequence for one in own_days(house.cast.alma, TODAY)}
    first.valid_until = date(2026, 3, 10)
    first.save()
    assignment(budget, alma, valid_from=date(2026, 3, 10), valid_until=date(2026, 9, 1), share=Decimal("0.5"))
    after = {one.uid: one for one in own_days(house.cast.alma, TODAY)}
    assert set(after) == set(before)
    assert {one.sequence for one in after.values()} == {1} != set(before.values())
    assert titles(list(after.values()))["Last day: Budget"] == "2026-08-31"


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "filled"])
def test_an_offer_that_waits_no_longer_is_cancelled_for_a_month(house: House, state: str) -> None:
    offer(task(house), house.people["alma"], state=state)
    (found,) = own_days(house.cast.alma, TODAY)
    assert (found.cancelled, found.sequence, found.changed) == (True, 1, NOW)
    assert state not in found.title
    assert own_days(house.cast.alma, TODAY + timedelta(days=31)) == []


def test_who_is_not_on_the_staff_list_has_an_empty_calendar(house: House) -> None:
    response = Client().get(feed_of(house.cast.olga))
    assert (response.status_code, read_strictly(response.content)) == (200, [])


def test_costs_as_much_for_many_as_for_few(house: House) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            own_days(house.cast.alma, TODAY)
        return len(queries)

    def add(number: int) -> None:
        for count in range(number):
            assignment(task(house, f"T{number} {count}"), house.people["alma"])
            offer(task(house, f"O{number} {count}"), house.people["alma"])

    add(1)
    few = cost()
    add(20)
    assert cost() == few <= 4


def test_the_feed_is_strict_in_ones_own_language_and_needs_no_session(house: House) -> None:
    User.objects.filter(pk=house.cast.alma.user.pk).update(language="da")
    held = assignment(task(house, "Æbler, pærer; og grød " * 5), house.people["alma"])
    response = Client(headers={"Accept-Language": "en"}).get(feed_of(house.cast.alma))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "private, no-cache")
    (event,) = read_strictly(response.content)
    assert event["SUMMARY"].startswith("Første dag: Æbler\\, pærer\\; og grød")
    assert event["URL"].endswith(f"/o/clinic/leadership/assignments/{held.pk}/")
    assert event["URL"].startswith("http")


def test_nothing_is_sent_again_that_has_not_changed(house: House) -> None:
    url = feed_of(house.cast.alma)
    first = Client().get(url)
    asked = Client(headers={"If-None-Match": first["ETag"]})
    assert (asked.get(url).status_code, asked.get(url).content) == (304, b"")
    since = Client(headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.get(url).status_code == 304
    assignment(task(house), house.people["alma"], accepted_at=timezone.now() + timedelta(seconds=1))
    assert (asked.get(url).status_code, since.get(url).status_code) == (200, 200)
    assert Client().head(url).status_code == 200
    assert Client().post(url).status_code == 405


STOPS: dict[str, Callable[[House], object]] = {
    "turned off": lambda house: close_calendar(by=house.cast.alma, now=NOW),
    "a new one": lambda house: open_calendar(by=house.cast.alma, now=NOW),
    "another password": lambda house: end_ways_in(user=house.cast.alma.user, now=NOW),
    "a closed account": lambda house: User.objects.filter(pk=house.cast.alma.user.pk).update(is_active=False),
    "a membership that ended": lambda house: Membership.objects.filter(user=house.cast.alma.user).update(
        valid_until=datetime.now(UTC).date() - timedelta(days=1)
    ),
    "an owner who ended it": lambda house: end_membership(
        by=house.cast.olga,
        membership_id=Membership.objects.get(user=house.cast.alma.user).pk,
        now=timezone.now(),
    ),
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_it_stops_with(house: House, stop: Callable[[House], object]) -> None:
    url, others = feed_of(house.cast.alma), feed_of(house.cast.uma)
    assert Client().get(url).status_code == 200
    stop(house)
    assert Client().get(url).status_code == 404
    assert Client().get(others).status_code == 200


@pytest.mark.parametrize("change", [open_calendar, close_calendar])
def test_a_restored_backup_brings_no_old_address_back(house: House, change: Callable[..., object]) -> None:
    url = feed_of(house.cast.alma)
    before = CalendarFeed.objects.get()
    change(by=house.cast.alma, now=NOW)
    CalendarFeed.objects.all().delete()
    before.save(force_insert=True)  # as the backup has it
    assert Client().get(url).status_code == 200
    noted = Erasure.from_json(erasures.path().read_text(encoding="utf-8").splitlines()[-1])
    erase_again(noted, house.organisation, now=NOW)
    assert Client().get(url).status_code == 404


def test_a_consultant_has_no_calendar(house: House) -> None:
    assert browser(house.cast.dan).get(address("calendar")).status_code == 403
    assert Client().get(feed_of(house.cast.dan)).status_code == 403


def test_guessing_is_slowed_and_a_right_address_is_let_in_all_the_same(house: House) -> None:
    url = feed_of(house.cast.alma)
    answers = [
        Client().get(f"/calendar/{count}.ics").status_code
        for count in range(LIMITS["calendar"][0].amount + 1)
    ]
    assert (set(answers[:-1]), answers[-1]) == ({404}, 429)
    assert Client().get(url).status_code == 200


def test_the_page_shows_the_address_once_and_keeps_its_hash(house: House) -> None:
    alma = browser(house.cast.alma)
    assert "Make an address" in alma.get(address("calendar")).content.decode()
    shown = alma.post(address("calendar")).content.decode()
    secret = shown.split("/calendar/")[1].split(".ics")[0]
    assert 'href="webcal://' in shown
    assert CalendarFeed.objects.get().secret_hash != secret
    again = alma.get(address("calendar")).content.decode()
    assert secret not in again
    assert "Turn off" in again
    alma.post(address("calendar_off"))
    assert CalendarFeed.objects.count() == 0
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_no_log_names_the_address(house: House, caplog: pytest.LogCaptureFixture) -> None:
    url = feed_of(house.cast.alma)
    with caplog.at_level("INFO", "colead"):
        Client().get(url)
    lines = [str(record.msg) for record in caplog.records if record.name.startswith("colead")]
    assert any("calendar/<str:secret>.ics" in line for line in lines)
    assert not any(url.removeprefix("/calendar/") in line for line in lines)
