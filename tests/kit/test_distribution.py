"""The tables as they are distribute on Citus, after the script that Colead ships."""

import pytest
from django.db import connection

import plain_citus
from cast import Cast
from colead.apps.people.models import Leave, Person
from colead.kit import citus, distribution, distribution_rules, own_rows, row_security, scope

pytestmark = pytest.mark.database("postgresql")


NOT_YET = "needs tables that are not distributed yet"


def query(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def told(db: None) -> None:
    """The setting of the database, as the script leaves it for those who connect after it."""
    run(f"SET LOCAL {citus.PROPAGATION} = 'local'")


@pytest.fixture
def with_citus(cast: Cast, told: None) -> Cast:
    """An installation with rows in it, on a server with Citus."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if not citus.is_there(connection):  # the whole suite may run on one that is
        plain_citus.install(connection)
    return cast


@pytest.fixture
def distributed(with_citus: Cast) -> Cast:
    with scope.everything("a test distributes all rows"):
        distribution.distribute(connection)
    return with_citus


def test_tables_of_organisations_are_distributed_and_what_they_name_is_copied() -> None:
    plan = distribution.plan()
    assert set(plan.distributed) == row_security.owned_tables()
    assert set(plan.copied) == {
        "account_emailaddress",
        "account_emailconfirmation",
        "organisations_apitoken",
        "organisations_calendarfeed",
        "organisations_membership",
        "organisations_organisation",
        "organisations_signinlink",
        "organisations_user",
    }


def test_distributed_tables_break_no_rule(distributed: Cast) -> None:
    kinds = citus.placed(connection)
    assert set(kinds) == distribution.plan().tables
    assert distribution_rules.broken(connection, kinds) == []


def test_tables_before_the_script_break_rules(db: None) -> None:
    if citus.placed(connection):
        pytest.skip(NOT_YET)
    plan = distribution.plan()
    kinds = dict.fromkeys(plan.distributed, "h") | dict.fromkeys(plan.copied, "n")
    rules = {one.rule for one in distribution_rules.broken(connection, kinds)}
    assert rules == {"key", "numbering", "policy unheard"}


def test_all_of_an_organisation_lies_together(distributed: Cast) -> None:
    first, *others = distribution.plan().distributed
    found = dict(
        query("SELECT logicalrelid::regclass::text, beside FROM pg_dist_partition WHERE partmethod = 'h'")
    )
    assert found == {first: "default"} | dict.fromkeys(others, first)


KEYS = """
SELECT conrelid::regclass::text, contype::text,
    array_remove(array_agg(attname::text ORDER BY attname), 'organisation_id')
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE contype IN ('p', 'u', 'f', 'c') AND connamespace = current_schema()::regnamespace
    AND conrelid::regclass::text NOT LIKE 'pg_dist_%'
    AND NOT (contype = 'u' AND conname LIKE 'own_%')  -- the primary key says it now
GROUP BY pg_constraint.oid, 1, 2 ORDER BY 1, 2, 3
"""


def test_nothing_that_held_before_is_lost(with_citus: Cast) -> None:
    """Every key that was there is there again, wider or as it was."""
    if citus.placed(connection):
        pytest.skip(NOT_YET)
    before = query(KEYS)
    with scope.everything("a test distributes all rows"):
        distribution.distribute(connection)
    assert query(KEYS) == before
    assert row_security.unprotected_tables(connection, row_security.owned_tables()) == []
    assert own_rows.not_held(connection, own_rows.references()) == []


def test_a_second_time_there_is_nothing_to_do(distributed: Cast) -> None:
    assert distribution.statements(connection) == []


def test_what_was_interrupted_goes_on(with_citus: Cast) -> None:
    if citus.placed(connection):
        pytest.skip(NOT_YET)
    with scope.everything("a test distributes all rows"):
        for part in (4, 2):
            left = distribution.statements(connection)
            run(*left[: len(left) // part])
        distribution.distribute(connection)
    assert distribution.statements(connection) == []
    assert distribution_rules.broken(connection, citus.placed(connection)) == []


def test_a_new_column_that_names_another_row_is_tied_later(distributed: Cast) -> None:
    """As after a migration, whose own keys would not fit."""
    one = next(one for one in own_rows.references() if one.table == "people_position")
    run(f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}")
    assert distribution.statements(connection) == [one.key]


def test_a_new_table_is_made_without_keys_and_distributed_later(
    distributed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a migration does it: Django's own keys would name a number that is no key of its own."""
    run(
        "DELETE FROM pg_dist_partition WHERE logicalrelid = 'people_leave'::regclass",
        "DROP TABLE people_leave",
    )
    monkeypatch.setattr(connection.features, "supports_foreign_keys", True)
    own_rows._let_tables_be_made_anew(plan=[])
    with connection.schema_editor() as editor:
        editor.create_model(Leave)
    with scope.everything("a test distributes all rows"):
        distribution.distribute(connection)
    assert distribution_rules.broken(connection, citus.placed(connection)) == []
    assert own_rows.not_held(connection, own_rows.references()) == []
    assert distribution.statements(connection) == []


def test_rows_are_found_and_written_as_before(distributed: Cast) -> None:
    with scope.organisation(distributed.clinic):
        made = Person.objects.create(organisation=distributed.clinic, key="new", name="New")
        made.name = "Known"
        made.save()
        assert Person.objects.get(pk=made.pk).name == "Known"
