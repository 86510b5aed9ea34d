"""No row points at another organisation's, whoever writes it and however."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cast import DAY, Cast
from colead.apps.people.models import Leave, Person, Position
from colead.kit import own_rows, row_security, scope

pytestmark = pytest.mark.database("both")

LEAVE = Leave._meta.db_table


@pytest.fixture
def two(cast: Cast) -> tuple[Person, Person]:
    """A person here, and one elsewhere."""
    found = []
    for one in (cast.clinic, cast.other):
        with scope.organisation(one):
            found.append(Person.objects.create(organisation=one, key="p1", name=f"Of {one.slug}"))
    return found[0], found[1]


def refused() -> Any:
    return pytest.raises(IntegrityError)


def write(sql: str, *values: Any) -> None:
    """As somebody would who reached the database; what is checked at the end is checked now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        connection.check_constraints()
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def leave(of: Person, organisation_id: int) -> None:
    write(
        f"INSERT INTO {LEAVE} (id, organisation_id, person_id, valid_from) VALUES (%s, %s, %s, %s)",  # noqa: S608
        7, organisation_id, of.pk, DAY,
    )  # fmt: skip


def test_the_models_name_their_references() -> None:
    found = {(one.table, one.column, one.target) for one in own_rows.references()}
    assert (LEAVE, "person_id", "people_person") in found
    assert ("leadership_assignment", "beside_id", "leadership_assignment") in found
    assert len(found) > 40
    assert not [one for one in found if one[2] in {"organisations_user", "organisations_organisation"}]


def test_every_reference_is_held(db: None) -> None:
    assert own_rows.not_held(connection, own_rows.references()) == []


def test_postgresql_checks_each_once(db: None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            narrow = [own_rows._narrow_keys(cursor, one) for one in own_rows.references()]
        assert not any(narrow)


def test_ones_own_person_may_be_named(two: tuple[Person, Person]) -> None:
    here, _there = two
    with scope.everything("a test writes by hand"):
        leave(here, here.organisation_id)


def test_raw_sql_cannot_name_anothers(two: tuple[Person, Person]) -> None:
    here, there = two
    with scope.everything("a test writes by hand"):
        with refused():
            leave(there, here.organisation_id)
        leave(here, here.organisation_id)
        with refused():
            write(f"UPDATE {LEAVE} SET person_id = %s WHERE id = 7", there.pk)  # noqa: S608
        with refused():
            write(f"UPDATE {LEAVE} SET organisation_id = %s WHERE id = 7", there.organisation_id)  # noqa: S608
        with refused():
            move = "UPDATE people_person SET organisation_id = %s WHERE id = %s"
            write(move, there.organisation_id, here.pk)


def test_neither_can_the_code(two: tuple[Person, Person]) -> None:
    here, there = two
    period = {"valid_from": DAY}
    with scope.organisation(here.organisation):
        for write_row in (
            lambda: Leave.objects.create(organisation=here.organisation, person=there, **period),
            lambda: Leave.objects.bulk_create(
                [Leave(organisation=here.organisation, person=one, **period) for one in two]
            ),
        ):
            with refused(), transaction.atomic():
                write_row()
                connection.check_constraints()
                if connection.vendor == "postgresql":
                    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not Leave.objects.exists()


def test_nothing_is_asked_of_an_empty_column(two: tuple[Person, Person]) -> None:
    here, _there = two
    with scope.organisation(here.organisation):
        Position.objects.create(organisation=here.organisation, person=here, unit=None, valid_from=DAY)


def test_a_new_table_is_held_and_holding_again_changes_nothing(two: tuple[Person, Person]) -> None:
    here, there = two
    one = own_rows.Reference("people_badge", "person_id", "people_person")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE people_badge"
            " (id bigint PRIMARY KEY, organisation_id bigint NOT NULL, person_id bigint NOT NULL)"
        )
    assert own_rows.not_held(connection, [one]) == [one]
    for _twice in range(2):
        own_rows.hold(connection, [one])
        assert own_rows.not_held(connection, [one]) == []
    with scope.everything("a test writes by hand"), refused():
        write("INSERT INTO people_badge VALUES (1, %s, %s)", here.organisation_id, there.pk)


def test_tables_and_columns_that_are_not_there_yet_are_left_out(db: None) -> None:
    one = own_rows.Reference("people_badge", "person_id", "people_person")
    other = own_rows.Reference(LEAVE, "badge_id", "people_person")
    own_rows.hold(connection, [one, other])
    assert own_rows.not_held(connection, [one, other]) == [one, other]


def test_rows_that_broke_it_before_stay_and_are_counted(two: tuple[Person, Person]) -> None:
    here, there = two
    one = own_rows.Reference("people_badge", "person_id", "people_person")
    values = [here.organisation_id, there.pk]
    with scope.everything("a test writes by hand"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE people_badge (id bigint, organisation_id bigint, person_id bigint)")
        cursor.execute("INSERT INTO people_badge VALUES (1, %s, %s)", values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE") if connection.vendor == "postgresql" else None
    if connection.vendor == "postgresql":
        row_security.protect_tables(connection, {"people_badge"})
    own_rows.hold(connection, [one])  # as after migrations, when the connection has been told of nobody
    assert own_rows.not_held(connection, [one]) == ([one] if connection.vendor == "postgresql" else [])
    with scope.everything("a test writes by hand"):
        assert own_rows.broken(connection, one) == 1
        with refused():
            write("INSERT INTO people_badge VALUES (2, %s, %s)", *values)
