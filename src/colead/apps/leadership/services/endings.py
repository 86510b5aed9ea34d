"""An assignment ends on a day, with all that stands beside it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Offer
from colead.apps.leadership.services.dated_rows import end_from
from colead.apps.leadership.workflow import ASSIGNMENT, OFFER
from colead.apps.organisations.queries import lasting_beyond
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, move_all


def end_assignment(move: Move, *, day: date) -> None:
    """Make a move that ends an assignment on `day`: those beside it end too, and nobody else is asked to.

    One that was to begin on the day or later never begins. Five queries at most, and one a row beside.
    """
    move_all(OFFER, "lose_holder", Offer.objects.filter(beside=move.row), now=move.now)
    beside = Assignment.objects.filter(lasting_beyond(day), beside=move.row)
    end_from(day, [*beside, move.row], end=lambda row: move.along(row).write(valid_until=day))


def require_lasting(assignment: Assignment, day: date, *, today: date) -> None:
    """Raise unless the assignment may end on `day`: not before today, and not after its own end."""
    if not assignment.lasts_beyond(today):
        raise Conflict(*ASSIGNMENT.closed)
    if day < today:
        raise DomainError(
            "day_has_passed",
            _("%(day)s has passed.") % {"day": day},
            _("Choose today or a later day: what held before stays as it was."),
            field="day",
        )
    if assignment.valid_until is not None and day > assignment.valid_until:
        raise DomainError(
            "ends_before",
            _("It ends on %(day)s anyway.") % {"day": assignment.valid_until},
            _("Choose an earlier day."),
            field="day",
        )
