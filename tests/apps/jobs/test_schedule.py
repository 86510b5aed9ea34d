"""Recurring work: each period once, none forgotten, right through the changes of the clock."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest

from cast import Cast
from colead.apps.jobs import registry
from colead.apps.jobs.models import Job
from colead.apps.jobs.registry import Recurring
from colead.apps.jobs.schedule import period_begin, queue_due
from colead.kit import scope

COPENHAGEN = "Europe/Copenhagen"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAILY = Recurring("test.daily", timedelta(days=1), time(7))


@pytest.fixture(autouse=True)
def one_recurring_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WORK", {})
    monkeypatch.setattr("colead.apps.jobs.schedule.RECURRING", {"test.daily": DAILY})
    registry.work("test.daily")(lambda _run, **_arguments: None)


def windows(cast: Cast) -> list[tuple[str, str]]:
    with scope.organisation(cast.clinic):
        return [
            (job.arguments["since"], job.arguments["until"])
            for job in Job.objects.order_by("arguments__since")
        ]


def test_each_organisation_gets_one_job_a_period(cast: Cast) -> None:
    assert queue_due(now=NOON) == 2
    assert queue_due(now=NOON + timedelta(hours=1)) == 0
    assert queue_due(now=NOON + timedelta(days=1)) == 2


def test_after_a_stop_one_run_covers_the_gap(cast: Cast) -> None:
    queue_due(now=NOON)
    queue_due(now=NOON + timedelta(days=4))
    first, second = windows(cast)
    assert first == ("2026-03-01T06:00:00+00:00", "2026-03-02T06:00:00+00:00")
    assert second == ("2026-03-02T06:00:00+00:00", "2026-03-06T06:00:00+00:00")


@pytest.mark.parametrize("days", [1, 30])
def test_looking_costs_two_queries_when_nothing_is_due(
    cast: Cast, days: int, django_assert_num_queries
) -> None:
    for day in range(days):
        queue_due(now=NOON + timedelta(days=day))
    with django_assert_num_queries(2):
        queue_due(now=NOON + timedelta(days=days - 1))


def test_the_wall_clock_of_the_organisation_counts() -> None:
    assert period_begin(DAILY, COPENHAGEN, NOON) == datetime(2026, 3, 2, 6, tzinfo=UTC)
    summer = datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert period_begin(DAILY, COPENHAGEN, summer) == datetime(2026, 7, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize("day", [datetime(2027, 3, 28, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_no_day_is_left_out_or_doubled_when_the_clock_changes(day: datetime) -> None:
    at_night = Recurring("test.night", timedelta(days=1), time(2, 30))
    minutes = [day - timedelta(hours=24) + timedelta(minutes=minute) for minute in range(72 * 60)]
    begins = [period_begin(at_night, COPENHAGEN, minute) for minute in minutes]
    assert begins == sorted(begins)
    assert all(begin <= minute for begin, minute in zip(begins, minutes, strict=True))
    days = sorted({begin.date() for begin in begins})
    assert len(set(begins)) == len(days)
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=1)}


def test_shorter_periods_need_no_time_of_day() -> None:
    hourly = Recurring("test.hourly", timedelta(hours=1), None)
    assert period_begin(hourly, COPENHAGEN, NOON + timedelta(minutes=59)) == NOON


def test_a_time_of_day_needs_whole_days() -> None:
    with pytest.raises(ValueError, match="whole days"):
        registry.every(timedelta(hours=5), "test.wrong", at=time(7))
