"""Writing a difference: few large statements, each with a note of what it did, so that it can be undone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from colead.apps.people.diff import Diff
from colead.apps.people.diff.rows import Away, Changes, Line, Placement, Post, Value, Wanted
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
from colead.files.columns import POSITION_FACTS
from colead.kit.batches import batches

Row = TypeVar("Row", bound=Model)
Made = Callable[[int], None]
RENAMED = ("name", "email", "earlier_email", "email_by")


class Writer:
    """Writes one difference inside the caller's transaction. `made` hears of every batch of rows."""

    def __init__(self, staff_import: StaffImport, found: Diff, made: Made) -> None:
        self.staff_import = staff_import
        self.organisation_id = staff_import.organisation_id
        self.found = found
        self.made = made
        self.units = {key: unit.pk for key, unit in found.current.units.items()}
        self.people = {key: person.pk for key, person in found.current.people.items()}
        self.readdressed: list[int] = []  # whose e-mail address has changed, by primary key

    def write(self) -> None:
        """Units before people, identities before dated rows; in each table, ends before beginnings."""
        self._units()
        self._people()
        found, people = self.found.units, self.found.people
        self._table(UnitPlacement.objects.all(), found.placements, self._placement)
        self._table(Position.objects.all(), people.posts, self._position)
        self._table(ReportingLine.objects.all(), people.lines, self._line)
        self._table(Leave.objects.all(), people.leaves, self._leave)

    def _units(self) -> None:
        created = self.found.units.created
        rows = (
            Unit(organisation_id=self.organisation_id, key=key, name=name) for key, name in created.items()
        )
        self.units |= {unit.key: unit.pk for unit in self._open(Unit.objects.all(), rows)}
        renamed = self.found.units.renamed
        self._note(
            Unit, "changed", [[self.units[key], {"name": old}] for key, (old, _new) in renamed.items()]
        )
        changed = [Unit(pk=self.units[key], name=new) for key, (_old, new) in renamed.items()]
        Unit.objects.bulk_update(changed, ["name"], batch_size=200)

    def _people(self) -> None:
        created = self.found.people.created
        rows = (
            Person(
                organisation_id=self.organisation_id,
                key=key,
                name=person.name,
                email=person.email,
                email_by=self.staff_import.created_by_id,
            )
            for key, person in created.items()
        )
        self.people |= {person.key: person.pk for person in self._open(Person.objects.all(), rows)}
        self._rename()

    def _rename(self) -> None:
        """Names and addresses. Another address in the place of one waits until the earlier one agrees."""
        pks = [old.pk for old, _new in self.found.people.renamed.values()]
        rows = {row.pk: row for batch in batches(pks) for row in Person.objects.filter(pk__in=batch)}
        self._note(
            Person,
            "changed",
            [[pk, {name: getattr(row, name) for name in RENAMED}] for pk, row in rows.items()],
        )
        for old, new in self.found.people.renamed.values():
            row = rows[old.pk]
            if new.email.lower() != row.email.lower():
                row.readdress(new.email, by=self.staff_import.created_by_id)
                self.readdressed.append(row.pk)
            row.name, row.email = new.name, new.email
        Person.objects.bulk_update(rows.values(), RENAMED, batch_size=200)

    def _row(self, model: type[Row], wanted: Wanted[Any], **values: Any) -> Row:
        period = {"valid_from": wanted.start, "valid_until": wanted.until}
        return model(organisation_id=self.organisation_id, **period, **values)

    def _placement(self, row: Wanted[Placement]) -> UnitPlacement:
        parent = row.value.parent
        above = None if parent is None else self.units[parent]
        return self._row(UnitPlacement, row, unit_id=self.units[row.value.unit], parent_id=above)

    def _position(self, row: Wanted[Post]) -> Position:
        post = row.value
        return self._row(
            Position,
            row,
            person_id=self.people[post.person],
            unit_id=None if post.unit is None else self.units[post.unit],
            is_primary=post.is_primary,
            **dict(zip((column.fact for column in POSITION_FACTS.values()), post.facts, strict=True)),
        )

    def _line(self, row: Wanted[Line]) -> ReportingLine:
        kind = ReportingLine.Kind.SOLID if row.value.is_solid else ReportingLine.Kind.DOTTED
        ends = {"person_id": self.people[row.value.person], "manager_id": self.people[row.value.manager]}
        return self._row(ReportingLine, row, kind=kind, **ends)

    def _leave(self, row: Wanted[Away]) -> Leave:
        return self._row(Leave, row, person_id=self.people[row.value.person])

    def _table(
        self, rows: QuerySet[Row], changes: Changes[Value], make: Callable[[Wanted[Value]], Row]
    ) -> None:
        self._remove(rows, [row.pk for row in changes.removed])
        self._end(rows, changes)
        self._open(rows, map(make, changes.opened))

    def _remove(self, rows: QuerySet[Row], pks: Sequence[int]) -> None:
        removed = []
        for batch in batches(pks):
            chosen = rows.filter(pk__in=batch)
            removed += [[row.pk, _fields(row)] for row in chosen]
            # not noted: it is kept beside the import, to be undone
            chosen.delete()
        self._note(rows.model, "removed", removed)

    def _end(self, rows: QuerySet[Row], changes: Changes[Value]) -> None:
        by_end: defaultdict[date | None, list[int]] = defaultdict(list)
        for row, until in changes.ended:
            by_end[until].append(row.pk)
        # `until=None` comes last, when the row that stood in its way has ended
        for until, pks in sorted(by_end.items(), key=lambda item: item[0] or date.max):
            for batch in batches(pks):
                rows.filter(pk__in=batch).update(valid_until=until)
                self.made(len(batch))
        before = [
            [row.pk, {"valid_until": row.until.isoformat() if row.until else None}]
            for row, _until in changes.ended
        ]
        self._note(rows.model, "closed", before)

    def _open(self, rows: QuerySet[Row], new: Iterable[Row]) -> list[Row]:
        opened: list[Row] = []
        for batch in batches(new):
            opened += rows.bulk_create(batch)
            self.made(len(batch))
        self._note(rows.model, "opened", runs(sorted(row.pk for row in opened)))
        return opened

    def _note(self, model: type[Model], action: str, rows: list[Any]) -> None:
        if rows:
            ImportChange.objects.create(
                organisation_id=self.organisation_id,
                staff_import=self.staff_import,
                table=model._meta.model_name or "",
                action=action,
                rows=rows,
            )


def runs(ids: Sequence[int]) -> list[list[int]]:
    """Ascending ids as runs [first, last].

    >>> runs([1, 2, 3, 7, 9, 10])
    [[1, 3], [7, 7], [9, 10]]
    """
    found: list[list[int]] = []
    for one in ids:
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def _fields(row: Model) -> dict[str, Any]:
    """The row's own columns as plain JSON values."""
    fields = [field for field in row._meta.concrete_fields if not (field.generated or field.primary_key)]
    return {field.attname: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
