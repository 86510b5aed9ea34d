"""A step that a table of states declares is taken; what it brings about for applications follows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from colead.apps.leadership.models import Application, Kind, Offer
from colead.apps.leadership.services.lookups import locked_application, locked_offer
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.workflow import APPLICATION, OFFER
from colead.kit.moves import Move, begin, move_all
from colead.kit.roles import Member
from colead.kit.workflow import Workflow

LOCKED: dict[Workflow, Callable[[int], Offer | Application]] = {
    OFFER: locked_offer,
    APPLICATION: locked_application,
}


@transaction.atomic
def take_step(
    workflow: Workflow, action: str, *, by: Member, row_id: int, reason: str = "", now: datetime
) -> Offer | Application:
    """Make the move of an offer or an application, which is returned. Repeating it changes nothing.

    reason : kept where the step has one.   Raises NotFound for somebody who may not, Conflict when the state
    does not allow it.
    """
    workflow.permit(action, by)
    row = LOCKED[workflow](row_id)
    if move := begin(workflow, action, row, by=by, now=now):
        move.write(**_changes(move, reason))
        bring_about(move)
        announce(move)
    return row


def _changes(move: Move, reason: str) -> dict[str, Any]:
    """What is written beside the state."""
    if move.workflow is APPLICATION and move.transition.action == "agree":
        return own_wish(move.now)
    return {"reason": reason.strip()} if move.workflow.steps[move.transition.action].has_reason else {}


def own_wish(now: datetime, message: str = "") -> dict[str, Any]:
    """What is written once it is the person's own wish, whether they were suggested before or not.

    Whoever looks after the task could otherwise tell who declined a suggestion before they volunteered.
    """
    return {"message": message.strip(), "created_at": now}


def bring_about(move: Move) -> None:
    """What the move of an offer brings about for the applications that it answers. One query each."""
    for consequence in move.transition.brings:
        move_all(APPLICATION, consequence, _answered_by(move.row), now=move.now)


def _answered_by(offer: Offer) -> QuerySet[Application]:
    """The person's applications for the task; an offer to be a deputy or cover answers none of them."""
    mine = Application.objects.filter(task=offer.task, person=offer.person)
    return mine if offer.kind == Kind.HOLDER else mine.none()
