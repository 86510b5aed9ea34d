"""The migrations are whole, and each can be taken back."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.database("both")


def test_no_model_change_without_its_migration(db) -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_every_migration_of_ours_can_be_reversed(db) -> None:
    loader = MigrationLoader(connection)
    ours = [m for (app, _name), m in loader.disk_migrations.items() if m.__module__.startswith("colead.")]
    assert ours
    stuck = [
        f"{m.app_label}.{m.name}" for m in ours for operation in m.operations if not operation.reversible
    ]
    assert not stuck


@pytest.mark.database("sqlite")  # PostgreSQL has these by default
def test_database_is_set_to_lose_nothing(db) -> None:
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")
        }
    assert found == {"synchronous": 2, "secure_delete": 1}  # 2 = FULL
