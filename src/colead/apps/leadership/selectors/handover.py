"""A handover: the note and the list, for who hands over, who follows and who looks after the task."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from colead.apps.leadership.models import Assignment, Handover, HandoverItem
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.leadership.workflow import HANDOVER
from colead.apps.organisations.queries import existing, lasting_beyond
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.links import PersonLink
from colead.kit.roles import Member


@dataclass(frozen=True)
class ItemRow:
    """A line of the checklist."""

    id: int
    text: str
    is_done: bool


@dataclass(frozen=True)
class HandoverPage:
    """A handover. `may_change`: the reader hands it over, or looks after the task, and it is not finished.

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
    followers = _followers(assignment, today)
    is_own = own is not None and assignment.person_id == own.pk
    is_steward = is_own or stewards_unit(member, assignment.task.unit, today=today)
    if not is_steward and not (own is not None and handover.done_at and own in followers):
        raise HANDOVER.not_found()
    return HandoverPage(
        id=handover.pk,
        assignment=assignment.pk,
        task=assignment.task_id,
        title=assignment.task.title,
        person=PersonLink(assignment.person.key, assignment.person.name),
        is_own=is_own,
        note=handover.note,
        items=_items(handover),
        done_at=handover.done_at,
        ends_on=assignment.valid_until,
        first_free_day=max(today, assignment.valid_from + timedelta(days=1)),
        followers=[PersonLink(person.key, person.name) for person in followers],
        may_change=handover.done_at is None and is_steward,
    )


def require_item(handover: int, item: int) -> None:
    """Raise NotFound unless the line stands on the list of this handover. One query."""
    existing(HandoverItem.objects, pk=item, handover=handover)


def _followers(assignment: Assignment, today: date) -> list[Person]:
    """Who else holds the task today or later, in any way."""
    rows = Assignment.objects.filter(lasting_beyond(today), task=assignment.task)
    others = rows.exclude(person=assignment.person).select_related("person").order_by("person__name_plain")
    return list({row.person_id: row.person for row in others}.values())


def _items(handover: Handover) -> list[ItemRow]:
    rows = HandoverItem.objects.filter(handover=handover)
    return [ItemRow(row.pk, row.text, row.done_at is not None) for row in rows]
