"""Recurring work: which period it is in, and one job for every period, whoever looks first."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max

from colead.apps.jobs.models import ScheduledPeriod
from colead.apps.jobs.registry import RECURRING, Recurring
from colead.apps.jobs.services import enqueue
from colead.apps.organisations.models import Organisation
from colead.kit import scope
from colead.kit.roles import console


def queue_due(*, now: datetime) -> int:
    """Queue a job for all recurring work of every organisation whose period has begun, uncovered.

    Idempotent: any number of workers may call it at the same moment. Two queries when nothing is due.
    Returns how many jobs were queued.
    """
    covered = _covered_until()
    return sum(
        _queue(organisation, recurring, begin, covered.get((organisation.pk, recurring.work)), now)
        for organisation in Organisation.objects.all()
        for recurring in RECURRING.values()
        if (begin := period_begin(recurring, organisation.time_zone, now))
        > covered.get((organisation.pk, recurring.work), datetime.min.replace(tzinfo=UTC))
    )


def period_begin(recurring: Recurring, time_zone: str, now: datetime) -> datetime:
    """The latest instant, not after `now`, at which a period of this work begins.

    With a time of day: that wall time where the organisation is, on every n-th day since 1970. Wall times
    that the change to summer time leaves out take place an hour later, those that come twice the first time.
    """
    if recurring.at is None:
        epoch = datetime.fromtimestamp(0, UTC)
        return epoch + (now - epoch) // recurring.period * recurring.period
    zone = ZoneInfo(time_zone)
    days = recurring.period.days
    day = now.astimezone(zone).date()
    while True:
        begin = datetime.combine(day, recurring.at, zone).astimezone(UTC)
        if day.toordinal() % days == 0 and begin <= now:
            return begin
        day -= timedelta(days=1)


def _covered_until() -> dict[tuple[int, str], datetime]:
    """Up to when each organisation's recurring work has been queued. One query."""
    with scope.everything("the schedule serves every organisation"):
        rows = ScheduledPeriod.objects.values_list("organisation_id", "work").annotate(Max("until"))
        return {(organisation, work): until for organisation, work, until in rows}


def _queue(
    organisation: Organisation, recurring: Recurring, begin: datetime, covered: datetime | None, now: datetime
) -> bool:
    """Queue one period in one transaction with its mark; False when another worker was faster."""
    since = covered or begin - recurring.period
    try:
        with transaction.atomic(), scope.organisation(organisation):
            ScheduledPeriod.objects.create(
                organisation=organisation, work=recurring.work, since=since, until=begin
            )
            enqueue(
                by=console(organisation),
                work=recurring.work,
                arguments={"since": since.isoformat(), "until": begin.isoformat()},
                key=f"{recurring.work}:{begin.isoformat()}",
                now=now,
            )
    except IntegrityError:
        return False
    return True
