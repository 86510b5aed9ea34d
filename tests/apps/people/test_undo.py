"""Undoing an import: the rows afterwards are exactly those from before."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.people.staff import NOW, changed, check, staff_list, take_in
from cast import DAY, Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people import services
from colead.apps.people.models import (
    Competency,
    ImportChange,
    Leave,
    Person,
    Position,
    ReportingLine,
    Strength,
    Unit,
    UnitPlacement,
)
from colead.kit.errors import Conflict
from house.actors import noting_locks
from house.machines import taken_back

pytestmark = pytest.mark.database("both")

TABLES = (Unit, UnitPlacement, Person, Position, ReportingLine, Leave)
LATER = DAY + timedelta(days=30)


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that an import writes."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def undo(cast: Cast, import_id: int) -> None:
    services.request_undo(by=cast.carla, import_id=import_id, now=NOW)


def test_undoing_the_first_import_leaves_nothing(clinic: Cast) -> None:
    undo(clinic, take_in(clinic.carla).pk)
    assert not any(all_rows().values())
    assert not ImportChange.objects.exists()


def test_undoing_a_change_restores_every_row(clinic: Cast) -> None:
    take_in(clinic.carla)
    before = all_rows()
    new = changed(
        p1="1,Åse Holm Krog,aase@example.org,,Clinic,,Director",
        p3="3,Alma Dahl,alma@example.org,5,Office,Clinic,Senior nurse",
        p4=None,
        p6="6,Eva,eva@example.org,5,Lab,Clinic,",
    )
    done = take_in(clinic.carla, new, day=LATER)
    assert all_rows() != before
    undo(clinic, done.pk)
    assert all_rows() == before


def test_undoing_a_correction_of_the_same_day_brings_removed_rows_back(clinic: Cast) -> None:
    take_in(clinic.carla)
    before = all_rows()
    done = take_in(clinic.carla, changed(p3="3,Alma Dahl,alma@example.org,5,Office,Clinic,Clerk"))
    undo(clinic, done.pk)
    assert all_rows() == before


ROWS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(["", "A", "B", "C"]),
        st.sampled_from(["", "Nurse", "Clerk"]),
        st.sampled_from(["", "2026-02-20", "2026-03-20", "2026-05-01"]),
        st.sampled_from(["", "2026-03-10", "2026-04-10"]),
        st.sampled_from(["", "2026-03-25"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)
LIST_HEADER = "id,manager,unit,title,start_date,end_date,leave_from"


def random_list(rows: list[tuple[int, str, str, str, str, str]]) -> bytes:
    """A right list: everybody reports to the person with the smallest number."""
    right = [row for row in rows if not (row[3] and row[4] and row[3] > row[4])]
    top = min((row[0] for row in right), default=0)
    lines = [",".join([str(number), "" if number == top else str(top), *rest]) for number, *rest in right]
    return staff_list(*(lines or ["9,,A,,,,"]), header=LIST_HEADER)


SERIES = st.lists(
    st.tuples(ROWS, st.sampled_from(["full", "partial"]), st.integers(0, 40)), min_size=1, max_size=3
)


PLANNED = [
    ([(1, "", "", "", "", "")], "full", 1),  # from the day after on, as it stands
    ([(1, "", "", "2026-03-20", "", "")], "full", 0),  # begins later than that, says a list of the day before
]


@given(lists=SERIES)
@example(lists=PLANNED)
@settings(
    max_examples=settings.default.max_examples // 3,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_series_of_imports_can_be_undone_step_by_step(clinic: Cast, lists: list[Any]) -> None:
    with taken_back():
        done, states = [], [all_rows()]
        for rows, mode, days in lists:
            checked = check(clinic.carla, random_list(rows), day=DAY + timedelta(days=days), mode=mode)
            if checked.state != "ready":
                continue
            done.append(
                services.apply_import(by=clinic.carla, import_id=checked.pk, now=checked.created_at).pk
            )
            for model in (Position, ReportingLine):
                assert_one_at_a_time(model)
            states.append(all_rows())
        for import_id in reversed(done):
            assert all_rows() == states.pop()
            undo(clinic, import_id)
        assert all_rows() == states.pop()


def assert_one_at_a_time(model: type[Position] | type[ReportingLine]) -> None:
    """Nobody holds two primary positions, or has two solid lines, on one day."""
    only = {"is_primary": True} if model is Position else {"kind": "solid"}
    ends: dict[int, Any] = {}
    for row in model.objects.filter(**only).order_by("person_id", "valid_from"):
        until = ends.get(row.person_id, row.valid_from)
        assert until is not None
        assert until <= row.valid_from
        ends[row.person_id] = row.valid_until


def test_the_audit_log_says_how_many_joined_left_and_moved(clinic: Cast) -> None:
    take_in(clinic.carla)
    first = json.loads(LedgerRecord.objects.latest("leaf__index").text)["details"]
    people = Person.objects.count()
    assert (first["joined"], first["left"], first["moved"]) == (people, 0, 0)
    take_in(clinic.carla, changed(p4=None), day=LATER)
    then = json.loads(LedgerRecord.objects.latest("leaf__index").text)["details"]
    assert (then["joined"], then["left"]) == (0, 1)


def test_undoing_says_how_far_it_is(clinic: Cast) -> None:
    said: list[tuple[int, int]] = []
    done = take_in(clinic.carla)
    services.undo_import(
        by=clinic.carla, import_id=done.pk, now=NOW, progress=lambda part, whole: said.append((part, whole))
    )
    assert [whole for _part, whole in said] == [100] * len(said)
    parts = [part for part, _whole in said]
    assert parts == sorted(set(parts))
    assert len(parts) == 5  # the four kinds of dated rows, and the people and units themselves
    assert (parts[0], parts[-1]) == (10, 95)


def test_it_takes_as_many_statements_for_many_people_as_for_few(clinic: Cast) -> None:
    """Of those that others wait for: what is prepared before locks nothing."""
    counts = []
    for people in (5, 50):
        rows = [f"{one},Person {one},,{1 if one > 1 else ''},Unit,,Clerk" for one in range(1, people + 1)]
        day = DAY + timedelta(days=people)
        take_in(clinic.carla, staff_list(*rows), day=day)
        done = take_in(clinic.carla, staff_list(*(row.replace("Person", "P.") for row in rows)), day=day)
        sent: list[str] = []
        with connection.execute_wrapper(noting_locks(sent)):
            undo(clinic, done.pk)
        assert Person.objects.filter(name__startswith="Person").count() == people
        counts.append(len([sql for sql in sent if "people_" in sql.split("(")[0] and "TEMP" not in sql]))
    assert counts[0] == counts[1]


def test_an_address_that_changes_meanwhile_is_seen(clinic: Cast) -> None:
    """Between preparing and writing: what the row has when it is written decides what it gets back."""
    take_in(clinic.carla)
    done = take_in(clinic.carla, changed(p3="3,Alma D.,alma@example.org,5,Office,Clinic,"), day=LATER)

    def meanwhile(part: int, _whole: int) -> None:
        if part == 95:
            with transaction.atomic():
                Person.objects.filter(key="3").update(email="new@example.org", earlier_email="a@example.org")

    services.undo_import(by=clinic.carla, import_id=done.pk, now=NOW, progress=meanwhile)
    person = Person.objects.get(key="3")
    assert (person.email, person.earlier_email) == ("alma@example.org", "")


def test_only_the_last_import_can_be_undone(clinic: Cast) -> None:
    first = take_in(clinic.carla)
    take_in(clinic.carla, changed(p4=None), day=LATER)
    with pytest.raises(Conflict, match="builds on this one"):
        undo(clinic, first.pk)


def test_an_import_that_something_builds_on_stays(clinic: Cast) -> None:
    done = take_in(clinic.carla)
    before = all_rows()
    competency = Competency.objects.create(organisation=clinic.clinic, key="listen", name_en="x", name_da="x")
    Strength.objects.create(
        organisation=clinic.clinic, person=Person.objects.get(key="3"), competency=competency, level=2
    )
    with pytest.raises(Conflict, match="cannot be undone"):
        undo(clinic, done.pk)
    assert all_rows() == before


def test_undoing_twice_is_once(clinic: Cast) -> None:
    done = take_in(clinic.carla)
    undo(clinic, done.pk)
    undo(clinic, done.pk)
    assert not Person.objects.exists()
