"""An assignment as its person sees it, and those who look after the task."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Assignment, Kind, NeededCompetency, Offer
from colead.apps.leadership.selectors.holders import HolderRow, holder_rows
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.selectors.offers import WaitingOffer, waiting_offer
from colead.apps.leadership.selectors.who_led import AssignmentRow, assignment_row
from colead.apps.leadership.workflow import ASSIGNMENT, PERSON, STEWARD
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.selectors.links import PersonLink
from colead.kit.languages import reading_language
from colead.kit.roles import Member

Ending = Assignment.Ending


@dataclass(frozen=True)
class Practised:
    """A competency that the task needed, with the level it asked for."""

    key: str
    name: str
    level: int


@dataclass(frozen=True)
class AssignmentDetails(AssignmentRow):
    """What its person is told of an assignment. `hours` are a week."""

    beside: PersonLink | None
    hours: Decimal
    trial_until: date | None
    mandate: str
    handover: int | None


Row = TypeVar("Row", bound=AssignmentDetails)


@dataclass(frozen=True)
class AssignmentPage(AssignmentDetails):
    """An assignment. `holder` lists deputies and covers when it is a holder's.

    `practised` is filled for the person alone, once it is completed.
    """

    is_own: bool
    is_steward: bool
    why: str
    has_begun: bool
    is_over: bool
    ending: str
    holder: HolderRow | None
    offers: list[WaitingOffer]
    handover_is_done: bool
    practised: list[Practised]


def assignment_page(member: Member, assignment_id: int, today: date) -> AssignmentPage:
    """An assignment for its person and those who look after the task; NotFound for anybody else.

    Seven queries, and those that tell whether the member leads the unit.
    """
    rows = Assignment.objects.select_related("task__unit", "person", "beside__person", "handover")
    found = rows.filter(pk=assignment_id).first()
    parties = ASSIGNMENT.parties(found, by=member, today=today) if found else None
    if found is None or not parties:
        raise ASSIGNMENT.not_found()
    handover, is_over = getattr(found, "handover", None), not found.lasts_beyond(today)
    mandate = mandates_of([found.task_id], max(today, found.valid_from)).get(found.task_id)
    return assignment_details(
        AssignmentPage,
        found,
        is_own=PERSON in parties,
        is_steward=STEWARD in parties,
        has_begun=found.valid_from <= today,
        is_over=is_over,
        ending=found.get_ending_display() if found.ending else "",
        mandate="" if is_over else sentence_of(mandate),
        holder=_holder(found, today),
        offers=_offers(found),
        handover=handover.pk if handover else None,
        handover_is_done=bool(handover and handover.done_at),
        practised=practised(found, today) if PERSON in parties else [],
    )


def assignment_details(of: type[Row], row: Assignment, **more: Any) -> Row:
    """A row of this kind of an assignment; its person, task with unit, and `beside` are loaded. No query."""
    beside = row.beside.person if row.beside else None
    return assignment_row(
        of,
        row,
        beside=PersonLink(beside.key, beside.name) if beside else None,
        hours=hours_of(row.task.hours_per_week, row.share, row.kind),
        **more,
    )


def practised(assignment: Assignment, today: date) -> list[Practised]:
    """What the task needed on the last day of a completed assignment; nothing while it lasts, or for one
    that was given back or shown by a trial not to fit. One query.
    """
    end = assignment.valid_until
    is_completed = assignment.ending in ("", Ending.TERM, Ending.HANDED_OVER)
    if end is None or assignment.lasts_beyond(today) or not is_completed:
        return []
    language = reading_language()
    rows = NeededCompetency.objects.on(end - timedelta(days=1)).filter(task=assignment.task)
    return [
        Practised(row.competency.key, row.competency.name(language), row.level)
        for row in rows.select_related("competency").order_by("-weight", "pk")
    ]


def _holder(found: Assignment, today: date) -> HolderRow | None:
    """The row with those who stand beside now or later; None for a deputy or cover."""
    if found.kind != Kind.HOLDER:
        return None
    beside = Assignment.objects.filter(lasting_beyond(today), beside=found)
    named = beside.select_related("person", "task__unit").order_by("valid_from")
    return holder_rows([found, *named], own=None, manages=False)[0]


def _offers(found: Assignment) -> list[WaitingOffer]:
    """Offers to stand beside, and of another term, that wait."""
    of_it = Q(beside=found) | Q(person=found.person, kind=Kind.HOLDER)
    waiting = Offer.objects.open().filter(of_it, task=found.task).select_related("person", "task")
    return [waiting_offer(one, is_own=False) for one in waiting.order_by("offered_at", "pk")]
