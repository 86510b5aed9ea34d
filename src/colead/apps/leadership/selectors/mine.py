"""“My leadership”: what one holds and may decide, what waits for an answer, what ends, what to try next."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    Kind,
    LeadershipTask,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.seats import SMALLEST_SHARE
from colead.apps.leadership.selectors.assignment import AssignmentDetails, assignment_details
from colead.apps.leadership.selectors.holders import ApplicationRow, OfferRow, application_row, offer_row
from colead.apps.leadership.selectors.mandates import assignments_in_charge, mandates_of, sentence_of
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person, Strength
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.links import PersonLink
from colead.kit.languages import reading_language
from colead.kit.roles import Member

MOST_SUGGESTED = 3
STRETCH = 1  # levels that one may be short of and learn
COMPLETED = (Assignment.Ending.TERM, Assignment.Ending.HANDED_OVER, Assignment.Ending.LEFT, "")
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Own:
    """What a person says about a competency: level, wish -1 to 2."""

    level: int
    wish: int


@dataclass(frozen=True)
class Suggestion:
    """An open task that one could try, and why, in a few plain words."""

    task: int
    title: str
    unit: str
    hours: Decimal
    reasons: list[str]


def own_strengths(person: Person) -> dict[int, Own]:
    """The person's own view and their evidence by competency: the higher level, and their wish. One query."""
    sources = (Strength.Source.SELF, Strength.Source.EVIDENCE)
    found: dict[int, Own] = {}
    rows = Strength.objects.filter(person=person, source__in=sources)
    for competency, level, wish in rows.values_list("competency_id", "level", "wish"):
        before = found.get(competency, Own(0, 0))
        found[competency] = Own(max(before.level, level), before.wish or wish or 0)
    return found


def could_try(strengths: dict[int, Own], day: date, *, without: Collection[int]) -> list[Suggestion]:
    """Up to three open tasks that fit, the best first; none for somebody who told no strengths.

    A task fits when the person would not rather avoid what it needs, and is at most one level short in one
    competency, never in one it cannot do without. Three queries, whatever their number.
    """
    if not strengths:
        return []
    held = Assignment.objects.holders().on(day).values_list("task_id").annotate(Sum("share"))
    taken = dict(held)
    rows = LeadershipTask.objects.on(day).select_related("unit").exclude(pk__in=list(without))
    tasks = {one.pk: one for one in rows if one.seats - taken.get(one.pk, Decimal(0)) >= SMALLEST_SHARE}
    ranked = [
        (-_score(met), tasks[pk].title, pk, met)
        for pk, met in _met_by(strengths, tasks.keys(), day).items()
        if _fits(met)
    ]
    return [
        Suggestion(pk, title, tasks[pk].unit.name, tasks[pk].hours_per_week, [_reason(*one) for one in met])
        for _score_, title, pk, met in sorted(ranked, key=lambda row: row[:3])[:MOST_SUGGESTED]
    ]


Met = list[tuple[NeededCompetency, Own, int]]  # what a task needs, what one says of it, levels one is short


def _met_by(strengths: dict[int, Own], tasks: Collection[int], day: date) -> dict[int, Met]:
    """By task, the weightiest need first. One query."""
    found: dict[int, Met] = defaultdict(list)
    rows = NeededCompetency.objects.on(day).filter(task__in=list(tasks)).select_related("competency")
    for need in rows.order_by("-weight", "competency__key"):
        own = strengths.get(need.competency_id, Own(0, 0))
        found[need.task_id].append((need, own, max(0, need.level - own.level)))
    return found


def _fits(met: Met) -> bool:
    short = [(need, gap) for need, _own, gap in met if gap]
    if any(own.wish < 0 for _need, own, _gap in met) or len(short) == len(met):
        return False
    return not short or (len(short) == 1 and short[0][1] <= STRETCH and not short[0][0].is_critical)


def _score(met: Met) -> float:
    """Weight of what is met and wished for, in the weight of all."""
    gained = sum(need.weight * ((gap == 0) + 0.25 * own.wish) for need, own, gap in met)
    return gained / sum(need.weight for need, _own, _gap in met)


def _reason(need: NeededCompetency, own: Own, gap: int) -> str:
    name = {"name": need.competency.name(reading_language())}
    if gap:
        return _("You would learn: %(name)s") % name
    if own.wish > 0:
        return _("You are good at it and like it: %(name)s") % name
    return _("You are good at it: %(name)s") % name


@dataclass(frozen=True)
class MyTask(AssignmentDetails):
    """A task that one holds, or stands beside.

    decides : the mandate is theirs today, and not with somebody who covers or is deputy for.
    gone : share 0-1 of the time from `since` to `until` that has passed; None without an end.
    """

    days_left: int | None
    gone: float | None
    decides: bool
    helpers: list[PersonLink]
    lacks_deputy: bool

    @property
    def ends_soon(self) -> bool:
        """Within SOON."""
        return self.days_left is not None and self.days_left <= SOON.days


@dataclass(frozen=True)
class MyOffer(OfferRow):
    """An offer that waits for one's answer."""

    unit: str
    kind_label: str
    hours: Decimal


@dataclass(frozen=True)
class MyApplication(ApplicationRow):
    """Something one would like, or a colleague's suggestion to answer."""

    by: str


@dataclass(frozen=True)
class Ended:
    """A task that one completed in the last ninety days; `handover` when there is one."""

    id: int
    title: str
    ended_on: date


@dataclass(frozen=True)
class ToRead:
    """A finished handover of a task that one holds."""

    id: int
    title: str
    by: str


@dataclass(frozen=True)
class NextStep:
    """The one thing to do first: what kind of thing, which row, which task."""

    kind: str
    id: int
    title: str
    day: date | None = None


@dataclass(frozen=True)
class MyLeadership:
    """Everything that is the reader's own."""

    name: str
    tasks: list[MyTask]
    upcoming: list[MyTask]
    offers: list[MyOffer]
    suggested: list[MyApplication]
    applications: list[MyApplication]
    ended: list[Ended]
    to_read: list[ToRead]
    suggestions: list[Suggestion]
    has_strengths: bool
    next_step: NextStep | None

    @property
    def hours(self) -> Decimal:
        """Hours a week of the seats held now."""
        return sum((task.hours for task in self.tasks if task.is_holder), Decimal(0))

    @property
    def is_empty(self) -> bool:
        """Nothing is held, offered or asked."""
        return not (self.tasks or self.upcoming or self.offers or self.suggested or self.applications)


def my_leadership(member: Member, today: date) -> MyLeadership | None:
    """The reader's own leadership; None when they are not on the staff list.

    Fourteen queries at most, however much there is.
    """
    own = find_own_person(member)
    return leadership_of(own, today) if own else None


def leadership_of(own: Person, today: date) -> MyLeadership:
    """What is theirs, for that person's own eyes. Twelve queries at most."""
    lasting = Assignment.objects.filter(lasting_beyond(today), Q(person=own) | Q(beside__person=own))
    named = lasting.select_related("task__unit", "person", "beside__person", "handover")
    rows = list(named.order_by("valid_from", "task__title", "pk"))  # also of those who stand beside
    mine = [row for row in rows if row.person_id == own.pk]
    tasks = _my_tasks(mine, rows, today)
    now = [task for task in tasks if task.since <= today]
    open_offers = Offer.objects.open().filter(person=own).select_related("task__unit")
    offers = [_offer(row) for row in open_offers.order_by("offered_at", "pk")]
    applied = Application.objects.waiting().filter(person=own).select_related("task", "suggested_by")
    waiting = [
        application_row(MyApplication, row, by=row.suggested_by.name if row.suggested_by else "")
        for row in applied.order_by("created_at", "pk")
    ]
    suggested = [one for one in waiting if one.state == Application.State.SUGGESTED]
    strengths = own_strengths(own)
    known = {task.task for task in tasks} | {one.task for one in waiting} | {one.task for one in offers}
    found = MyLeadership(
        name=own.name,
        tasks=now,
        upcoming=[task for task in tasks if task.since > today],
        offers=offers,
        suggested=suggested,
        applications=[one for one in waiting if one.state == Application.State.OPEN],
        ended=_ended(own, today),
        to_read=_to_read(own, mine),
        suggestions=could_try(strengths, today, without=known),
        has_strengths=bool(strengths),
        next_step=None,
    )
    return replace(found, next_step=_next_step(found, today))


def _my_tasks(mine: list[Assignment], rows: list[Assignment], today: date) -> list[MyTask]:
    mandates = mandates_of({row.task_id for row in mine}, today)
    sentences = {task: sentence_of(mandate) for task, mandate in mandates.items()}
    in_charge = assignments_in_charge(mine[0].person, today) if mandates else set()
    return [
        _my_task(row, rows, sentences.get(row.task_id, ""), decides=row.pk in in_charge, today=today)
        for row in mine
    ]


def _my_task(row: Assignment, rows: list[Assignment], mandate: str, *, decides: bool, today: date) -> MyTask:
    helpers = [one for one in rows if one.beside_id == row.pk]
    handover = getattr(row, "handover", None)
    wants_deputy = row.kind == Kind.HOLDER and row.task.wants_deputy
    return assignment_details(
        MyTask,
        row,
        days_left=(row.valid_until - today).days if row.valid_until else None,
        gone=_gone(row.valid_from, row.valid_until, today),
        mandate=mandate,
        decides=decides,
        helpers=[PersonLink(one.person.key, one.person.name) for one in helpers],
        lacks_deputy=wants_deputy and not any(one.kind == Kind.DEPUTY for one in helpers),
        handover=handover.pk if handover and handover.done_at is None else None,
    )


def _gone(since: date, until: date | None, today: date) -> float | None:
    if until is None:
        return None
    return min(1.0, max(0.0, (today - since).days / max(1, (until - since).days)))


def _offer(row: Offer) -> MyOffer:
    hours = hours_of(row.task.hours_per_week, row.share, row.kind)
    return offer_row(MyOffer, row, unit=row.task.unit.name, kind_label=row.get_kind_display(), hours=hours)


def _ended(own: Person, today: date) -> list[Ended]:
    """What one completed lately, seats only, the last first."""
    over = Assignment.objects.holders().filter(
        person=own, valid_until__lte=today, valid_until__gt=today - LOOK_BACK, ending__in=COMPLETED
    )
    rows = over.select_related("task").order_by("-valid_until", "pk")
    return [Ended(row.pk, row.task.title, row.valid_until) for row in rows if row.valid_until]


def _to_read(own: Person, mine: list[Assignment]) -> list[ToRead]:
    """Handovers that others finished of tasks that are one's own now, the last first."""
    since = {row.task_id for row in mine}
    if not since:
        return []
    done = Handover.objects.filter(done_at__isnull=False, assignment__task__in=since)
    rows = done.exclude(assignment__person=own).select_related("assignment__task", "assignment__person")
    return [
        ToRead(row.pk, row.assignment.task.title, row.assignment.person.name)
        for row in rows.order_by("-done_at")[:10]
    ]


def _next_step(mine: MyLeadership, today: date) -> NextStep | None:
    """The first that applies: answer, hand over, read, find a deputy, look back."""
    tasks, near = mine.tasks, today + timedelta(days=14)
    trials = [task for task in tasks if task.trial_until and task.trial_until <= near]
    ending = [task for task in tasks if task.is_holder and task.ends_soon]
    fresh = {task.title for task in tasks if task.since > today - timedelta(days=30)}
    steps = [
        *(NextStep("offer", one.id, one.title) for one in mine.offers),
        *(NextStep("suggestion", one.id, one.title) for one in mine.suggested),
        *(NextStep("trial", one.id, one.title, one.trial_until) for one in trials),
        *(NextStep("ending", one.id, one.title, one.until) for one in ending),
        *(NextStep("read", one.id, one.title) for one in mine.to_read if one.title in fresh),
        *(NextStep("deputy", one.id, one.title) for one in tasks if one.lacks_deputy),
        *(NextStep("ended", one.id, one.title, one.ended_on) for one in mine.ended),
    ]
    return steps[0] if steps else None
