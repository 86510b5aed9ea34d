"""A task is handed over: a note and a checklist for whoever comes next, and then the assignment ends."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Handover, HandoverItem, Kind
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.services.endings import end_assignment, require_lasting
from colead.apps.leadership.services.lookups import locked_assignment
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.workflow import ASSIGNMENT, HANDOVER
from colead.kit.errors import Conflict
from colead.kit.languages import reading_language
from colead.kit.moves import begin, follow, require
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
    assignment, today = locked_assignment(assignment_id), by.organisation.today(now)
    handover = _handover_of(assignment, now)
    move = begin(HANDOVER, "start", handover, by=by, now=now, refused=ASSIGNMENT.not_found())
    if move is None:
        return handover
    require_lasting(assignment, today, today=today)
    if assignment.kind != Kind.HOLDER:
        raise Conflict(
            "not_a_holder",
            _("A deputy or cover has nothing to hand over."),
            _("It ends by itself, or is given back."),
        )
    move.write()
    HandoverItem.objects.bulk_create(
        HandoverItem(organisation=by.organisation, handover=handover, text=text, place=place)
        for place, text in enumerate(checklist(assignment.task.recipe, reading_language()))
    )
    announce(move)
    return handover


@transaction.atomic
def write_note(*, by: Member, handover_id: int, note: str, now: datetime) -> Handover:
    """Write what the next one should know; it may be rewritten until the handover is finished."""
    handover = _locked_handover(handover_id)
    move = require(HANDOVER, "note", handover, by=by, now=now)
    if handover.note != note.strip():
        move.write(note=note.strip())
        announce(move)
    return handover


@transaction.atomic
def tick_item(*, by: Member, item_id: int, is_done: bool, now: datetime) -> HandoverItem:
    """Mark one line of the checklist as done, or as not done after all."""
    item = HandoverItem.objects.filter(pk=item_id).first()
    if item is None:
        raise HANDOVER.not_found()
    move = require(HANDOVER, "tick", _locked_handover(item.handover_id), by=by, now=now)
    item.refresh_from_db()
    if (item.done_at is not None) != is_done:
        item.done_at = now if is_done else None
        item.save(update_fields=["done_at"])
        announce(move)
    return item


@transaction.atomic
def finish_handover(*, by: Member, handover_id: int, day: date, now: datetime) -> Handover:
    """The assignment ends on `day`, handed over; whoever follows may read note and list.

    Lines may stay open: not everything applies. Where the person has left, it has ended already, and only the
    handover is finished. Repeating it changes nothing.
    """
    handover = _locked_handover(handover_id)
    move = begin(HANDOVER, "finish", handover, by=by, now=now)
    if move is None:
        return handover
    assignment, today = handover.assignment, by.organisation.today(now)
    if assignment.ending == Assignment.Ending.LEFT and not assignment.lasts_beyond(today):
        move.write()
        announce(move)
        return handover
    require_lasting(assignment, day, today=today)
    if day <= assignment.valid_from:
        raise Conflict(
            "not_begun",
            _("The assignment has not begun then."),
            _("Give it back instead: then it never begins."),
            field="day",
        )
    move.write()
    end_assignment(follow(ASSIGNMENT, "hand_over", assignment, now=now), day=day)
    announce(move)
    return handover


@transaction.atomic
def keep_task(*, by: Member, handover_id: int, now: datetime) -> Assignment:
    """Nothing is handed over after all: the assignment goes on, and note and list are dropped.

    For who moved to another unit and keeps what they lead there. Returns the assignment.
    """
    handover = _locked_handover(handover_id)
    move = require(HANDOVER, "keep", handover, by=by, now=now)
    if handover.assignment.ending == Assignment.Ending.LEFT:
        raise Conflict(
            "leaves",
            _("The one who holds it leaves, so somebody has to follow."),
            _("Finish the handover when the next one knows what they need."),
        )
    announce(move)
    # not noted: a list of things to tell and a note to a colleague, dropped by who wrote them
    handover.delete()
    return handover.assignment


def leave_note(assignment: Assignment, note: str, now: datetime) -> None:
    """A note without a checklist, for a task that is given back early."""
    follow(HANDOVER, "leave_note", _handover_of(assignment, now), now=now).write(note=note.strip())


def checklist(recipe: str, language: str) -> list[str]:
    """The lines of a recipe in the language, or the usual ones."""
    found = shipped_recipes().get(recipe)
    return [text.say(language) for text in found.handover] if found else [str(text) for text in USUAL_ITEMS]


def _handover_of(assignment: Assignment, now: datetime) -> Handover:
    """The handover of a locked assignment; one that is not stored yet where none has begun."""
    handover = Handover.objects.filter(assignment=assignment).first()
    handover = handover or Handover(organisation=assignment.organisation, started_at=now)
    handover.assignment = assignment
    return handover


def _locked_handover(handover_id: int) -> Handover:
    """The handover as it is once the task of its assignment is locked. Five queries."""
    found = Handover.objects.filter(pk=handover_id).first()
    if found is None:
        raise HANDOVER.not_found()
    assignment = locked_assignment(found.assignment_id)
    found.refresh_from_db()
    found.assignment = assignment
    return found
