"""What somebody practised in a task they completed, noted in their own profile when they say so."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.selectors.assignment import practised
from colead.apps.leadership.services.lookups import own_assignment
from colead.apps.people.models import Competency
from colead.apps.people.services.evidence import record_evidence
from colead.kit.errors import DomainError
from colead.kit.roles import Member


@transaction.atomic
def note_evidence(*, by: Member, assignment_id: int, competencies: Collection[str], now: datetime) -> int:
    """Note these competencies (keys) at the level that the task needed; returns how many.

    Only the person themself can, and only for what a task that they completed needed.
    """
    assignment = own_assignment(by, assignment_id)
    needed = {one.key: one.level for one in practised(assignment, by.organisation.today(now))}
    if unknown := set(competencies) - needed.keys():
        raise DomainError(
            "not_practised",
            _("“%(key)s” is not what this task needed, or it is not completed.") % {"key": min(unknown)[:80]},
            _("Choose from the list on the page of the assignment."),
            field="competency",
        )
    for competency in Competency.objects.filter(key__in=competencies).order_by("key"):
        record_evidence(
            by=by, person=assignment.person, competency=competency, level=needed[competency.key], now=now
        )
    return len(set(competencies))
