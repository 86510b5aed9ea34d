"""What of one's own leadership falls on a day, for one's own calendar: a program elsewhere reads it.

Titles of tasks and what is to be done, nothing of anybody else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from colead.apps.leadership.models import Assignment, Kind, Offer
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person
from colead.files.calendars import Day
from colead.kit.roles import Member

LOOK_BACK = timedelta(days=90)
CANCELLED_FOR = timedelta(days=30)
HAND_OVER_BEFORE = timedelta(days=14)  # the second of the reminders in services/endings.py


@dataclass(frozen=True)
class Stretch:
    """One holds a task without a break: rows that follow each other, by another share or term."""

    rows: tuple[Assignment, ...]

    @property
    def last(self) -> Assignment:
        return self.rows[-1]

    @property
    def sequence(self) -> int:
        """Grows with every row that follows, and when an end is brought forward."""
        return len(self.rows) - 1 + bool(self.last.ending)

    @property
    def changed(self) -> datetime:
        return max(row.accepted_at for row in self.rows)

    def goes_on_with(self, row: Assignment) -> bool:
        last = self.last
        same = (last.task_id, last.kind) == (row.task_id, row.kind)
        return same and last.valid_until == row.valid_from


def own_days(member: Member, today: date) -> list[Day]:
    """The days of the member's own leadership, the earliest first; none without a place on the staff list.

    Four queries, whatever their number.
    """
    own = find_own_person(member)
    if own is None:
        return []
    slug = member.organisation.slug
    found = [*_held(own, slug, today), *_offered(own, slug, today)]
    return sorted(found, key=lambda one: (one.day, one.uid))


def _held(own: Person, slug: str, today: date) -> Iterator[Day]:
    lasting = Assignment.objects.filter(lasting_beyond(today - LOOK_BACK), person=own)
    rows = lasting.select_related("task", "handover").order_by("task", "kind", "valid_from", "pk")
    for stretch in _stretches(rows):
        yield from _days_of(stretch, slug)


def _stretches(rows: Iterable[Assignment]) -> list[Stretch]:
    found: list[Stretch] = []
    for row in rows:
        if found and found[-1].goes_on_with(row):
            found[-1] = Stretch((*found[-1].rows, row))
        else:
            found.append(Stretch((row,)))
    return found


def _days_of(stretch: Stretch, slug: str) -> Iterator[Day]:
    first, last = stretch.rows[0], stretch.last
    page, words = _page("assignment", slug, last.pk), {"title": last.task.title}

    def day(what: str, on: date, title: str) -> Day:
        return Day(_uid(f"{what}-{first.pk}"), on, title, page, stretch.changed, stretch.sequence)

    yield day("begins", first.valid_from, _("First day: %(title)s") % words)
    if last.trial_until:
        yield day("trial", last.trial_until, _("The trial ends: %(title)s") % words)
    if last.valid_until:
        yield day("ends", last.valid_until - timedelta(days=1), _("Last day: %(title)s") % words)
        if _is_to_be_handed_over(last):
            near = max(first.valid_from, last.valid_until - HAND_OVER_BEFORE)
            yield day("hand-over", near, _("Prepare the handover: %(title)s") % words)


def _is_to_be_handed_over(row: Assignment) -> bool:
    handover = getattr(row, "handover", None)
    return row.kind == Kind.HOLDER and (handover is None or handover.done_at is None)


def _offered(own: Person, slug: str, today: date) -> Iterator[Day]:
    """Offers that wait, and, for a while, those that do so no longer."""
    lately = Q(answered_at__isnull=True) | Q(answered_at__date__gt=today - CANCELLED_FOR)
    for offer in Offer.objects.filter(lately, person=own).select_related("task").order_by("pk"):
        answered = offer.answered_at
        yield Day(
            _uid(f"offer-{offer.pk}"),
            offer.starts_on,
            _("Offered to you, please answer: %(title)s") % {"title": offer.task.title},
            _page("offer", slug, offer.pk),
            changed=answered or offer.offered_at,
            sequence=int(answered is not None),
            cancelled=answered is not None,
        )


def _uid(of: str) -> str:
    return f"{of}@colead"


def _page(name: str, slug: str, pk: int) -> str:
    return settings.BASE_URL + reverse(f"leadership:{name}", args=[slug, pk])
