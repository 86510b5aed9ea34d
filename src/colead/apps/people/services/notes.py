"""What followed from an import in other tables, noted so that an undo brings back exactly that.

Each row is noted as it was and as it then became: where somebody has acted since, the undo is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import ForeignObjectRel, Model
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import Membership
from colead.apps.people.models import ImportChange, StaffImport
from colead.kit.batches import batches
from colead.kit.errors import Conflict
from colead.kit.prepared import Prepared

Values = Mapping[str, Any]
A_DAY = timedelta(days=1)


class Notes:
    """Writes rows of any app, a few statements a table, and notes what it did; without an import only writes.

    Rows belong to the organisation in scope. Once for each table and kind of change.
    """

    def __init__(self, staff_import: StaffImport | None) -> None:
        self.staff_import = staff_import

    def change(self, model: type[Model], names: Sequence[str], rows: Iterable[tuple[Model, Values]]) -> None:
        """Give the rows these values; every row gets a value of every name."""
        changed = [(row, [values[name] for name in names]) for row, values in rows]
        noted = [
            [row.pk, _named(names, [getattr(row, name) for name in names]), _named(names, after)]
            for row, after in changed
        ]
        _update(model, names, ((row.pk, *after) for row, after in changed))
        self._note(model, ImportChange.Action.CHANGED, noted)

    def open(self, model: type[Model], rows: Sequence[Model]) -> None:
        """Add the rows, which have their primary keys."""
        prepared = Prepared.new(model, rows)
        prepared.insert()
        prepared.drop()
        self._note(model, ImportChange.Action.OPENED, [[row.pk, fields_of(row)] for row in rows])

    def remove(self, model: type[Model], rows: Sequence[Model]) -> None:
        """Take out rows that never come to be."""
        for batch in batches(rows):
            # not noted: a change like any other, nobody asked to be forgotten
            model._default_manager.filter(pk__in=[row.pk for row in batch]).delete()
        self._note(model, ImportChange.Action.REMOVED, [[row.pk, fields_of(row)] for row in rows])

    def _note(self, model: type[Model], action: str, rows: list[Any]) -> None:
        if rows and self.staff_import:
            ImportChange.objects.create(
                organisation_id=self.staff_import.organisation_id,
                staff_import=self.staff_import,
                table=model._meta.model_name or "",
                action=action,
                rows=rows,
            )


def take_back(staff_import: StaffImport, models: Sequence[type[Model]]) -> None:
    """Bring the rows of these tables back; Conflict where one is no longer as the import left it.

    models : in the order in which their rows are made; what was opened goes in the other order.
    """
    kept = ImportChange.objects.filter(
        staff_import=staff_import, table__in=[model._meta.model_name for model in models]
    )
    notes = {(one.table, one.action): one.rows for one in kept}
    for model in reversed(models):
        _take_out(model, notes.get((model._meta.model_name or "", ImportChange.Action.OPENED), []))
    for model in models:
        removed = notes.get((model._meta.model_name or "", ImportChange.Action.REMOVED), [])
        model._default_manager.bulk_create([row_of(model, pk, fields) for pk, fields in removed])
    for model in models:
        _change_back(model, notes.get((model._meta.model_name or "", ImportChange.Action.CHANGED), []))


def _take_out(model: type[Model], opened: list[Any]) -> None:
    for batch in batches(opened):
        _require_untouched(model, dict(batch))
        pks = [pk for pk, _fields in batch]
        if is_pointed_to(model, pks):
            raise acted_since()
        # not noted: what an import opened is no datum that anybody asked to forget
        model._default_manager.filter(pk__in=pks).delete()


def _change_back(model: type[Model], changed: list[Any]) -> None:
    for batch in batches(changed):
        _require_untouched(model, {pk: after for pk, _before, after in batch})
        names = list(batch[0][1])
        before = [row_of(model, pk, values) for pk, values, _after in batch]
        _update(model, names, ((row.pk, *(getattr(row, name) for name in names)) for row in before))


def _require_untouched(model: type[Model], left: Mapping[int, Values]) -> None:
    rows = {row.pk: row for row in model._default_manager.filter(pk__in=left)}
    for pk, values in left.items():
        row = rows.get(pk)
        if row is None or not all(_is_left(row, name, value) for name, value in values.items()):
            raise acted_since()


def _is_left(row: Model, name: str, value: Any) -> bool:
    now = plain_value(getattr(row, name))
    if isinstance(row, Membership) and name == "valid_until" and now and value:
        # another time zone moves today's ends by a day; whoever ends a membership clears what is beside it
        return abs(date.fromisoformat(now) - date.fromisoformat(value)) <= A_DAY
    return bool(now == value)


def _update(model: type[Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    prepared = Prepared.changed(model, names, rows)
    prepared.update()
    prepared.drop()


def acted_since() -> Conflict:
    """What is said when an undo would undo more than the import did."""
    return Conflict(
        "acted_since",
        _("Somebody has acted on what followed from this import, so it cannot be undone."),
        _("Import the earlier staff list again instead, and offer again what you want to be held."),
    )


def is_pointed_to(model: type[Model], pks: Sequence[int] | RawSQL) -> bool:
    """True when a row of any app refers to one of these, which then must stay."""
    relations = [
        field for field in model._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)
    ]
    for relation in relations:
        theirs = relation.related_model._default_manager
        if theirs.filter(**{f"{relation.field.name}__in": pks}).exists():
            return True
    return False


def fields_of(row: Model) -> dict[str, Any]:
    """The row's own columns as plain JSON values."""
    fields = [field for field in row._meta.concrete_fields if not (field.generated or field.primary_key)]
    return {field.attname: plain_value(getattr(row, field.attname)) for field in fields}


def row_of(model: type[Model], pk: int, fields: Values) -> Model:
    """The row that was noted."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return model(pk=pk, **{name: columns[name].to_python(value) for name, value in fields.items()})


def plain_value(value: Any) -> Any:
    """As JSON keeps it: numbers without the zeros at their end, moments in UTC."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _named(names: Sequence[str], values: Iterable[Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in zip(names, values, strict=True)}
