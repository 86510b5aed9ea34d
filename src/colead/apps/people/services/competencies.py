"""The catalogue of competencies: own ones, and own words for those that were shipped."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.people import permissions
from colead.apps.people.models import Competency
from colead.apps.people.models.competencies import WORDS
from colead.kit.addresses import plain_name
from colead.kit.errors import Conflict, DomainError
from colead.kit.roles import Member


@transaction.atomic
def add_competency(*, by: Member, competency: Competency, now: datetime) -> Competency:
    """Add an own competency, given as a row that is not saved; its key follows from the English name."""
    by.require(permissions.EDIT_CATALOGUE)
    competency.organisation = by.organisation
    competency.key = plain_name(competency.name_en)[:80] or plain_name(competency.name_da)[:80]
    try:
        with transaction.atomic():
            competency.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "competency_exists",
            _("There is a competency with this name already."),
            _("Change that one, or choose another name."),
            field="name_en",
        ) from None
    append_entry(by=by, action="people.competency_added", subject=f"competency:{competency.pk}", now=now)
    return competency


@transaction.atomic
def reword_competency(*, by: Member, competency: Competency, now: datetime) -> None:
    """Keep the words of a changed row. Its key stays, so that tasks and profiles keep their meaning."""
    by.require(permissions.EDIT_CATALOGUE)
    competency.save(update_fields=WORDS)
    append_entry(by=by, action="people.competency_reworded", subject=f"competency:{competency.pk}", now=now)


def competencies_by_key(keys: Iterable[str], *, field: str = "competency") -> dict[str, Competency]:
    """Competencies of the catalogue by key; DomainError names the first that is not in it.

    One query; none for no key.
    """
    wanted = list(keys)
    found = {row.key: row for row in Competency.objects.filter(key__in=wanted)}
    for key in wanted:
        if key not in found:
            raise DomainError(
                "unknown_competency",
                _("There is no competency “%(key)s”.") % {"key": key[:80]},
                _("The page “Competencies” lists those that there are."),
                field=field,
            )
    return found
