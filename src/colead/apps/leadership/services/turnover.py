"""When people leave, what they hold in leadership ends with their position, and who stood ready steps in.

Everything is written when the end becomes known, with the day on which it comes: an end that lies ahead needs
no job, and what was in force on a day that has passed stays as it was (decision 0023). All reads and writes
are of sets: their number does not grow with the people who leave, but for batches of some thousand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from colead.apps.jobs.services import enqueue
from colead.apps.leadership.bridge.commitments import turns_end
from colead.apps.leadership.leaving import Employment, Leaving, as_agreed, leavings
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    HandoverItem,
    Kind,
    LeadershipTask,
    Offer,
)
from colead.apps.leadership.seats import held_at_most
from colead.apps.leadership.selectors.staying import held_during_absence, held_where_they_were
from colead.apps.leadership.selectors.turnover import foresee, said
from colead.apps.leadership.services.handovers import checklist
from colead.apps.leadership.services.notices import notify_each, tell
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, HANDOVER, OFFER, PERSON, STEWARD
from colead.apps.ledger.services import Entry, append_entries
from colead.apps.organisations.models import Organisation
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import StaffImport
from colead.apps.people.selectors.employment import employment, stays
from colead.apps.people.services import notes
from colead.engine.periods import Period, earliest, stretch_end
from colead.kit.batches import batches
from colead.kit.languages import reading_language
from colead.kit.moves import written
from colead.kit.prepared import reserve
from colead.kit.roles import Member
from colead.kit.workflow import Party, Workflow

__all__ = ["follow", "foresee", "said", "settle", "take_back", "tell_of_leavings"]

TABLES = (Assignment, Handover, HandoverItem, Offer, Application)
LEFT = Assignment.Ending.LEFT
Values = dict[str, Any]
Days = Collection[tuple[int, str]]


def follow(
    *, by: Member, found: Turnover, staff_import: StaffImport | None, now: datetime
) -> Sequence[Entry]:
    """End what has lost its ground, whoever changed the structure; the same again changes nothing.

    Inside the caller's transaction; rows are noted beside the import. Those concerned are told by a job.
    """
    today, write = by.organisation.today(now), notes.Notes(staff_import)
    held, offers, applications = _concerned(today)
    employed = _employed((*held, *offers, *applications), today)
    plan = {one.row.pk: one for one in leavings([as_agreed(row, today) for row in held], employed, today)}
    seats = _Seats(held, plan, employed, today)
    moved, absent = held_where_they_were(found, today), held_during_absence(found, today)
    accepted = [
        one for batch in batches(_pks(seats.removed)) for one in Offer.objects.filter(assignment__in=batch)
    ]
    _write_assignments(write, seats, moved, now)
    gone = _write_offers(write, offers, accepted, seats, now)
    lost = [
        (one, written(APPLICATION, "leave", now=now)) for one in applications if not employed[one.person_id]
    ]
    write.change(Application, ["state"], lost)
    ended = [row for row, values in seats.ended if values["ending"]]
    told = {
        "assignments": _holders(ended),
        "stand_ins": _pks(seats.opened),
        "offers": _pks(gone),
        "moved": [[row.pk, found.day.isoformat()] for row in moved],
        "away": [[row.pk, _first_day(row, found)] for row, beside in absent if not beside],
        "standing_in": [[one.pk, _first_day(row, found)] for row, beside in absent for one in beside[:1]],
    }
    if any(told.values()):
        enqueue(by=by, work="leadership.tell_of_leavings", arguments=told, now=now)
    # suggestions are closed unseen: a count of them would tell who has declined
    volunteered = [one for one, _values in lost if one.state == Application.State.OPEN]
    return _entered(
        today,
        ended=len(ended) + len(seats.removed),
        stand_ins=len(seats.opened),
        offers=len(gone),
        applications=len(volunteered),
    )


@transaction.atomic
def settle(*, by: Member, now: datetime) -> None:
    """The same without an import: for applications of whom the day has come, and for older rows."""
    entries = follow(by=by, found=Turnover(by.organisation.today(now)), staff_import=None, now=now)
    append_entries(by=by, entries=entries, now=now)


def take_back(staff_import: StaffImport, *, now: datetime) -> None:
    """Bring back what followed from an import; Conflict where somebody has acted on it since."""
    notes.take_back(staff_import, TABLES)
    today = staff_import.organisation.today(now)
    rows = Assignment.objects.holders().filter(lasting_beyond(today), task__in=_tasks_noted(staff_import))
    for task, parts in _by_task(rows.select_related("task")).items():
        if held_at_most(parts, Period(today)) > task.seats:
            raise notes.acted_since()


def tell_of_leavings(
    *,
    organisation: Organisation,  # noqa: ARG001  (in scope)
    assignments: Collection[int],
    stand_ins: Collection[int],
    offers: Collection[int],
    moved: Days = (),
    away: Days = (),
    standing_in: Days = (),
    now: datetime,
) -> None:
    """Tell who looks after the tasks, who steps in, and who offered. Repeating it tells nobody twice.

    moved, away, standing_in : assignments with the day from which they are harder to hold.
    """
    _tell_from("moved_away", (STEWARD, PERSON), moved, now)
    _tell_from("away", (STEWARD,), away, now)
    _tell_from("stands_in", (PERSON,), standing_in, now)
    _tell(ASSIGNMENT, "leave", Assignment.objects.filter(ending=LEFT), assignments, now)
    _tell(ASSIGNMENT, "step_in", Assignment.objects.all(), stand_ins, now)
    _tell(OFFER, "leave", Offer.objects.select_related("offered_by"), offers, now)


def _concerned(today: date) -> tuple[list[Assignment], list[Offer], list[Application]]:
    """What people hold, have been offered or would like whose stay here is not open; their tasks are locked.

    With every holder come those beside them. Four queries.
    """
    leaves, unknown = ~stays(today), {"ending": LEFT, "valid_until__gt": today}
    holder = ~stays(today, "beside__person") & Q(beside__isnull=False)
    holder |= Q(**{f"beside__{name}": value for name, value in unknown.items()})
    taken_over = Q(**{f"stands_in_for__{name}": value for name, value in unknown.items()})
    held = Assignment.objects.filter(lasting_beyond(today), leaves | Q(**unknown) | holder | taken_over)
    offers = Offer.objects.open().filter(leaves | holder)
    applications = Application.objects.filter(leaves, state__in=APPLICATION["leave"].sources)
    _lock(held, offers, applications)
    return list(held.select_related("task").order_by("pk")), list(offers), list(applications)


def _lock(*sets: QuerySet[Any]) -> None:
    """The tasks concerned, in the order of their keys: changes of who holds them wait."""
    of_any = Q()
    for rows in sets:
        of_any |= Q(pk__in=rows.order_by().values("task"))
    tasks = LeadershipTask.objects.select_for_update(of=("self",)).filter(of_any)
    list(tasks.order_by("pk").values_list("pk", flat=True))


def _employed(rows: Iterable[Assignment | Offer | Application], today: date) -> Employment:
    people = {row.person_id for row in rows}
    return {person: [] for person in people} | employment(people, today)


class _Seats:
    """What becomes of assignments: `ended` get another end, `removed` never begin, `opened` step in."""

    def __init__(
        self, held: list[Assignment], plan: Mapping[int, Leaving], employed: Employment, today: date
    ) -> None:
        self.plan, self.employed, self.today = plan, employed, today
        before: dict[int | None, Assignment] = {
            row.stands_in_for_id: row for row in held if row.stands_in_for_id and row.valid_from > today
        }
        self.wanted = {
            pk: one for pk, one in plan.items() if one.stand_in and not self._stays(before.get(pk), one)
        }
        self.ended = [(row, values) for row in held if (values := self._end(row))]
        for pk in self._keep_what_is_taken(before):
            self.wanted.pop(pk, None)
            before.pop(pk, None)
        kept = {pk for pk in before if pk and pk in plan and pk not in self.wanted and plan[pk].stand_in}
        changed = {row.pk for row, _values in self.ended}
        dropped = [
            row for pk, row in before.items() if pk not in kept and (pk in changed or pk in self.wanted)
        ]
        never = [row for row in held if row.pk in plan and plan[row.pk].never_begins]
        self.removed = list({row.pk: row for row in (*dropped, *never)}.values())
        gone = {row.pk for row in self.removed}
        self.ended = [(row, values) for row, values in self.ended if row.pk not in gone]
        self.opened = list(self._stand_ins())

    def _stays(self, before: Assignment | None, one: Leaving) -> bool:
        """The one who was to step in still does, on the same day."""
        return bool(
            before
            and one.stand_in
            and (before.person_id, before.valid_from) == (one.stand_in.person_id, one.day)
        )

    def _end(self, row: Assignment) -> Values | None:
        """The new end of a row, None where it stays."""
        one = self.plan.get(row.pk)
        agreed = as_agreed(row, self.today).valid_until
        if one:
            values: Values = {"valid_until": one.day, "agreed_until": agreed, "ending": LEFT}
        elif row.ending == LEFT:
            values = {"valid_until": agreed, "agreed_until": None, "ending": ""}
        else:
            return None
        return values if any(getattr(row, name) != value for name, value in values.items()) else None

    def _keep_what_is_taken(self, before: Mapping[int | None, Assignment]) -> set[int]:
        """A seat that somebody else has taken meanwhile does not come back to who stays on after all.

        Returns the assignments that therefore end as before.
        """
        longer = [
            row for row, values in self.ended if _is_later(values["valid_until"], row) and not row.beside_id
        ]
        if not longer:
            return set()
        rows = Assignment.objects.holders().filter(
            lasting_beyond(self.today), task__in={row.task_id for row in longer}
        )
        held = {row.pk: row for row in rows.exclude(pk__in=[row.pk for row in before.values()])}
        values_of = {row.pk: values for row, values in self.ended}
        lost: set[int] = set()
        for row in longer:
            end = values_of[row.pk]["valid_until"]
            others = [one for pk, one in held.items() if pk != row.pk and one.task_id == row.task_id]
            period = Period(row.valid_until or self.today, end)
            if row.task.seats - held_at_most(others, period) < row.share:
                lost.add(row.pk)
            else:
                held[row.pk].valid_until = end
        self.ended = [(row, values) for row, values in self.ended if not {row.pk, row.beside_id} & lost]
        return lost

    def _stand_ins(self) -> Iterator[Assignment]:
        chosen = [(one, one.stand_in) for one in self.wanted.values() if one.stand_in]
        limits = turns_end((one.row.task, helper.person_id, one.day) for one, helper in chosen)
        for (one, helper), pk in zip(chosen, reserve(Assignment, len(chosen)), strict=True):
            agreed = earliest(one.row.valid_until, one.row.task.valid_until)
            agreed = earliest(agreed, limits.get((one.row.task_id, helper.person_id)))
            agreed = earliest(agreed, helper.valid_until if helper.kind == Kind.COVER else None)
            own = stretch_end(self.employed[helper.person_id], one.day)
            leaves = own is not None and (agreed is None or own < agreed)
            if agreed is None or agreed > one.day:
                yield Assignment(
                    pk=pk,
                    organisation_id=one.row.organisation_id,
                    task=one.row.task,
                    person_id=helper.person_id,
                    share=one.row.share,
                    valid_from=one.day,
                    valid_until=own if leaves else agreed,
                    agreed_until=agreed if leaves else None,
                    accepted_at=helper.accepted_at,
                    stands_in_for_id=one.row.pk,
                    **({"ending": LEFT} if leaves else {}),
                )


def _is_later(end: date | None, row: Assignment) -> bool:
    return row.valid_until is not None and (end is None or end > row.valid_until)


def _first_day(row: Assignment, found: Turnover) -> str:
    return found.away[row.person_id].start.isoformat()


def _write_assignments(write: notes.Notes, seats: _Seats, moved: list[Assignment], now: datetime) -> None:
    _remove(write, seats.removed)
    ends = [(row, values | _state(values, now)) for row, values in seats.ended]
    write.change(Assignment, ["valid_until", "agreed_until", "ending"], ends)
    write.open(Assignment, seats.opened)
    newly = [
        row for row, values in seats.ended if values["ending"] and row.ending != LEFT and not row.beside_id
    ]
    _open_handovers(write, [*newly, *moved], now)


def _state(values: Values, now: datetime) -> Values:
    return written(ASSIGNMENT, "leave" if values["ending"] else "stay", now=now)


def _remove(write: notes.Notes, rows: list[Assignment]) -> None:
    """Take out assignments that never begin, with their handovers and the offers to stand beside them."""
    pks = _pks(rows)
    handovers = [one for batch in batches(pks) for one in Handover.objects.filter(assignment__in=batch)]
    items = [
        one for batch in batches(_pks(handovers)) for one in HandoverItem.objects.filter(handover__in=batch)
    ]
    offers = [one for batch in batches(pks) for one in Offer.objects.filter(beside__in=batch)]
    write.remove(Offer, offers)
    write.remove(HandoverItem, items)
    write.remove(Handover, handovers)
    write.remove(Assignment, rows)


def _open_handovers(write: notes.Notes, rows: list[Assignment], now: datetime) -> None:
    """What is to be handed over gets its list, unless its handover has begun."""
    has = {
        pk
        for batch in batches(_pks(rows))
        for pk in Handover.objects.filter(assignment__in=batch).values_list("assignment_id", flat=True)
    }
    lacking, language = [row for row in rows if row.pk not in has], reading_language()
    pks = reserve(Handover, len(lacking))
    due = written(HANDOVER, "fall_due", now=now)
    handovers = [
        Handover(pk=pk, organisation_id=row.organisation_id, assignment=row, started_at=now, **due)
        for pk, row in zip(pks, lacking, strict=True)
    ]
    lines = [
        HandoverItem(organisation_id=one.organisation_id, handover=one, text=text, place=place)
        for one, row in zip(handovers, lacking, strict=True)
        for place, text in enumerate(checklist(row.task.recipe, language))
    ]
    for line, pk in zip(lines, reserve(HandoverItem, len(lines)), strict=True):
        line.pk = pk
    write.open(Handover, handovers)
    write.open(HandoverItem, lines)


def _write_offers(
    write: notes.Notes, waiting: list[Offer], accepted: list[Offer], seats: _Seats, now: datetime
) -> list[Offer]:
    """Close offers that begin when the ground is gone, and end the others with it; returns those closed."""
    columns = ("state", "answered_at", "ends_on", "assignment_id")
    gone = {row.pk for row in seats.removed}
    changes: list[tuple[Offer, Values]] = [(one, {"assignment_id": None}) for one in accepted]
    closed = []
    for offer in (one for one in waiting if one.beside_id not in gone):
        end, start = _offer_end(offer, seats), max(seats.today, offer.starts_on)
        if end is not None and end <= start:
            changes.append((offer, written(OFFER, "leave", now=now)))
            closed.append(offer)
        elif end is not None and (offer.ends_on is None or end < offer.ends_on):
            changes.append((offer, {"ends_on": end}))
    same = {offer.pk: {name: getattr(offer, name) for name in columns} for offer, _values in changes}
    write.change(Offer, columns, [(offer, same[offer.pk] | values) for offer, values in changes])
    return closed


def _offer_end(offer: Offer, seats: _Seats) -> date | None:
    """When the ground of an offer ends: the person leaves, or the one it stands beside."""
    end = stretch_end(seats.employed[offer.person_id], max(seats.today, offer.starts_on))
    beside = seats.plan.get(offer.beside_id or 0)
    return earliest(end, beside.day if beside else None)


def _entered(today: date, **counts: int) -> list[Entry]:
    action = f"leadership.{ASSIGNMENT['leave'].entry}"
    return [Entry(action, f"day:{today.isoformat()}", counts)] if any(counts.values()) else []


def _tell(workflow: Workflow, action: str, rows: QuerySet[Any], pks: Collection[int], now: datetime) -> None:
    for batch in batches(pks):
        named = rows.filter(pk__in=batch).select_related("person__user", "task__unit", "task__organisation")
        for row in named.order_by("pk"):
            for notice in workflow[action].tells:
                tell(notice, row, now=now, values=_day(row, action))


def _tell_from(kind: str, parties: tuple[Party, ...], days: Days, now: datetime) -> None:
    from_day = dict(days)
    for batch in batches(from_day):
        named = Assignment.objects.filter(pk__in=batch)
        for row in named.select_related("person__user", "task__unit", "task__organisation").order_by("pk"):
            today = row.task.organisation.today(now)
            users = {user for party in parties for user in party.users(row, today)}
            values = {"day": from_day[row.pk]}
            notify_each(users, kind, row, page="assignment", task=row.task, now=now, values=values)


def _day(row: Assignment | Offer, action: str) -> dict[str, str]:
    if isinstance(row, Offer):
        return {}
    day = row.valid_until if action == "leave" else row.valid_from
    return {"day": day.isoformat() if day else ""}


def _holders(rows: Iterable[Assignment]) -> list[int]:
    return [row.pk for row in rows if row.kind == Kind.HOLDER]


def _pks(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _tasks_noted(staff_import: StaffImport) -> set[int]:
    """Tasks of the assignments that an import ended or took out. Two queries."""
    noted = staff_import.changes.filter(table="assignment").exclude(action="opened")
    pks = [row[0] for rows in noted.values_list("rows", flat=True) for row in rows]
    return {
        task
        for batch in batches(pks)
        for task in Assignment.objects.filter(pk__in=batch).values_list("task_id", flat=True)
    }


def _by_task(rows: Iterable[Assignment]) -> dict[LeadershipTask, list[Assignment]]:
    found: defaultdict[LeadershipTask, list[Assignment]] = defaultdict(list)
    for row in rows:
        found[row.task].append(row)
    return found
