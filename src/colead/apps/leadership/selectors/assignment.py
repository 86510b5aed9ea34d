"""An assignment as its person sees it, and those who look after the task."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Assignment, NeededCompetency, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.selectors.holders import HolderRow, OfferRow, holder_rows, offer_row
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.workflow import ASSIGNMENT, PERSON, STEWARD
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.selectors.links import PersonLink, UnitLink
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
class AssignmentPage:
    """An assignment. `hours` are a week; `holder` lists deputies and covers when it is a holder's.

    `practised` is filled for the person alone, once it is completed.
    """

    id: int
    task: int
    title: str
    unit: UnitLink
    person: PersonLink
    is_own: bool
    is_steward: bool
    kind: str
    kind_label: str
    beside: PersonLink | None
    share: Decimal
    hours: Decimal
    since: date
    until: date | None
    trial_until: date | None
    why: str
    has_begun: bool
    is_over: bool
    ending: str
    mandate: str
    holder: HolderRow | None
    offers: list[OfferRow]
    handover: int | None
    handover_is_done: bool
    practised: list[Practised]

    @property
    def is_holder(self) -> bool:
        """A seat, or a share of one."""
        return self.kind == Kind.HOLDER


def assignment_page(member: Member, assignment_id: int, today: date) -> AssignmentPage:
    """An assignment for its person and those who look after the task; NotFound for anybody else.

    Seven queries, and those that tell whether the member leads the unit.
    """
    rows = Assignment.objects.select_related("task__unit", "person", "beside__person", "handover")
    found = rows.filter(pk=assignment_id).first()
    if found is None:
        raise ASSIGNMENT.not_found()
    parties = ASSIGNMENT.parties(found, by=member, today=today)
    if not parties:
        raise ASSIGNMENT.not_found()
    return _page(found, today, is_own=PERSON in parties, is_steward=STEWARD in parties)


def _page(found: Assignment, today: date, *, is_own: bool, is_steward: bool) -> AssignmentPage:
    task, handover = found.task, getattr(found, "handover", None)
    is_over = not found.lasts_beyond(today)
    mandate = mandates_of([task.pk], max(today, found.valid_from)).get(task.pk)
    return AssignmentPage(
        id=found.pk,
        task=task.pk,
        title=task.title,
        unit=UnitLink(task.unit.key, task.unit.name),
        person=PersonLink(found.person.key, found.person.name),
        is_own=is_own,
        is_steward=is_steward,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        beside=PersonLink(found.beside.person.key, found.beside.person.name) if found.beside else None,
        share=found.share,
        hours=hours_of(task.hours_per_week, found.share, found.kind),
        since=found.valid_from,
        until=found.valid_until,
        trial_until=found.trial_until,
        why=found.why,
        has_begun=found.valid_from <= today,
        is_over=is_over,
        ending=found.get_ending_display() if found.ending else "",
        mandate=sentence_of(mandate) if mandate and not is_over else "",
        holder=_holder(found, today),
        offers=_offers(found),
        handover=handover.pk if handover else None,
        handover_is_done=bool(handover and handover.done_at),
        practised=practised(found, today) if is_own else [],
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
    lasting = lasting_beyond(today)
    beside = Assignment.objects.filter(lasting, beside=found).select_related("person").order_by("valid_from")
    return holder_rows([found, *beside], own=None, manages=False)[0]


def _offers(found: Assignment) -> list[OfferRow]:
    """Offers to stand beside, and of another term, that wait."""
    of_it = Q(beside=found) | Q(person=found.person, kind=Kind.HOLDER)
    waiting = Offer.objects.open().filter(of_it, task=found.task).select_related("person")
    return [offer_row(one, None) for one in waiting.order_by("offered_at", "pk")]
