"""An assignment goes on with a change: one row ends and another begins, and what hangs on it moves along."""

from datetime import date
from typing import Any

from colead.apps.leadership.models import Assignment, Handover, Offer
from colead.apps.organisations.queries import lasting_beyond


def split_from(day: date, assignment: Assignment, **changes: Any) -> Assignment:
    """The assignment as it is from `day` on, with the changes; before that day it stays as it was.

    Deputies and covers go on beside the new row; a handover under way and open offers move to it.
    """
    if assignment.valid_from >= day:
        return _changed(assignment, changes)
    helpers = list(Assignment.objects.filter(lasting_beyond(day), beside=assignment))
    follower = _from(day, assignment, changes)
    for helper in helpers:
        if helper.valid_from >= day:
            _changed(helper, {"beside": follower})
        else:
            _from(day, helper, {"beside": follower})
    Handover.objects.filter(assignment=assignment).update(assignment=follower)
    Offer.objects.open().filter(beside=assignment).update(beside=follower)
    return follower


def _from(day: date, row: Assignment, changes: dict[str, Any]) -> Assignment:
    """End the row on the day and open its follower."""
    kept = ("organisation", "task", "person", "kind", "beside", "share", "trial_until", "why", "accepted_at")
    fields = {name: getattr(row, name) for name in kept} | {"valid_until": row.valid_until} | changes
    row.valid_until = day
    row.save(update_fields=["valid_until"])
    return Assignment.objects.create(valid_from=day, **fields)


def _changed(row: Assignment, changes: dict[str, Any]) -> Assignment:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    return row
