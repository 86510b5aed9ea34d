"""Files that are no longer needed go: at once when somebody gives up, else after seven days."""

from datetime import datetime

from django.db import transaction

from colead.apps.people.models import FILE_LIFETIME, StaffImport, StaffImportFile
from colead.apps.people.services.opening import open_import
from colead.apps.people.workflow import STAFF_IMPORT, UNAPPLIED
from colead.kit.moves import require
from colead.kit.roles import Member


@transaction.atomic
def discard_import(*, by: Member, import_id: int, now: datetime) -> None:
    """Remove an import that has not been applied, with its file."""
    require(STAFF_IMPORT, "discard", open_import(by, import_id), by=by, now=now).row.delete()


@transaction.atomic
def remove_expired_files(*, by: Member, now: datetime) -> int:  # noqa: ARG001  (every service says who acts)
    """Remove files older than seven days, and the imports that were never applied. Returns how many."""
    expired = StaffImport.objects.expired(now, FILE_LIFETIME)
    ids = list(expired.values_list("pk", flat=True))
    StaffImportFile.objects.filter(staff_import__in=ids).delete()
    StaffImport.objects.filter(pk__in=ids, state__in=UNAPPLIED).delete()
    return len(ids)
