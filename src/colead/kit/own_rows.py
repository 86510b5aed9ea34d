"""A row points only at rows of its own organisation: the database itself refuses every other.

Made from the models after every migration, as the policies of row_security.py are, so that a new model has it
by itself. PostgreSQL holds it by foreign keys that carry the organisation, in place of Django's own; SQLite,
which cannot change the keys of a table that is there, by triggers. They check each row as it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name
from django.db.models.signals import post_migrate, pre_migrate

from colead.kit import citus, scope
from colead.kit.tenancy import tenancy

REFUSED = "a row points at no row of its own organisation"
LONGEST_NAME = 63  # PostgreSQL's
PREFIX = "own_"
EVENTS = {"insert": "", "update": "OF organisation_id, {}"}
"""Of SQLite's triggers: the word, and what it says of columns."""


@dataclass(frozen=True)
class Reference:
    """A column of one organisation's rows that points at another table of such rows."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        """Of its key or trigger."""
        return truncate_name(f"{PREFIX}{self.table}_{self.column}", LONGEST_NAME)

    @property
    def key(self) -> str:
        """The statement that makes it on PostgreSQL."""
        return (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name}"
            f" FOREIGN KEY (organisation_id, {self.column}) REFERENCES {self.target} (organisation_id, id)"
            " DEFERRABLE INITIALLY DEFERRED"
        )


def references(app_label: str | None = None) -> list[Reference]:
    """All of one app, or of all apps."""
    owned = [model for model in apps.get_models() if issubclass(model, tenancy().owned)]
    return [
        Reference(model._meta.db_table, str(field.column), field.related_model._meta.db_table)
        for model in owned
        if app_label in (None, model._meta.app_label)
        for field in model._meta.local_concrete_fields
        if field.related_model in owned
    ]


def watch_migrations() -> None:
    """Hold every reference after the migrations, which on SQLite find no trigger in their way."""
    pre_migrate.connect(_let_tables_be_made_anew, dispatch_uid="colead.own_rows.before")
    post_migrate.connect(_hold_after_migrations, dispatch_uid="colead.own_rows.after")


def _let_tables_be_made_anew(plan: Sequence[Any], using: str = DEFAULT_DB_ALIAS, **_rest: Any) -> None:
    """SQLite changes a table by making it anew, which fails while a trigger of another table names it.

    Of distributed tables, migrations make no keys at all.
    """
    connection = connections[using]
    if connection.vendor == "sqlite" and plan:
        with connection.cursor() as cursor:
            for name in _triggers(cursor):
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    if citus.placed(
        connection
    ):  # Django's keys do not fit distributed tables; `colead setup` makes what does
        connection.features.supports_foreign_keys = False


def _hold_after_migrations(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_rest: Any) -> None:
    found, connection = references(sender.label), connections[using]
    if found and not citus.placed(connection):  # there `colead setup` does it, once tables are distributed
        hold(connection, found)


def hold(connection: BaseDatabaseWrapper, wanted: Sequence[Reference]) -> None:
    """Make what is missing. Rows that break it already stay, and only new ones are checked."""
    missing = not_held(connection, wanted)
    make = _make_key if connection.vendor == "postgresql" else _make_triggers
    every_row = scope.everything("a reference is held when no row of anybody's breaks it")
    with every_row, transaction.atomic(connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for one in missing:
            if {one.table, one.target} <= tables and one.column in _columns(connection, cursor, one.table):
                make(connection, cursor, one)


def not_held(connection: BaseDatabaseWrapper, wanted: Sequence[Reference]) -> list[Reference]:
    """Those that the database does not hold, on PostgreSQL also those that some row breaks. One query."""
    with connection.cursor() as cursor:
        held = _keys(cursor) if connection.vendor == "postgresql" else _triggers(cursor)
    return [one for one in wanted if not _names(connection, one) <= held]


def broken(connection: BaseDatabaseWrapper, one: Reference) -> int:
    """How many rows point at another organisation's row. One query, that reads the table."""
    table, column, target = map(connection.ops.quote_name, (one.table, one.column, one.target))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} AS here JOIN {target} AS there ON there.id = here.{column}"  # noqa: S608
            " WHERE there.organisation_id <> here.organisation_id"
        )
        return int(cursor.fetchone()[0])


def _columns(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> set[str]:
    """What it has now: migrations can be taken back, and the models are ahead of them then."""
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _names(connection: BaseDatabaseWrapper, one: Reference) -> set[str]:
    """Of what holds a reference."""
    if connection.vendor == "postgresql":
        return {one.name}
    return {f"{PREFIX}{one.target}_stays", *(f"{one.name}_{event}" for event in EVENTS)}


def _keys(cursor: Any) -> set[str]:
    """Foreign keys of ours that every row has been checked against."""
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated AND starts_with(conname, %s)"
        " AND connamespace = current_schema()::regnamespace",
        [PREFIX],
    )
    return {name for (name,) in cursor.fetchall()}


def _triggers(cursor: Any) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def _make_triggers(connection: BaseDatabaseWrapper, cursor: Any, one: Reference) -> None:
    table, column, target = map(connection.ops.quote_name, (one.table, one.column, one.target))
    for event, columns in EVENTS.items():
        name = connection.ops.quote_name(f"{one.name}_{event}")
        own = f"SELECT 1 FROM {target} WHERE id = NEW.{column} AND organisation_id = NEW.organisation_id"  # noqa: S608
        cursor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} {columns.format(column)} ON {table}"
            f" WHEN NEW.{column} IS NOT NULL AND NOT EXISTS ({own})"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    stays = connection.ops.quote_name(f"{PREFIX}{one.target}_stays")
    cursor.execute(
        f"CREATE TRIGGER IF NOT EXISTS {stays} BEFORE UPDATE OF organisation_id ON {target}"
        " WHEN NEW.organisation_id <> OLD.organisation_id"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _make_key(connection: BaseDatabaseWrapper, cursor: Any, one: Reference) -> None:
    """The key that carries the organisation takes the place of the one that does not."""
    table, target, name = map(connection.ops.quote_name, (one.table, one.target, one.name))
    unique = truncate_name(f"{PREFIX}{one.target}", LONGEST_NAME)
    if not _has_wide_key(cursor, one.target):
        cursor.execute(
            f"ALTER TABLE {target} ADD CONSTRAINT {connection.ops.quote_name(unique)}"
            " UNIQUE (organisation_id, id)"
        )
    if not _has(cursor, one.table, one.name):
        cursor.execute(f"{one.key} NOT VALID")
    try:
        with transaction.atomic(connection.alias):
            cursor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    except IntegrityError:
        return
    for narrow in _narrow_keys(cursor, one):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(narrow)}")


def _has(cursor: Any, table: str, name: str) -> bool:
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", [table, name]
    )
    return cursor.fetchone() is not None


def _has_wide_key(cursor: Any, table: str) -> bool:
    """Whether its rows can be named by organisation and number; as a primary key where it is distributed."""
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid = %s::regclass AND (SELECT"
        " array_agg(attname::text ORDER BY attname) FROM pg_attribute"
        " WHERE attrelid = conrelid AND attnum = ANY (conkey)) = %s",
        [table, ["id", "organisation_id"]],
    )
    return cursor.fetchone() is not None


def _narrow_keys(cursor: Any, one: Reference) -> list[str]:
    """Django's own keys of the column, which do not know the organisation."""
    cursor.execute(
        "SELECT conname FROM pg_constraint"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] AND attname = %s"
        " WHERE contype = 'f' AND cardinality(conkey) = 1 AND conrelid = %s::regclass",
        [one.column, one.table],
    )
    return [name for (name,) in cursor.fetchall()]
