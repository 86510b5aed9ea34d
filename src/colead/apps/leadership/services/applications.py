"""Somebody would like a task: they volunteer, or a colleague suggests them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.seats import SMALLEST_SHARE, free_share
from colead.apps.leadership.services.lookups import locked_task, require_employed
from colead.apps.leadership.services.notices import announce, record_task, tell_of
from colead.apps.leadership.services.steps import own_wish
from colead.apps.leadership.workflow import APPLICATION
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person
from colead.apps.people.own_person import own_person
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, begin, require
from colead.kit.roles import Member


@transaction.atomic
def volunteer(*, by: Member, task_id: int, message: str = "", now: datetime) -> Application:
    """Say that one would like the task; repeating it changes nothing. Those who look after it hear of it."""
    APPLICATION.permit("volunteer", by)
    person, task = own_person(by), locked_task(task_id)
    waiting = Application.objects.waiting().filter(task=task, person=person).first()
    application = waiting or Application(
        organisation=by.organisation, task=task, person=person, created_at=now
    )
    application.task = task
    if move := begin(APPLICATION, "volunteer", application, by=by, now=now):
        if waiting is None:
            require_employed(person, by.organisation.today(now))
            _require_vacancy(by, task, now)
            if _has_part(task, person, by.organisation.today(now)):
                raise Conflict(
                    "already_holds",
                    _("You have a part in this task, or an offer of it."),
                    _("You find it under “My leadership”."),
                )
        move.write(**own_wish(now, message))
        announce(move)
    return application


@transaction.atomic
def suggest_colleague(*, by: Member, task_id: int, person: Person, message: str = "", now: datetime) -> None:
    """Suggest a colleague for a task. Only they learn of it, and the one who suggests learns nothing more.

    So it returns nothing, and does nothing when they hold it, have an offer or would like to already; the
    audit log says the same either way, of the task alone.
    """
    APPLICATION.permit("suggest", by)
    own, task = own_person(by), locked_task(task_id)
    if own.pk == person.pk:
        raise DomainError("suggests_self", _("This is you."), _("Volunteer instead."), field="person")
    require_employed(person, by.organisation.today(now))
    _require_vacancy(by, task, now)
    suggestion = Application(
        organisation=by.organisation,
        task=task,
        person=person,
        suggested_by=own,
        message=message.strip(),
        created_at=now,
    )
    move = require(APPLICATION, "suggest", suggestion, by=by, now=now)
    if _is_new(suggestion, by.organisation.today(now)) and _is_written(move):
        tell_of(move)
    record_task(f"leadership.{move.transition.entry}", task, by=by, now=now)


def _is_new(suggestion: Application, today: date) -> bool:
    """One asks the same person once: a no that nobody sees should not have to be said twice."""
    task, person = suggestion.task, suggestion.person
    before = Application.objects.filter(task=task, person=person, suggested_by=suggestion.suggested_by)
    return not _has_part(task, person, today) and not before.exists()


def _is_written(move: Move) -> bool:
    """False where they volunteered, or somebody else suggests them, too."""
    try:
        with transaction.atomic():
            move.write()
    except IntegrityError:
        return False
    return True


def _require_vacancy(by: Member, task: LeadershipTask, now: datetime) -> None:
    today = by.organisation.today(now)
    if not task.lasts_beyond(today):
        raise Conflict("task_closed", _("The task is closed."), _("Look for another one on the board."))
    if free_share(task, Period(max(today, task.valid_from))) < SMALLEST_SHARE:
        raise Conflict(
            "seats_filled",
            _("The seats of “%(task)s” are filled.") % {"task": task.title},
            _("It comes back to the board when a term ends."),
        )


def _has_part(task: LeadershipTask, person: Person, today: date) -> bool:
    """They hold it in some way today or later, or have an offer that waits. Two queries."""
    held = Assignment.objects.filter(lasting_beyond(today), task=task, person=person)
    return held.exists() or Offer.objects.open().filter(task=task, person=person).exists()
