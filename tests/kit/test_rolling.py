"""Which changes of the tables an older program survives: tried on a real table, not only read."""

import pytest
from django.db import Error, connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Q

from colead.kit.rolling import needs_stop

pytestmark = pytest.mark.database("both")

TEXT = {"max_length": 20}
TABLE = migrations.CreateModel(
    "Thing", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(**TEXT))]
)
OLD = (  # what the older program does all day
    "INSERT INTO rolling_thing (name) VALUES ('new')",
    "UPDATE rolling_thing SET name = 'other'",
    "SELECT id, name FROM rolling_thing",
)
CHANGES: dict[str, tuple[Operation, bool]] = {
    "a table": (migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]), False),
    "a column that may be empty": (migrations.AddField("thing", "note", models.TextField(null=True)), False),
    "a column that the database fills": (
        migrations.AddField("thing", "size", models.IntegerField(db_default=0)), False,
    ),
    "a column that Django alone fills": (
        migrations.AddField("thing", "size", models.IntegerField(default=0)), True,
    ),
    "an index": (migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_name")), False),
    "a column renamed": (migrations.RenameField("thing", "name", "title"), True),
    "a column dropped": (migrations.RemoveField("thing", "name"), True),
    "a table renamed": (migrations.RenameModel("Thing", "Item"), True),
    "a table dropped": (migrations.DeleteModel("Thing"), True),
    "a rule": (
        migrations.AddConstraint(
            "thing", models.CheckConstraint(condition=~Q(name__in=["new", "other"]), name="thing_rule")
        ), True,
    ),
}  # fmt: skip


def older_program_fails(change: Operation) -> bool:
    """Make the table, change it, and do what the older program does."""
    before, after = ProjectState(), ProjectState()
    for state in (before, after):
        TABLE.state_forwards("rolling", state)
    change.state_forwards("rolling", after)
    with connection.schema_editor() as editor:
        TABLE.database_forwards("rolling", editor, ProjectState(), before)
        change.database_forwards("rolling", editor, before, after)
    try:
        with connection.cursor() as cursor:
            for statement in OLD:
                cursor.execute(statement)
    except Error:
        return True
    finally:
        with connection.cursor() as cursor:
            for table in ("thing", "other", "item"):
                cursor.execute(f"DROP TABLE IF EXISTS rolling_{table}")
    return False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", CHANGES)
def test_what_is_called_harmless_is_and_what_is_not_is_not(name: str) -> None:
    change, stops = CHANGES[name]
    assert needs_stop([change]) is stops
    assert older_program_fails(change) is stops


def test_python_that_nobody_can_read_needs_a_stop() -> None:
    assert needs_stop([TABLE, migrations.RunPython(migrations.RunPython.noop)])
    assert needs_stop([migrations.SeparateDatabaseAndState([CHANGES["a table dropped"][0]])])
    assert not needs_stop([migrations.SeparateDatabaseAndState([TABLE])])


def test_of_our_own_some_do_and_some_do_not(db: None) -> None:
    disk = MigrationLoader(connection).disk_migrations
    told = {f"{app}.{name}": needs_stop(found.operations) for (app, name), found in disk.items()}
    assert told["jobs.0004_request_id"] is False
    assert told["ledger.0002_check_and_receivers"] is False
    assert told["leadership.0002_suggested"] is True  # renames a column
    assert told["people.0004_states"] is True  # constrains what was free
