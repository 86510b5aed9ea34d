"""Distributing the rows of organisations over several PostgreSQL by Citus, each organisation on one of them.

Made from the models and from what the database holds, so that it can be run again: after it was interrupted,
and after every migration. Why so, and where the rules of Citus stand: docs/decisions/0022.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from colead.kit import citus, own_rows, row_security
from colead.kit.random_ids import RandomIdField

COLUMN = "organisation_id"
"""By which rows are distributed."""


@dataclass(frozen=True)
class Key:
    """A primary, unique or foreign key, with its columns in order."""

    table: str
    name: str
    kind: str
    columns: tuple[str, ...]
    target: str | None = None


@dataclass(frozen=True)
class Plan:
    """Which tables are distributed, and which are copied to every server. All others stay on the first."""

    distributed: tuple[str, ...]
    copied: tuple[str, ...]

    @property
    def tables(self) -> frozenset[str]:
        return frozenset((*self.distributed, *self.copied))


def plan() -> Plan:
    """Rows of one organisation are distributed; what they name, and what names that, is copied."""
    owned = row_security.owned_tables()
    pairs = {
        (model._meta.db_table, field.related_model._meta.db_table)
        for model in _models()
        for field in _references(model)
    }
    copied: set[str] = set()
    while more := {one for pair in pairs if set(pair) & (owned | copied) for one in pair} - owned - copied:
        copied |= more
    return Plan(tuple(sorted(owned)), tuple(sorted(copied)))


def distribute(connection: BaseDatabaseWrapper) -> list[str]:
    """Distribute what is not distributed yet; returns the statements that were run, none when all of it is.

    Each stands alone: what was interrupted goes on where it stopped. Nobody may use the database meanwhile.
    """
    done = statements(connection)
    with connection.cursor() as cursor:
        for statement in done:
            cursor.execute(statement)
    return done


def statements(connection: BaseDatabaseWrapper) -> list[str]:
    """The script. Some ten queries of the catalogue; writes nothing.

    Keys between tables go first and come back last, as Citus advises; policies, too, because rows are copied
    by COPY, which row-level security refuses.
    """
    wanted = plan()
    waiting = wanted.tables - citus.placed(connection).keys()
    keys = _keys(connection)
    loose = [one for one in keys if one.kind == "f" and {one.table, one.target} & waiting]
    bare = [one for one in wanted.distributed if one in waiting]
    return [
        *(_unprotect(one) for one in bare),
        *(f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}" for one in loose),
        *_widen(keys, bare),
        *_drop_numbering(connection, waiting),
        *(f"SELECT create_reference_table('{one}')" for one in wanted.copied if one in waiting),
        *(_distribute(one, wanted.distributed[0]) for one in bare),
        *_tie(connection, [one for one in keys if one not in loose]),
        *_protect(connection, bare),
        *_tell_everywhere(connection),
    ]


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _references(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey) and field.db_constraint:  # type: ignore[attr-defined]
            yield field


def _keys(connection: BaseDatabaseWrapper) -> list[Key]:
    """All of this schema."""
    found = citus.rows(
        connection,
        "SELECT here.relname, quote_ident(conname), contype, there.relname,"
        " (SELECT array_agg(attname ORDER BY place)"
        " FROM unnest(conkey) WITH ORDINALITY AS part (number, place)"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = number)"
        " FROM pg_constraint JOIN pg_class AS here ON here.oid = conrelid"
        " LEFT JOIN pg_class AS there ON there.oid = confrelid"
        " WHERE contype IN ('p', 'u', 'f') AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
    )
    return [Key(table, name, kind, tuple(cols), target) for table, name, kind, target, cols in found]


def _widen(keys: Sequence[Key], tables: Iterable[str]) -> Iterator[str]:
    """Primary and unique keys carry the organisation, each once."""
    for table in tables:
        own = [one for one in keys if one.table == table and one.kind in "pu"]
        narrow = [one for one in own if COLUMN not in one.columns]
        twice = [one for one in own if one.kind == "u" and one.columns == (COLUMN, "id")]
        if narrow:
            old = [f"DROP CONSTRAINT {one.name}" for one in (*narrow, *twice)]
            yield f"ALTER TABLE {table} {', '.join([*old, *map(_wide, narrow)])}"


def _wide(key: Key) -> str:
    kind = "PRIMARY KEY" if key.kind == "p" else "UNIQUE"
    return f"ADD CONSTRAINT {key.name} {kind} ({', '.join((COLUMN, *key.columns))})"


def _drop_numbering(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> Iterator[str]:
    """Rows whose numbers are drawn need no sequence, which servers would have to share."""
    drawn = {one._meta.db_table for one in _models() if isinstance(one._meta.pk, RandomIdField)}
    found = citus.rows(
        connection,
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
        " WHERE attidentity <> '' AND relnamespace = current_schema()::regnamespace ORDER BY 1",
    )
    for table, column in found:
        if table in drawn and table in tables:
            yield f"ALTER TABLE {table} ALTER COLUMN {column} DROP IDENTITY"


def _distribute(table: str, beside: str) -> str:
    together = "" if table == beside else f", colocate_with => '{beside}'"
    return f"SELECT create_distributed_table('{table}', '{COLUMN}'{together})"


def _tie(connection: BaseDatabaseWrapper, keys: Sequence[Key]) -> Iterator[str]:
    """Every reference of the models that no key holds."""
    held = {(one.table, one.columns[-1], one.target) for one in keys if one.kind == "f"}
    own = {(one.table, one.column, one.target): one for one in own_rows.references()}
    as_django = connection.schema_editor()._create_fk_sql  # type: ignore[attr-defined]  # as migrations do
    for model in _models():
        for field in _references(model):
            which = (model._meta.db_table, field.column, field.related_model._meta.db_table)
            if which not in held:
                yield own[which].key if which in own else str(as_django(model, field, "_fk_%(to_table)s"))


def _unprotect(table: str) -> str:
    return f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"


def _protect(connection: BaseDatabaseWrapper, bare: Iterable[str]) -> Iterator[str]:
    for table in sorted({*bare, *row_security.unprotected_tables(connection, row_security.owned_tables())}):
        yield from row_security.protection(table)


def _tell_everywhere(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The setting of this database, for all who connect from now on."""
    if citus.rows(connection, f"SELECT current_setting('{citus.PROPAGATION}', true)") != [("local",)]:
        name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
        yield f"ALTER DATABASE {name} SET {citus.PROPAGATION} = 'local'"
