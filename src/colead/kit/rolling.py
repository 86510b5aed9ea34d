"""Whether an older program can go on while the tables are changed: an update of several hosts, one by one."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

# What an older program neither sees nor misses.
HARMLESS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
)


def needs_stop(operations: Iterable[Operation]) -> bool:
    """Whether one of the operations may fail an older program, or be failed by what it writes.

    New tables and columns that may be left out, and rules that are lifted, are harmless. Whatever renames,
    takes away, changes or constrains is not, nor is anything that this cannot read, such as Python.
    """
    return not all(map(_is_harmless, operations))


def _is_harmless(operation: Operation) -> bool:
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return not needs_stop(operation.database_operations)
    if isinstance(operation, migrations.AddField):
        return _may_be_left_out(operation.field)
    return isinstance(operation, HARMLESS)


def _may_be_left_out(field: "models.Field[Any, Any]") -> bool:
    """An INSERT that does not know the column succeeds: the database itself fills it."""
    return field.null or field.has_db_default() or field.many_to_many is True


def waiting_need_stop() -> bool:
    """Whether one of the migrations that wait does. Raises OperationalError without a database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return any(needs_stop(migration.operations) for migration, _backwards in plan)
