"""What a restored database must be made to forget again: erasures since the backup, and open doors."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from colead.apps.ledger.record import RESTORED
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import Organisation
from colead.apps.organisations.services import sign_everybody_out
from colead.backup.errors import BackupError
from colead.files.translation import gettext_noop as _
from colead.kit.erasures import NEW_HISTORY, Erasure, erase_again
from colead.kit.roles import console

# An erasure is noted before it is committed: one that was noted this long before the copy may not be in it.
_MARGIN = timedelta(hours=1)


def read_erasures(files: Iterable[Path]) -> list[Erasure]:
    """All erasures that the files name, by time, each once. BackupError for a line that cannot be read."""
    found: set[Erasure] = set()
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found |= {Erasure.from_json(line)} if line else set()
            except (ValueError, TypeError) as error:
                raise BackupError(
                    _("Line {number} of {file} names no erasure."),
                    code="bad_erasures",
                    hint=_("If a power cut has cut it off, take the line out."),
                    number=number,
                    file=file,
                ) from error
    return sorted(found)


def since(erasures: Iterable[Erasure], at: datetime) -> tuple[list[Erasure], list[Erasure]]:
    """Those to do again in a backup of `at`, and those that came after it and are left out.

    To do again: what was noted after the backup or shortly before, in databases that grew out of it.
    Left out: what was noted in others, restored from a backup that is older than this one. They share only
    what is older still; an id of a later row is another row's here.
    """
    ordered = list(erasures)
    restores = [one for one in ordered if one.what == NEW_HISTORY]
    begin = max([at - _MARGIN, *(one.at for one in restores if one.at <= at)])
    near = [one for one in ordered if one.at > begin and one.what != NEW_HISTORY]
    left_out = [one for one in near if one.at > at and _shared_until(at, one.at, restores) < at]
    return [one for one in near if one not in left_out], left_out


def _shared_until(backup: datetime, moment: datetime, restores: list[Erasure]) -> datetime:
    """Until when the database of `moment` has the history of a backup that was made before it.

    Back from one restore to when its backup was made, then to the restore before that, until none is after
    `backup`.
    """
    for restore in reversed(restores):
        if restore.backup and backup < restore.at <= moment:
            moment = restore.backup
    return moment


@transaction.atomic
def forget_again(erasures: Iterable[Erasure], *, at: datetime, now: datetime) -> int:
    """Do these erasures again, end every session and link, and say so in every audit log; returns how many.

    at : when the backup was made.

    Raises BackupError for an erasure of a kind that this program does not know.
    """
    wanted = list(erasures)
    sign_everybody_out()
    for organisation in Organisation.objects.order_by("pk"):
        own = [one for one in wanted if one.organisation == organisation.pk]
        for one in own:
            _again(one, organisation, now)
        details = {"at": at.isoformat(timespec="seconds"), "erasures": len(own)}
        append_entry(by=console(organisation), action=RESTORED, subject="backup", details=details, now=now)
    return len(wanted)


def _again(erasure: Erasure, organisation: Organisation, now: datetime) -> None:
    try:
        erase_again(erasure, organisation, now=now)
    except LookupError as error:
        raise BackupError(
            _("This program does not know how to erase “{what}” again."),
            code="unknown_erasure",
            hint=_("Install the version that noted it, or a newer one."),
            what=erasure.what,
        ) from error
