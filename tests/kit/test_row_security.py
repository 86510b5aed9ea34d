"""The second wall: what PostgreSQL refuses even when the code forgets to ask for an organisation."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction

from cast import Cast, organisation
from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.models import Person
from colead.kit import citus, row_security, scope

pytestmark = pytest.mark.database("postgresql")  # SQLite has no row-level security


@pytest.fixture
def two_people(cast: Cast) -> Cast:
    for one in (cast.clinic, cast.other):
        with scope.organisation(one):
            Person.objects.create(organisation=one, key="p1", name=f"Of {one.slug}")
    return cast


@pytest.fixture
def cursor(db: None) -> Iterator[Any]:
    with connection.cursor() as opened:
        yield opened


def names(cursor: Any) -> list[str]:
    """Raw SQL that forgot its organisation."""
    cursor.execute("SELECT name FROM people_person ORDER BY name")
    return [name for (name,) in cursor.fetchall()]


def test_suite_runs_as_a_role_that_the_wall_holds(cursor: Any) -> None:
    cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert cursor.fetchone() == (False,)


def test_every_table_of_organisations_is_protected(cursor: Any) -> None:
    tables = row_security.owned_tables()
    assert len(tables) > 10
    assert row_security.unprotected_tables(connection, tables) == []
    assert all(model._meta.get_field("organisation") for model in OrganisationOwned.__subclasses__())


def test_forgetful_query_sees_one_organisation(two_people: Cast, cursor: Any) -> None:
    with scope.organisation(two_people.clinic):
        assert names(cursor) == ["Of clinic"]
    with scope.organisation(two_people.other):
        assert names(cursor) == ["Of elsewhere"]


def test_outside_a_scope_nothing_is_there(two_people: Cast, cursor: Any) -> None:
    assert names(cursor) == []


def test_everything_sees_all(two_people: Cast, cursor: Any) -> None:
    with scope.everything("a test looks at all"):
        assert names(cursor) == ["Of clinic", "Of elsewhere"]


def test_forgetful_change_touches_nobody_else(two_people: Cast, cursor: Any) -> None:
    with scope.organisation(two_people.clinic):
        cursor.execute("UPDATE people_person SET name = 'taken'")
        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM people_person WHERE name <> 'taken'")
        assert cursor.rowcount == 0


def test_row_cannot_be_written_into_another_organisation(two_people: Cast) -> None:
    with (
        scope.organisation(two_people.clinic),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Person.objects.create(organisation=two_people.other, key="p2", name="Planted")
    with (
        scope.organisation(two_people.clinic),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Person.objects.update(organisation=two_people.other)


def test_scopes_nest_for_the_database_too(two_people: Cast, cursor: Any) -> None:
    with scope.organisation(two_people.clinic):
        with scope.organisation(two_people.other):
            assert names(cursor) == ["Of elsewhere"]
        assert names(cursor) == ["Of clinic"]


def test_scope_survives_a_savepoint_that_is_rolled_back(two_people: Cast, cursor: Any) -> None:
    with scope.organisation(two_people.clinic):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), scope.organisation(two_people.other):
            _ = 1 / 0
        assert names(cursor) == ["Of clinic"]


def test_scope_is_right_after_a_failed_statement_inside_it(two_people: Cast, cursor: Any) -> None:
    with scope.organisation(two_people.clinic):
        with pytest.raises(DatabaseError), transaction.atomic(), scope.organisation(two_people.other):
            cursor.execute("SELECT nothing_of_the_kind")
        assert names(cursor) == ["Of clinic"]
    assert names(cursor) == []


def test_organisation_can_be_deleted_with_all_it_owns(two_people: Cast, cursor: Any) -> None:
    with scope.everything("a test removes an organisation"):
        two_people.other.delete()
        assert names(cursor) == ["Of clinic"]


def test_entering_the_same_scope_again_costs_nothing(two_people: Cast, django_assert_num_queries) -> None:
    clinic = two_people.clinic
    with scope.organisation(clinic), django_assert_num_queries(0), scope.organisation(clinic):
        pass


def test_protecting_again_changes_nothing(cursor: Any) -> None:
    tables = row_security.owned_tables()
    row_security.protect_tables(connection, tables)
    cursor.execute("SELECT count(*) FROM pg_policy WHERE polname = %s", [row_security.POLICY])
    assert cursor.fetchone() == (len(tables),)


def test_policy_of_an_older_version_is_made_anew(two_people: Cast, cursor: Any) -> None:
    older = f"organisation_id = (SELECT nullif(current_setting('{row_security.SETTING}', true), '')::bigint)"
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end would keep the table
    cursor.execute(f"ALTER POLICY {row_security.POLICY} ON people_person USING ({older})")
    assert row_security.unprotected_tables(connection, {"people_person"}) == ["people_person"]
    row_security.protect_tables(connection, {"people_person"})
    assert row_security.unprotected_tables(connection, {"people_person"}) == []
    with scope.organisation(two_people.clinic):
        assert names(cursor) == ["Of clinic"]


@pytest.mark.django_db(transaction=True)
def test_connection_that_opens_inside_a_scope_learns_it() -> None:
    clinic = organisation("clinic")
    with scope.organisation(clinic):
        with transaction.atomic():
            Person.objects.create(organisation=clinic, key="p1", name="Of clinic")
        connection.close()  # as when the database restarts
        with connection.cursor() as cursor:
            assert names(cursor) == ["Of clinic"]


@pytest.mark.django_db(transaction=True)
def test_scope_of_one_thread_is_not_that_of_another() -> None:
    clinic, seen = organisation("clinic"), []

    def look() -> None:
        with connection.cursor() as cursor:
            seen.extend(names(cursor))
        connection.close()

    with scope.organisation(clinic):
        with transaction.atomic():
            Person.objects.create(organisation=clinic, key="p1", name="Of clinic")
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert seen == []


@pytest.fixture
def told_by_transaction(two_people: Cast) -> Iterator[Cast]:
    """As on a connection to several PostgreSQL; the session itself knows nothing."""
    teller = row_security.Teller()
    connection.execute_wrappers.insert(0, teller)
    yield two_people
    connection.execute_wrappers.remove(teller)


def session_knows(cursor: Any) -> str:
    cursor.execute("SELECT current_setting(%s, true)", [row_security.SETTING])
    return str(cursor.fetchone()[0])


def test_transaction_is_told_where_scopes_change(told_by_transaction: Cast, cursor: Any) -> None:
    with scope.organisation(told_by_transaction.clinic):
        assert names(cursor) == ["Of clinic"]
        with scope.organisation(told_by_transaction.other):
            assert names(cursor) == ["Of elsewhere"]
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            scope.organisation(told_by_transaction.other),
        ):
            cursor.execute("SELECT nothing_of_the_kind")
        assert names(cursor) == ["Of clinic"]
    assert names(cursor) == []


@pytest.mark.django_db(transaction=True)
def test_statement_alone_is_told_and_the_session_forgets() -> None:
    teller = row_security.Teller()
    clinic = organisation("clinic")
    connection.execute_wrappers.insert(0, teller)
    try:
        with scope.organisation(clinic), connection.cursor() as cursor:
            Person.objects.create(organisation=clinic, key="p1", name="Of clinic")
            assert names(cursor) == ["Of clinic"]
            with transaction.atomic():
                assert names(cursor) == ["Of clinic"]
            assert not connection.in_atomic_block
            assert session_knows(cursor) == str(clinic.pk)
    finally:
        connection.execute_wrappers.remove(teller)
    with connection.cursor() as cursor:
        assert session_knows(cursor) == ""


@pytest.mark.parametrize(("value", "told"), [("local", True), ("none", False)])
def test_what_a_connection_finds_set_decides_how_it_is_told(db: None, value: str, told: bool) -> None:
    options = {**connection.settings_dict["OPTIONS"], "options": f"-c {citus.PROPAGATION}={value}"}
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    other.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    other.ensure_connection()
    assert row_security.is_told_by_transaction(other) is told
    other.close()
