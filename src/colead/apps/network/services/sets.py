"""Changes to nomination sets as a whole."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.network import permissions
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.engine.disclosure import rounded
from colead.kit.erasures import note_erasure
from colead.kit.errors import NotFound
from colead.kit.roles import Member


@transaction.atomic
def delete_set(*, by: Member, nomination_set: int, now: datetime) -> None:
    """Erase a set with its nominations and maps. The ledger keeps that there was one, and its size."""
    by.require(permissions.DELETE)
    found = NominationSet.objects.select_for_update().filter(pk=nomination_set).first()
    if found is None:
        raise NotFound("no_nomination_set", _("There is no such nomination set."))
    erased, _by_model = Nomination.objects.filter(nomination_set=found).delete()
    Respondent.objects.filter(nomination_set=found).delete()
    found.delete()
    note_erasure(by=by, what=NominationSet._meta.label_lower, ids=[nomination_set], now=now)
    append_entry(
        by=by,
        action="network.set_deleted",
        subject=f"nomination_set:{nomination_set}",
        details={"nominations": rounded(erased)},
        now=now,
    )
