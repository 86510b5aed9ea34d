"""An assignment ends on a day, with all that stands beside it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Offer
from colead.apps.leadership.services.dated_rows import end_from, lasting_beyond
from colead.kit.errors import Conflict, DomainError


def end_assignment(assignment: Assignment, *, day: date, ending: Assignment.Ending, now: datetime) -> None:
    """End it on `day`: deputies and covers end with it, and offers to stand beside are withdrawn.

    One that was to begin on the day or later never begins. Five queries at most, and one a row beside.
    """
    waiting = Offer.objects.open().filter(beside=assignment)
    waiting.update(state=Offer.State.WITHDRAWN, answered_at=now)
    end_from(day, Assignment.objects.filter(lasting_beyond(day), beside=assignment), ending=ending)
    end_from(day, [assignment], ending=ending)


def require_lasting(assignment: Assignment, day: date, *, today: date) -> None:
    """Raise unless the assignment may end on `day`: not before today, and not after its own end."""
    if assignment.valid_until is not None and assignment.valid_until <= today:
        raise Conflict("has_ended", _("This assignment has ended."), _("Nothing more is needed."))
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
