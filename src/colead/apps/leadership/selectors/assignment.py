"""An assignment and its handover, as its person sees them, who follows, and those who look after the task."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Assignment, Handover, HandoverItem, Kind, NeededCompetency, Offer
from colead.apps.leadership.selectors.holders import HolderRow, WaitingOffer, holder_rows, waiting_offer
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.selectors.who_led import AssignmentRow, assignment_row
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.leadership.workflow import ASSIGNMENT, HANDOVER, PERSON, STEWARD
from colead.apps.organisations.queries import existing, lasting_beyond
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.links import PersonLink
from colead.kit.languages import reading_language
from colead.kit.roles import Member
from colead.kit.shapes import shape

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
    of_it = Q(beside=found) | Q(person=found.person, kind=Kind.HOLDER)  # beside, or another term
    offers = Offer.objects.open().filter(of_it, task=found.task).select_related("person", "task")
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
        offers=[waiting_offer(one, is_own=False) for one in offers.order_by("offered_at", "pk")],
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
    is_completed = assignment.ending in ("", Ending.TERM, Ending.HANDED_OVER, Ending.LEFT)
    if end is None or assignment.lasts_beyond(today) or not is_completed:
        return []
    language = reading_language()
    rows = NeededCompetency.objects.on(end - timedelta(days=1)).filter(task=assignment.task)
    return [
        Practised(row.competency.key, row.competency.name(language), row.level)
        for row in rows.select_related("competency").order_by("-weight", "competency__key")
    ]


def _holder(found: Assignment, today: date) -> HolderRow | None:
    """The row with those who stand beside now or later; None for a deputy or cover."""
    if found.kind != Kind.HOLDER:
        return None
    beside = Assignment.objects.filter(lasting_beyond(today), beside=found)
    named = beside.select_related("person", "task__unit").order_by("valid_from")
    return holder_rows([found, *named], own=0, manages=False)[0]


@dataclass(frozen=True)
class ItemRow:
    """A line of the checklist."""

    id: int
    text: str
    is_done: bool


@dataclass(frozen=True)
class HandoverPage:
    """A handover. `may_change`: the reader hands it over, or looks after the task, and it is not finished.

    leaves : the one who holds it leaves, so that it cannot stay with them.
    first_free_day : the first day on which the task can be no longer theirs: it is held one day at least.
    """

    id: int
    assignment: int
    task: int
    title: str
    person: PersonLink
    is_own: bool
    note: str
    items: list[ItemRow]
    done_at: datetime | None
    ends_on: date | None
    first_free_day: date
    followers: list[PersonLink]
    may_change: bool
    leaves: bool

    @property
    def done(self) -> int:
        """How many lines are ticked."""
        return sum(item.is_done for item in self.items)

    @property
    def is_complete(self) -> bool:
        """Nothing on the list is open."""
        return self.done == len(self.items)


def handover_page(member: Member, handover_id: int, today: date) -> HandoverPage:
    """A handover for those whom it concerns; NotFound for anybody else. Five queries, and those that tell
    whether the member leads the unit.
    """
    rows = Handover.objects.select_related("assignment__task__unit", "assignment__person")
    handover = rows.filter(pk=handover_id).first()
    if handover is None:
        raise HANDOVER.not_found()
    own, assignment = find_own_person(member), handover.assignment
    lasting = Assignment.objects.filter(lasting_beyond(today), task=assignment.task)
    others = lasting.exclude(person=assignment.person).select_related("person").order_by("person__name_plain")
    followers = list({row.person_id: row.person for row in others}.values())  # who else holds the task
    is_own = own is not None and assignment.person_id == own.pk
    is_steward = is_own or stewards_unit(member, assignment.task.unit, today=today)
    if not is_steward and not (own is not None and handover.done_at and own in followers):
        raise HANDOVER.not_found()
    return shape(
        HandoverPage,
        handover,
        assignment=assignment.pk,
        task=assignment.task_id,
        title=assignment.task.title,
        person=PersonLink(assignment.person.key, assignment.person.name),
        is_own=is_own,
        items=[ItemRow(row.pk, row.text, row.done_at is not None) for row in handover.items.all()],
        ends_on=assignment.valid_until,
        first_free_day=max(today, assignment.valid_from + timedelta(days=1)),
        followers=[PersonLink(person.key, person.name) for person in followers],
        may_change=handover.done_at is None and is_steward,
        leaves=assignment.ending == Ending.LEFT,
    )


def require_item(handover: int, item: int) -> None:
    """Raise NotFound unless the line stands on the list of this handover. One query."""
    existing(HandoverItem.objects, pk=item, handover__pk=handover)
