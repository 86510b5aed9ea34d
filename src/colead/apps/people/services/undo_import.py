"""Undo the last import: exactly the rows that it opened, ended, removed or changed become what they were."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_move
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import AccountLink, ImportChange, Person, StaffImport, UnitPlacement
from colead.apps.people.services.account_links import follow_addresses
from colead.apps.people.services.check_import import Progress, silent
from colead.apps.people.services.notes import is_pointed_to, row_of
from colead.apps.people.services.opening import in_background, is_large, open_import, preview_url
from colead.apps.people.services.turnover import follow_turnover, take_turnover_back
from colead.apps.people.workflow import STAFF_IMPORT
from colead.kit.batches import batches
from colead.kit.errors import Conflict
from colead.kit.moves import begin
from colead.kit.roles import Member
from colead.kit.statistics import refresh_when_written

DATED = ("reportingline", "leave", "position", "unitplacement")
IDENTITIES = ("person", "unit")
ABOUT_ADDRESS = ("earlier_email", "email_by")


def request_undo(*, by: Member, import_id: int, now: datetime) -> StaffImport:
    """Undo an import: at once, or by a job when it was large."""
    with transaction.atomic():
        staff_import = open_import(by, import_id)
        if begin(STAFF_IMPORT, "undo", staff_import, by=by, now=now) is None:
            return staff_import
        _require_last(staff_import)
        if is_large(staff_import):
            return in_background(staff_import, "undo", by=by, now=now, result_url=preview_url(staff_import))
    return undo_import(by=by, import_id=import_id, now=now)


@transaction.atomic
def undo_import(*, by: Member, import_id: int, now: datetime, progress: Progress = silent) -> StaffImport:
    """Take back the last import that was applied; Conflict when something builds on it."""
    staff_import = open_import(by, import_id)
    move = begin(STAFF_IMPORT, "undo", staff_import, by=by, now=now)
    if move is None:
        return staff_import
    _require_last(staff_import)
    take_turnover_back(staff_import, now=now)
    notes = _Notes(staff_import)
    for number, table in enumerate(DATED):
        notes.undo_dated(table)
        progress(10 + 15 * number, 100)
    notes.forget_links()
    for table in IDENTITIES:
        notes.undo_identities(table)
    follow_addresses(by=by, people=[pk for pk, _fields in notes.rows["person", "changed"]], now=now)
    follow_turnover(by=by, found=Turnover(staff_import.as_of), staff_import=None, now=now)
    progress(95, 100)
    move.write(applied_at=staff_import.applied_at)
    # not noted: a change like any other, nobody asked to be forgotten
    ImportChange.objects.filter(staff_import=staff_import).delete()
    append_move(move)
    refresh_when_written()
    return staff_import


def _require_last(staff_import: StaffImport) -> None:
    last = StaffImport.objects.applied().values_list("pk", "file_name").first()
    if last and last[0] != staff_import.pk:
        raise Conflict(
            "later_import",
            _("A later import, “%(name)s”, builds on this one.") % {"name": last[1] or last[0]},
            _("Undo that one first."),
        )


class _Notes:
    """What the import noted about each table."""

    def __init__(self, staff_import: StaffImport) -> None:
        self.rows: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        for change in ImportChange.objects.filter(staff_import=staff_import):
            self.rows[change.table, change.action] = change.rows

    def undo_dated(self, table: str) -> None:
        """Take out what was opened, put back what was removed, and set every end to what it was."""
        model = apps.get_model("people", table)
        for opened in batches(self.rows[table, "opened"]):
            # not noted: as above
            deleted, _by_model = model._default_manager.filter(pk__in=opened).delete()
            if deleted != len(opened):
                raise _built_upon()
        removed = self.rows[table, "removed"]
        _restore_ends(model, self.rows[table, "closed"])
        if model is UnitPlacement:
            for batch in batches(self.rows[table, "closed"]):
                UnitPlacement.objects.filter(pk__in=[pk for pk, _before in batch]).update(goes_to=None)
        for batch in batches(removed):
            model._default_manager.bulk_create([row_of(model, pk, fields) for pk, fields in batch])

    def forget_links(self) -> None:
        """People who are taken out again take the links to their accounts with them."""
        for opened in batches(self.rows["person", "opened"]):
            # not noted: as above
            AccountLink.objects.filter(person__in=opened).delete()

    def undo_identities(self, table: str) -> None:
        """Take out people or units that nothing else points to, and give others their names back."""
        model = apps.get_model("people", table)
        for opened in batches(self.rows[table, "opened"]):
            if is_pointed_to(model, opened):
                raise _built_upon()
            # not noted: as above
            model._default_manager.filter(pk__in=opened).delete()
        for batch in batches(self.rows[table, "changed"]):
            before = dict(batch)
            rows = list(model._default_manager.filter(pk__in=before))
            for row in rows:
                _give_back(row, before[row.pk])
            model._default_manager.bulk_update(rows, list(batch[0][1]), batch_size=200)


def _give_back(row: Model, before: dict[str, Any]) -> None:
    """Set what the import changed; what was settled since about an address that it left alone stays."""
    kept = isinstance(row, Person) and row.email.lower() == before["email"].lower()
    for name, value in before.items():
        if not (kept and name in ABOUT_ADDRESS):
            setattr(row, name, value)


def _restore_ends(model: type[Model], closed: list[Any]) -> None:
    by_end: defaultdict[str | None, list[int]] = defaultdict(list)
    for pk, before in closed:
        by_end[before["valid_until"]].append(pk)
    for until, pks in by_end.items():
        for batch in batches(pks):
            model._default_manager.filter(pk__in=batch).update(valid_until=until)


def _built_upon() -> Conflict:
    return Conflict(
        "built_upon",
        _("Something else has been built on this import since, so it cannot be undone."),
        _("Import the earlier staff list again instead; nothing is lost that way."),
    )
