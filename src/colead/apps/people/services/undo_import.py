"""Undo the last import: exactly the rows that it opened, ended, removed or changed become what they were."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import Any, cast

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
from colead.apps.people.services.opening import (
    in_background,
    is_large,
    open_import,
    preview_url,
    read_import,
)
from colead.apps.people.services.turnover import follow_turnover, take_turnover_back
from colead.apps.people.structure_version import locked_structure_version, structure_version
from colead.apps.people.workflow import STAFF_IMPORT
from colead.kit.batches import batches
from colead.kit.errors import Conflict
from colead.kit.moves import Move, begin
from colead.kit.prepared import Prepared
from colead.kit.roles import Member
from colead.kit.statistics import refresh_when_written

Step = Callable[[], object]
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


def undo_import(*, by: Member, import_id: int, now: datetime, progress: Progress = silent) -> StaffImport:
    """Take back the last import that was applied; Conflict when something builds on it.

    What it takes back is read and prepared before the transaction begins, so that others wait for a few
    statements alone; when the structure changes meanwhile, once more in it.
    """
    staff_import = read_import(by, import_id)
    if begin(STAFF_IMPORT, "undo", staff_import, by=by, now=now) is None:
        return staff_import
    _require_last(staff_import)
    version = structure_version()
    with _prepared(staff_import, progress) as undoing, transaction.atomic():
        staff_import = open_import(by, import_id)
        move = begin(STAFF_IMPORT, "undo", staff_import, by=by, now=now)
        if move is None:
            return staff_import
        _require_last(staff_import)
        if version == locked_structure_version(by.organisation.pk):
            return _undo(move, undoing)
        with _prepared(staff_import, silent) as anew:
            return _undo(move, anew)


def _undo(move: Move, undoing: "_Undoing") -> StaffImport:
    staff_import: StaffImport = move.row
    by, now = cast(Member, move.by), move.now
    take_turnover_back(staff_import, now=now)
    undoing.write()
    follow_turnover(by=by, found=Turnover(staff_import.as_of), staff_import=None, now=now)
    follow_addresses(by=by, people=undoing.readdressed, now=now)  # after it: the audit log is locked last
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


@contextmanager
def _prepared(staff_import: StaffImport, progress: Progress) -> Iterator["_Undoing"]:
    """Everything that the import did, prepared to be taken back: outside a transaction where that can be."""
    with ExitStack() as at_the_end:
        undoing = _Undoing(staff_import, at_the_end)
        undoing.prepare(progress)
        yield undoing


class _Undoing:
    """What the import noted about each table, the other way round.

    readdressed : people whose address becomes another one, by primary key.
    """

    def __init__(self, staff_import: StaffImport, at_the_end: ExitStack) -> None:
        self.at_the_end = at_the_end
        self.readdressed: list[int] = []
        self.steps: list[Step] = []
        self.rows: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        for change in ImportChange.objects.filter(staff_import=staff_import):
            self.rows[change.table, change.action] = change.rows

    def prepare(self, progress: Progress) -> None:
        """Dated rows before those that they are about. Everything that is read is read here."""
        for number, table in enumerate(DATED):
            self._undo_dated(table)
            progress(10 + 15 * number, 100)
        for table in IDENTITIES:
            self._undo_identities(table)
        progress(95, 100)

    def write(self) -> None:
        """Inside the caller's transaction: a few statements for each table."""
        for step in self.steps:
            step()

    def _undo_dated(self, table: str) -> None:
        """Take out what was opened, set every end to what it was, and put back what was removed."""
        model = apps.get_model("people", table)
        self._take_out(model, self.rows[table, "opened"])
        field = model._meta.get_field("valid_until")
        closed = self.rows[table, "closed"]
        ends = [(pk, field.to_python(before["valid_until"])) for pk, before in closed]
        for is_open in (False, True):  # open ends come last, as when they were written
            some = [row for row in ends if (row[1] is None) == is_open]
            self._update(model, ["valid_until"], some)
        if model is UnitPlacement:
            self._update(model, ["goes_to_id"], [(pk, before.get("goes_to_id")) for pk, before in closed])
        if removed := [row_of(model, pk, fields) for pk, fields in self.rows[table, "removed"]]:
            self.steps.append(self._kept(Prepared.new(model, removed)).insert)

    def _undo_identities(self, table: str) -> None:
        """Take out people or units that nothing else points to, and give others their names back."""
        model = apps.get_model("people", table)
        self._take_out(model, self.rows[table, "opened"])
        changed = dict(self.rows[table, "changed"])
        kept = self._keeping_their_address(changed) if model is Person else set()
        self.readdressed += [pk for pk in changed if model is Person and pk not in kept]
        for keeps in (False, True):
            some = {pk: before for pk, before in changed.items() if (pk in kept) == keeps}
            names = [name for name in next(iter(some.values()), {}) if not (keeps and name in ABOUT_ADDRESS)]
            rows = ((pk, *(before[name] for name in names)) for pk, before in some.items())
            self._update(model, names, list(rows))

    def _keeping_their_address(self, changed: dict[int, dict[str, Any]]) -> set[int]:
        """Whose address the import left alone: what was settled about it since stays."""
        found = (Person.objects.filter(pk__in=batch).values_list("pk", "email") for batch in batches(changed))
        now = (row for rows in found for row in rows)
        return {pk for pk, email in now if email.lower() == changed[pk]["email"].lower()}

    def _take_out(self, model: type[Model], opened: list[int]) -> None:
        if opened:
            self.steps.append(partial(_delete, self._kept(Prepared.keys(model, opened))))

    def _update(self, model: type[Model], names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self.steps.append(self._kept(Prepared.changed(model, names, rows)).update)

    def _kept(self, prepared: Prepared[Any]) -> Prepared[Any]:
        self.at_the_end.callback(prepared.drop)
        return prepared


def _delete(opened: Prepared[Any]) -> None:
    """Rows that the import opened; Conflict when some have gone, or something points to them by now.

    People who are taken out again take the links to their accounts with them.
    """
    if opened.model is Person:
        # not noted: they go with the rows of an import, nobody asked to be forgotten
        AccountLink.objects.filter(person__in=opened.chosen()).delete()
    if is_pointed_to(opened.model, opened.chosen()) or opened.delete() != len(opened.pks):
        raise _built_upon()


def _built_upon() -> Conflict:
    return Conflict(
        "built_upon",
        _("Something else has been built on this import since, so it cannot be undone."),
        _("Import the earlier staff list again instead; nothing is lost that way."),
    )
