"""Whether database and program are of one age: migrations that wait, and those of a newer program."""

from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def waiting() -> int:
    """How many migrations the database still lacks. Raises OperationalError when it does not answer."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown(applied: Iterable[tuple[str, str]] | None = None) -> list[str]:
    """Migrations that this program does not know, as `app.name`: a newer one has made them.

    applied : by app and name; those of the database when left out.
    """
    if applied is None:
        loader = MigrationLoader(connection)
        applied = loader.applied_migrations
    else:
        loader = MigrationLoader(None)
    known = loader.disk_migrations
    return sorted(f"{app}.{name}" for app, name in applied if (app, name) not in known)


def is_migrated() -> bool:
    """Whether the tables are as this program expects them; a newer one may have added to them. One query."""
    return _expected() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _expected() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)
