"""A task is handed over: a note and a checklist for whoever comes next, and then the assignment ends."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Handover, HandoverItem
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.seats import Period
from colead.apps.leadership.services.endings import end_assignment, require_lasting
from colead.apps.leadership.services.lookups import looked_after
from colead.apps.leadership.services.notices import notify_each
from colead.apps.leadership.who_to_tell import stewards_to_tell
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import User
from colead.apps.people.own_person import users_of
from colead.kit.errors import Conflict, NotFound
from colead.kit.roles import Member

USUAL_ITEMS = (
    _("Tell what is going on at the moment, and what comes next"),
    _("Show where documents and plans are"),
    _("Hand over passwords, keys and access"),
    _("Introduce the next one to those whom you work with"),
    _("Name what is difficult, and what you would do differently"),
    _("Agree on when the next one may call you"),
)


@transaction.atomic
def start_handover(*, by: Member, assignment_id: int, now: datetime) -> Handover:
    """Begin to hand a task over, with the checklist of its recipe, else the usual one; idempotent."""
    assignment = looked_after(by, assignment_id, now=now)
    if begun := Handover.objects.filter(assignment=assignment).first():
        return begun
    today = by.organisation.today(now)
    require_lasting(assignment, today, today=today)
    if assignment.kind != Kind.HOLDER:
        raise Conflict(
            "not_a_holder",
            _("A deputy or cover has nothing to hand over."),
            _("It ends by itself, or is given back."),
        )
    handover = Handover.objects.create(organisation=by.organisation, assignment=assignment, started_at=now)
    HandoverItem.objects.bulk_create(
        HandoverItem(organisation=by.organisation, handover=handover, text=text, place=place)
        for place, text in enumerate(checklist(assignment.task.recipe, get_language() or "en"))
    )
    _enter(by, "handover_started", handover, now)
    return handover


@transaction.atomic
def write_note(*, by: Member, handover_id: int, note: str, now: datetime) -> Handover:
    """Write what the next one should know; it may be rewritten until the handover is finished."""
    handover = _open_handover(by, handover_id, now)
    if handover.note != note.strip():
        handover.note = note.strip()
        handover.save(update_fields=["note"])
        _enter(by, "handover_note_written", handover, now)
    return handover


@transaction.atomic
def tick_item(*, by: Member, item_id: int, is_done: bool, now: datetime) -> HandoverItem:
    """Mark one line of the checklist as done, or as not done after all."""
    item = HandoverItem.objects.filter(pk=item_id).first()
    if item is None:
        raise no_handover()
    handover = _open_handover(by, item.handover_id, now)
    item.refresh_from_db()
    if (item.done_at is not None) != is_done:
        item.done_at = now if is_done else None
        item.save(update_fields=["done_at"])
        _enter(by, "handover_item_ticked", handover, now)
    return item


@transaction.atomic
def finish_handover(*, by: Member, handover_id: int, day: date, now: datetime) -> Handover:
    """The assignment ends on `day`, handed over; whoever follows may read note and list.

    Lines may stay open: not everything applies. Repeating it changes nothing.
    """
    handover = _handover(by, handover_id, now)
    if handover.done_at is not None:
        return handover
    assignment, today = handover.assignment, by.organisation.today(now)
    require_lasting(assignment, day, today=today)
    if day <= assignment.valid_from:
        raise Conflict(
            "not_begun",
            _("The assignment has not begun then."),
            _("Give it back instead: then it never begins."),
            field="day",
        )
    handover.done_at = now
    handover.save(update_fields=["done_at"])
    end_assignment(assignment, day=day, ending=Assignment.Ending.HANDED_OVER, now=now)
    told = _followers(assignment, day) | stewards_to_tell(assignment.task.unit, today=today)
    notify_each(told - {by.user}, "handed_over", handover, page="handover", task=assignment.task, now=now)
    _enter(by, "handed_over", handover, now)
    return handover


def leave_note(assignment: Assignment, note: str, now: datetime) -> None:
    """A note without a checklist, for a task that is given back early."""
    Handover.objects.update_or_create(
        assignment=assignment,
        defaults={"note": note.strip(), "done_at": now},
        create_defaults={
            "organisation": assignment.organisation,
            "note": note.strip(),
            "started_at": now,
            "done_at": now,
        },
    )


def checklist(recipe: str, language: str) -> list[str]:
    """The lines of a recipe in the language, or the usual ones."""
    found = shipped_recipes().get(recipe)
    return [text.say(language) for text in found.handover] if found else [str(text) for text in USUAL_ITEMS]


def no_handover() -> NotFound:
    """The same answer whether there is none or it is somebody else's."""
    return NotFound("no_handover", _("There is no such handover."))


def _handover(by: Member, handover_id: int, now: datetime) -> Handover:
    found = Handover.objects.filter(pk=handover_id).first()
    if found is None:
        raise no_handover()
    assignment = looked_after(by, found.assignment_id, now=now)
    found.refresh_from_db()
    found.assignment = assignment
    return found


def _open_handover(by: Member, handover_id: int, now: datetime) -> Handover:
    handover = _handover(by, handover_id, now)
    if handover.done_at is not None:
        raise Conflict(
            "handover_done", _("The handover is finished."), _("It stays as it was when it was finished.")
        )
    return handover


def _followers(assignment: Assignment, day: date) -> set[User]:
    """Who else holds the task on the day or later."""
    rows = Assignment.objects.holders().filter(Period(day).condition(), task=assignment.task)
    others = rows.exclude(person=assignment.person).select_related("person__user")
    return set(users_of(row.person for row in others).values())


def _enter(by: Member, what: str, handover: Handover, now: datetime) -> None:
    append_entry(
        by=by,
        action=f"leadership.{what}",
        subject=f"handover:{handover.pk}",
        details={"assignment": handover.assignment_id},
        now=now,
    )
