"""Reminders of ends: each once, however irregularly the job runs; what is over is recorded once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.leadership.builders import NOW, House, assignment, offer, task
from cast import DAY
from colead.apps.jobs.models import Job
from colead.apps.jobs.schedule import queue_due
from colead.apps.leadership.models import Assignment, Offer
from colead.apps.leadership.services.endings import (
    record_ended_terms,
    remind_of_term_ends,
    withdraw_overtaken_offers,
)
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit import scope
from colead.kit.roles import console
from queue_of_jobs import run_pending


def remind(after: date, until: date) -> int:
    return remind_of_term_ends(after=after, until=until, now=NOW)


def reminded(kind: str = "leadership.term_ends") -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("dedupe", flat=True))


@settings(
    max_examples=settings.default.max_examples // 3,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    gaps=st.lists(st.integers(1, 45), min_size=1, max_size=12),
    ends=st.lists(st.integers(-5, 250), min_size=1, max_size=4),
    repeats=st.booleans(),
)
def test_each_end_is_told_once_at_each_distance(
    house: House, gaps: list[int], ends: list[int], repeats: bool
) -> None:
    """Runs at any distance, repeated or not: exactly the reminders whose day lies in what they cover."""
    Notice.objects.all().delete()
    Assignment.objects.all().delete()
    for count, days in enumerate(ends):
        row = task(house, f"Task {count}", valid_from=date(2020, 1, 1))
        assignment(row, house.people["alma"], valid_until=DAY + timedelta(days=days))
    covered = DAY
    for gap in gaps:
        for _run in range(2 if repeats else 1):
            remind(covered, covered + timedelta(days=gap))
        covered += timedelta(days=gap)
    due = [
        f"{DAY + timedelta(days=days)}:{before}"
        for days in ends
        for before in (60, 14, 1)
        if DAY < DAY + timedelta(days=days - before) <= covered
    ]
    assert reminded() == sorted(due)
    assert reminded("leadership.term_ends_soon") == sorted(due)


def test_the_holder_and_the_lead_are_told_with_the_day(house: House) -> None:
    assignment(task(house), house.people["alma"], valid_until=date(2026, 5, 1))
    assert remind(DAY - timedelta(1), DAY) == 1
    holder, lead = (Notice.objects.get(user=by.user) for by in (house.cast.alma, house.cast.bo))
    assert (holder.kind, lead.kind) == ("leadership.term_ends", "leadership.term_ends_soon")
    assert holder.values == {"title": "Duty roster", "day": "2026-05-01"}


def test_a_lead_who_holds_it_is_told_once(house: House) -> None:
    assignment(task(house), house.people["bo"], valid_until=date(2026, 5, 1))
    remind(DAY - timedelta(1), DAY)
    assert Notice.objects.get().kind == "leadership.term_ends"


@pytest.mark.parametrize("why", ["goes on", "given back", "deputy"])
def test_no_reminder_where_none_is_needed(house: House, why: str) -> None:
    roster, end = task(house), date(2026, 5, 1)
    if why == "deputy":
        held = assignment(roster, house.people["bo"])
        assignment(roster, house.people["alma"], kind="deputy", beside=held, valid_until=end)
    else:
        assignment(roster, house.people["alma"], valid_until=end, ending="given_back" * (why == "given back"))
    if why == "goes on":
        assignment(roster, house.people["alma"], valid_from=end)
    assert remind(DAY - timedelta(1), DAY) == 0


def test_an_end_that_moves_is_told_anew(house: House) -> None:
    held = assignment(task(house), house.people["alma"], valid_until=date(2026, 5, 1))
    remind(DAY - timedelta(1), DAY)
    Assignment.objects.filter(pk=held.pk).update(valid_until=date(2026, 5, 2))
    remind(DAY, DAY + timedelta(1))
    assert reminded() == ["2026-05-01:60", "2026-05-02:60"]


class TestWhatIsOver:
    def record(self, house: House) -> int:
        return record_ended_terms(by=console(house.organisation), today=DAY, now=NOW)

    def test_it_is_recorded_once_with_thanks(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"], valid_until=DAY)
        assert (self.record(house), self.record(house)) == (1, 0)
        assert Assignment.objects.get(pk=held.pk).ending == "term"
        assert Notice.objects.get().kind == "leadership.term_ended"
        assert LedgerRecord.objects.count() == 1

    def test_a_row_that_goes_on_has_not_ended(self, house: House) -> None:
        roster = task(house)
        assignment(roster, house.people["alma"], valid_until=DAY)
        assignment(roster, house.people["alma"], valid_from=DAY)
        assert self.record(house) == 0

    def test_offers_whose_period_has_passed_close(self, house: House) -> None:
        passed = offer(task(house), house.people["alma"], starts_on=date(2026, 2, 1), ends_on=DAY)
        late = offer(task(house, "Other"), house.people["alma"], starts_on=date(2026, 2, 1))
        for _run in range(2):
            withdraw_overtaken_offers(by=console(house.organisation), today=DAY, now=NOW)
        assert Offer.objects.get(pk=passed.pk).state == "withdrawn"
        assert Offer.objects.get(pk=late.pk).state == "open"
        assert LedgerRecord.objects.count() == 1


def test_the_job_covers_the_days_on_which_no_worker_ran(house: House) -> None:
    start = timezone.now() - timedelta(days=14)
    end = house.organisation.today(start) + timedelta(days=65)  # sixty days before it no worker runs
    assignment(task(house), house.people["alma"], valid_until=end)
    for days in (0, 1, 9, 14):
        queue_due(now=start + timedelta(days=days))
        run_pending()
    assert reminded() == [f"{end}:60"]
    with scope.everything("the test looks at all"):
        states = set(Job.objects.filter(work="leadership.follow_terms").values_list("state", flat=True))
    assert states == {"done"}
