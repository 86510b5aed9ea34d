"""What a person's completed assignments show. It is theirs, as everything about their strengths."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.people import permissions
from colead.apps.people.models import Competency, Person, Strength
from colead.apps.people.own_person import own_person
from colead.apps.people.services.save_strengths import check_level
from colead.kit.erasures import note_erasure
from colead.kit.errors import DomainError, NotFound
from colead.kit.roles import Member


@transaction.atomic
def record_evidence(
    *, by: Member, person: Person, competency: Competency, level: int, now: datetime
) -> Strength:
    """Note that `person` led a task to its end that needed `competency` at `level`.

    The highest level stays. Only the person sees it until they decide otherwise. The caller has made sure
    that the assignment is completed and that `by` may end it.
    """
    by.require(permissions.RECORD_EVIDENCE)
    check_level(level)
    row, is_new = Strength.objects.select_for_update().get_or_create(
        organisation=by.organisation,
        person=person,
        competency=competency,
        source=Strength.Source.EVIDENCE,
        defaults={"level": level},
    )
    if not is_new and row.level < level:
        row.level = level
        row.save(update_fields=["level"])
    append_entry(by=by, action="people.evidence_recorded", subject=f"strength:{row.pk}", now=now)
    return row


@transaction.atomic
def show_evidence(*, by: Member, competency: str, visible_to: str, now: datetime) -> None:
    """Choose who sees what one's completed assignments show about a competency."""
    row = _own_evidence(by, competency)
    if visible_to not in Strength.VisibleTo.values:
        raise DomainError(
            "bad_visible_to",
            _("“%(value)s” cannot be chosen here.") % {"value": visible_to[:40]},
            field="visible_to",
        )
    row.visible_to = visible_to
    row.save(update_fields=["visible_to"])
    append_entry(by=by, action="people.evidence_shown", subject=f"strength:{row.pk}", now=now)


@transaction.atomic
def remove_evidence(*, by: Member, competency: str, now: datetime) -> None:
    """Forget what one's completed assignments show about a competency."""
    row = _own_evidence(by, competency)
    append_entry(by=by, action="people.evidence_removed", subject=f"strength:{row.pk}", now=now)
    note_erasure(by=by, what=Strength._meta.label_lower, ids=[row.pk], now=now)
    row.delete()


def _own_evidence(by: Member, competency: str) -> Strength:
    by.require(permissions.DESCRIBE_STRENGTHS)
    rows = Strength.objects.evidence().filter(person=own_person(by), competency__key=competency)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound("no_evidence", _("Nothing from completed assignments is kept about this."))
    return found
