"""Writing a difference: prepared outside the transaction, written in it by a few statements.

Each statement leaves a note of what it did, so that it can be undone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from colead.apps.people.diff import Diff
from colead.apps.people.diff.rows import Away, Changes, Held, Line, Placement, Post, Value, Wanted
from colead.apps.people.models import (
    ImportChange,
    Leave,
    Person,
    Position,
    ReportingLine,
    StaffImport,
    Unit,
    UnitPlacement,
)
from colead.apps.people.services.notes import fields_of
from colead.files.columns import POSITION_FACTS
from colead.kit.batches import batches
from colead.kit.prepared import Prepared, reserve

Row = TypeVar("Row", bound=Model)
Made = Callable[[int], None]
Step = Callable[[], None]
RENAMED = ("name", "email", "earlier_email", "email_by")


@contextmanager
def prepared_writer(
    organisation_id: int, found: Diff, made: Made, *, email_by: int | None
) -> Iterator["Writer"]:
    """A writer with everything prepared: outside a transaction, since that takes most of the time.

    email_by : the user who brings in the addresses.
    """
    with ExitStack() as at_the_end:
        writer = Writer(organisation_id, found, made, email_by, at_the_end)
        writer.prepare()
        yield writer


class Writer:
    """Writes one difference. `made` hears of every batch of rows that is prepared.

    at_the_end : forgets what was prepared.
    """

    def __init__(
        self, organisation_id: int, found: Diff, made: Made, email_by: int | None, at_the_end: ExitStack
    ) -> None:
        self.organisation_id = organisation_id
        self.found = found
        self.made = made
        self.email_by = email_by
        self.readdressed: list[int] = []  # whose e-mail address has changed, by primary key
        self.units = {key: unit.pk for key, unit in found.current.units.items()}
        self.people = {key: person.pk for key, person in found.current.people.items()}
        self.at_the_end = at_the_end
        self.steps: list[Step] = []
        self.notes: list[tuple[type[Model], str, list[Any]]] = []

    def prepare(self) -> None:
        """Units before people, identities before dated rows; in each table, ends before beginnings."""
        self._units()
        self._people()
        found, people = self.found.units, self.found.people
        self._table(UnitPlacement, found.placements, self._placement, lambda one: self.units[one.unit])
        self._close()
        self._table(Position, people.posts, self._position, lambda one: self.people[one.person])
        self._table(ReportingLine, people.lines, self._line, lambda one: self.people[one.person])
        self._table(Leave, people.leaves, self._leave, lambda one: self.people[one.person])

    def write(self, staff_import: StaffImport) -> None:
        """Inside the caller's transaction: what was prepared, and the notes of it."""
        for step in self.steps:
            step()
        for model, action, rows in self.notes:
            ImportChange.objects.create(
                organisation_id=self.organisation_id,
                staff_import=staff_import,
                table=model._meta.model_name or "",
                action=action,
                rows=rows,
            )

    def _units(self) -> None:
        units = self.found.units
        pks = _numbered(Unit, units.created)
        self.units |= pks
        self._open(Unit, (self._new(Unit, pk, key=key, name=units.created[key]) for key, pk in pks.items()))
        renamed = {self.units[key]: names for key, names in units.renamed.items()}
        self._change(Unit, ["name"], [(pk, [old], [new]) for pk, (old, new) in renamed.items()])

    def _close(self) -> None:
        """Say of units that end where what belongs to them goes on. An undo sets it back with the end."""
        into = self.found.goes_on
        ended = [row for row, _until in self.found.units.placements.ended if row.value.unit in into]
        rows = ((row.pk, self.units.get(into[row.value.unit] or "")) for row in ended)
        prepared = Prepared.changed(UnitPlacement, ["goes_to_id"], rows)
        self._wait(prepared, prepared.update)

    def _people(self) -> None:
        people = self.found.people
        pks = _numbered(Person, people.created)
        self.people |= pks
        self._open(
            Person,
            (
                self._new(
                    Person,
                    pk,
                    key=key,
                    name=people.created[key].name,
                    email=people.created[key].email,
                    email_by=self.email_by,
                )
                for key, pk in pks.items()
            ),
        )
        self._rename()

    def _rename(self) -> None:
        """Names and addresses. Another address in the place of one waits until the earlier one agrees."""
        renamed = {old.pk: new for old, new in self.found.people.renamed.values()}
        rows = [row for batch in batches(renamed) for row in Person.objects.filter(pk__in=batch)]
        before = {row.pk: _values(row) for row in rows}
        for row in rows:
            new = renamed[row.pk]
            if new.email.lower() != row.email.lower():
                row.readdress(new.email, by=self.email_by)
                self.readdressed.append(row.pk)
            row.name, row.email = new.name, new.email
        self._change(Person, RENAMED, [(row.pk, before[row.pk], _values(row)) for row in rows])

    def _new(self, model: type[Row], pk: int, **values: Any) -> Row:
        return model(pk=pk, organisation_id=self.organisation_id, **values)

    def _placement(self, row: Wanted[Placement]) -> dict[str, Any]:
        parent = row.value.parent
        above = None if parent is None else self.units[parent]
        return {"unit_id": self.units[row.value.unit], "parent_id": above}

    def _position(self, row: Wanted[Post]) -> dict[str, Any]:
        post = row.value
        facts = zip((column.fact for column in POSITION_FACTS.values()), post.facts, strict=True)
        unit = None if post.unit is None else self.units[post.unit]
        ends = {"person_id": self.people[post.person], "unit_id": unit}
        return {**ends, "is_primary": post.is_primary, **dict(facts)}

    def _line(self, row: Wanted[Line]) -> dict[str, Any]:
        kind = ReportingLine.Kind.SOLID if row.value.is_solid else ReportingLine.Kind.DOTTED
        ends = {"person_id": self.people[row.value.person], "manager_id": self.people[row.value.manager]}
        return {**ends, "kind": kind}

    def _leave(self, row: Wanted[Away]) -> dict[str, Any]:
        return {"person_id": self.people[row.value.person]}

    def _table(
        self,
        model: type[Row],
        changes: Changes[Value],
        values: Callable[[Wanted[Value]], dict[str, Any]],
        owner: Callable[[Value], int],
    ) -> None:
        """owner : the primary key of whom or what a row is about: new rows have their order, so that its
        indexes grow at one place each. Half as much processor time as in no order."""
        self._remove(model, [row.pk for row in changes.removed])
        self._end(model, changes)
        opened = sorted(changes.opened, key=lambda row: owner(row.value))
        pks = sorted(reserve(model, len(opened)))
        self._open(
            model,
            (
                self._new(model, pk, valid_from=row.start, valid_until=row.until, **values(row))
                for pk, row in zip(pks, opened, strict=True)
            ),
        )

    def _remove(self, model: type[Row], pks: Sequence[int]) -> None:
        removed: list[Any] = []
        for batch in batches(pks):
            chosen = model._default_manager.filter(pk__in=batch)
            removed += [[row.pk, fields_of(row)] for row in chosen]
            self.steps.append(partial(_delete, chosen))
        self._note(model, "removed", removed)

    def _end(self, model: type[Row], changes: Changes[Value]) -> None:
        """Rows that stay open come last, when the row that stood in their way has ended."""
        for is_open in (False, True):
            ended = [(row.pk, until) for row, until in changes.ended if (until is None) == is_open]
            prepared = Prepared.changed(model, ["valid_until"], ended)
            self._wait(prepared, prepared.update)
        self._note(model, "closed", _ends_before(model, [row for row, _until in changes.ended]))

    def _open(self, model: type[Row], new: Iterable[Row]) -> None:
        prepared = Prepared.new(model, new, self.made)
        self._wait(prepared, prepared.insert)
        self._note(model, "opened", prepared.pks)

    def _change(
        self, model: type[Model], names: Sequence[str], rows: list[tuple[int, list[Any], list[Any]]]
    ) -> None:
        prepared = Prepared.changed(model, names, ((pk, *after) for pk, _before, after in rows))
        self._wait(prepared, prepared.update)
        before = [[pk, dict(zip(names, before, strict=True))] for pk, before, _after in rows]
        self._note(model, "changed", before)

    def _wait(self, prepared: Prepared[Any], step: Step) -> None:
        self.at_the_end.callback(prepared.drop)
        self.steps.append(step)

    def _note(self, model: type[Model], action: str, rows: list[Any]) -> None:
        if rows:
            self.notes.append((model, action, rows))


def _numbered(model: type[Model], keys: Collection[str]) -> dict[str, int]:
    """A primary key for each, in the order of the primary keys: the file's would tell who came first."""
    pks = reserve(model, len(keys))
    return dict(sorted(zip(keys, pks, strict=True), key=itemgetter(1)))


def _values(row: Person) -> list[Any]:
    return [getattr(row, name) for name in RENAMED]


def _delete(chosen: QuerySet[Any]) -> None:
    # not noted: it is kept beside the import, to be undone
    chosen.delete()


def _ends_before(model: type[Model], rows: Sequence[Held[Any]]) -> list[Any]:
    """What is noted of rows that end: when they did before, and of units where they went on then."""
    before: dict[int, dict[str, Any]] = {
        row.pk: {"valid_until": row.until.isoformat() if row.until else None} for row in rows
    }
    for batch in batches(before) if model is UnitPlacement else ():
        for pk, into in UnitPlacement.objects.filter(pk__in=batch).values_list("pk", "goes_to_id"):
            before[pk]["goes_to_id"] = into
    return [[pk, values] for pk, values in before.items()]
