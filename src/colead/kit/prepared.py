"""Many rows prepared outside a transaction and written in it by one statement, so that nobody waits long.

people = Prepared.new(Person, rows)       # in a temporary table of this connection: locks nothing
with transaction.atomic():
    people.insert()                       # 100,000 rows in about a second
people.drop()

The names in the statements are those of models and of this file, never what somebody wrote. Rows get
their primary keys beforehand (`reserve`), so that later rows can name earlier ones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import Error, connection, models
from django.db.models.expressions import RawSQL

from colead.kit.batches import batches

Row = TypeVar("Row", bound=models.Model)
Made = Callable[[int], None]
_numbers = count(1)


class Prepared(Generic[Row]):
    """Rows of one model in a temporary table: the primary key and some other columns."""

    def __init__(self, model: type[Row], fields: Sequence[models.Field[Any, Any]]) -> None:
        self.model, self.fields = model, fields
        self.pks: list[int] = []
        self.name = connection.ops.quote_name(f"prepared_{next(_numbers)}")
        self.columns = [connection.ops.quote_name(str(field.column)) for field in fields]
        self.table = connection.ops.quote_name(model._meta.db_table)
        _execute(f"CREATE TEMPORARY TABLE {self.name} AS SELECT {self._list} FROM {self.table} LIMIT 0")  # noqa: S608

    @classmethod
    def new(cls, model: type[Row], rows: Iterable[Row], made: Made | None = None) -> "Prepared[Row]":
        """Rows to add, each with its primary key."""
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        prepared = cls(model, fields)
        prepared._fill(([field.pre_save(row, add=True) for field in fields] for row in rows), made)
        return prepared

    @classmethod
    def changed(
        cls, model: type[Row], names: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> "Prepared[Row]":
        """New values of some fields: each row is the primary key and the values, in the order of `names`.

        KeyError for a name that is no column's.
        """
        fields = {field.attname: field for field in model._meta.concrete_fields}
        prepared = cls(model, [model._meta.pk, *(fields[name] for name in names)])
        prepared._fill(map(list, rows), None)
        return prepared

    @classmethod
    def keys(cls, model: type[Row], pks: Iterable[int]) -> "Prepared[Row]":
        """Rows that are there, by primary key."""
        return cls.changed(model, [], ((pk,) for pk in pks))

    def chosen(self) -> RawSQL:
        """The primary keys as a subquery, for `filter(…__in=…)`."""
        key = connection.ops.quote_name(str(self.model._meta.pk.column))
        return RawSQL(f"SELECT {key} FROM {self.name}", ())  # noqa: S608, S611  (names of ours alone)

    def delete(self) -> int:
        """Take the rows out, which nothing points to; how many there were. One statement in the caller's
        transaction."""
        key = connection.ops.quote_name(str(self.model._meta.pk.column))
        return _execute(f"DELETE FROM {self.table} WHERE {key} IN (SELECT {key} FROM {self.name})")  # noqa: S608

    def insert(self) -> None:
        """Add the rows as they were prepared, in that order. Inside the caller's transaction; one statement.

        Quickest in the order of their primary keys, best also that of what they point at.
        """
        if self.pks:
            _execute(f"INSERT INTO {self.table} ({self._list}) SELECT {self._list} FROM {self.name}")  # noqa: S608

    def update(self) -> None:
        """Give the rows their new values. Inside the caller's transaction; one statement."""
        key, *others = self.columns
        values = ", ".join(f"{one} = {self.name}.{one}" for one in others)
        same = f"{self.table}.{key} = {self.name}.{key}"
        if self.pks:
            _execute(f"UPDATE {self.table} SET {values} FROM {self.name} WHERE {same}")  # noqa: S608

    def drop(self) -> None:
        """Forget them."""
        _execute(f"DROP TABLE IF EXISTS {self.name}")

    @property
    def _list(self) -> str:
        return ", ".join(self.columns)

    def _fill(self, rows: Iterable[list[Any]], made: Made | None) -> None:
        """Take in the rows; when that ends early (cancelled, over its time), nothing of them is left."""
        try:
            self._take_in(rows, made)
        except BaseException:
            with suppress(Error):  # a connection that is gone took them along
                self.drop()
            raise

    def _take_in(self, rows: Iterable[list[Any]], made: Made | None) -> None:
        place = next(i for i, field in enumerate(self.fields) if field.primary_key)
        marks = ", ".join(["%s"] * len(self.columns))
        statement = f"INSERT INTO {self.name} ({self._list}) VALUES ({marks})"  # noqa: S608
        for batch in batches(rows):
            self.pks += [row[place] for row in batch]
            with connection.cursor() as cursor:
                cursor.executemany(statement, list(self._values(batch)))
            if made:
                made(len(batch))

    def _values(self, batch: list[list[Any]]) -> Iterator[list[Any]]:
        for row in batch:
            yield [
                field.get_db_prep_save(value, connection)
                for field, value in zip(self.fields, row, strict=True)
            ]


def reserve(model: type[models.Model], number: int) -> list[int]:
    """So many primary keys, in no order: they are as random as those of other rows."""
    row = model()
    return [model._meta.pk.get_pk_value_on_save(row) for _row in range(number)]


def _execute(statement: str) -> int:
    """How many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)
