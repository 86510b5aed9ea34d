"""A staff list on its way into the organisation: what changes, what stays, what is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.people.staff import NOW, changed, check, managers, posts, staff_list, take_in
from cast import DAY, Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people import services
from colead.apps.people.models import (
    Leave,
    Person,
    Position,
    ReportingLine,
    StaffImport,
    StaffImportFile,
    Unit,
    UnitPlacement,
)
from colead.kit.errors import Conflict, DomainError, NotAllowed
from colead.kit.roles import Member

LATER = DAY + timedelta(days=30)


def test_the_first_list_brings_people_units_and_lines(clinic: Cast) -> None:
    done = take_in(clinic.carla)
    assert done.summary["changes"] == {"joins": 5, "unit_created": 3}
    assert posts(DAY)["3"] == ("Ward", "Nurse")
    assert managers(DAY) == {"2": "1", "3": "2", "4": "2", "5": "1"}
    placed = UnitPlacement.objects.on(DAY).values_list("unit__key", "parent__key")
    assert set(placed) == {("Clinic", None), ("Ward", "Clinic"), ("Office", "Clinic")}


def test_others_wait_for_as_many_statements_whatever_the_number_of_people(clinic: Cast) -> None:
    """What is written in the transaction, in which everybody who writes waits."""
    asked = []
    for people in (30, 180):
        rows = [f"{people}-{n},Person {n},,{people}-0,Ward {n % 7},," for n in range(1, people)]
        content = staff_list(f"{people}-0,Top,,,Ward 0,,", *rows)
        now = {"by": clinic.carla, "now": NOW}
        table = services.open_table(content, "staff.csv")
        mapping, _answers = services.columns_for(table)
        with (
            services.prepared_staff_list(
                content=content, file_name="staff.csv", mapping=mapping, is_full=False, as_of=DAY, **now
            ) as prepared,
            CaptureQueriesContext(connection) as queries,
        ):
            services.store_staff_list(prepared=prepared, **now)
        asked.append(len(queries))
        assert Position.objects.filter(person__key__startswith=f"{people}-").count() == people
    assert asked[1] <= asked[0] <= 60


def test_members_are_linked_by_email(clinic: Cast) -> None:
    take_in(clinic.carla)
    assert Person.objects.get(key="3").user == clinic.alma.user
    assert Person.objects.get(key="1").user is None


def test_the_same_list_again_changes_nothing(clinic: Cast) -> None:
    take_in(clinic.carla)
    before = Position.objects.count(), ReportingLine.objects.count(), UnitPlacement.objects.count()
    again = check(clinic.carla, day=LATER)
    assert again.summary["changes"] == {}
    services.apply_import(by=clinic.carla, import_id=again.pk, now=NOW)
    assert before == (Position.objects.count(), ReportingLine.objects.count(), UnitPlacement.objects.count())


def test_a_change_ends_one_row_and_opens_another(clinic: Cast) -> None:
    take_in(clinic.carla)
    moved = changed(p3="3,Alma Dahl,alma@example.org,5,Office,Clinic,Senior nurse")
    done = take_in(clinic.carla, moved, day=LATER)
    assert done.summary["changes"] == {"moves": 1, "new_manager": 1, "new_title": 1}
    assert posts(LATER - timedelta(days=1))["3"] == ("Ward", "Nurse")
    assert posts(LATER)["3"] == ("Office", "Senior nurse")
    assert managers(LATER - timedelta(days=1))["3"] == "2"
    assert managers(LATER)["3"] == "5"


def test_who_is_not_in_a_full_file_leaves(clinic: Cast) -> None:
    take_in(clinic.carla)
    done = take_in(clinic.carla, changed(p4=None), day=LATER)
    assert done.summary["changes"] == {"leaves": 1}
    assert "4" in posts(LATER - timedelta(days=1))
    assert "4" not in posts(LATER)
    assert "4" not in managers(LATER)


def test_a_partial_file_changes_only_whom_it_lists(clinic: Cast) -> None:
    take_in(clinic.carla)
    part = staff_list("4,Ærø Skov,aero@example.org,Uma Lind,Office,Clinic,Clerk")
    done = take_in(clinic.carla, part, day=LATER, mode="partial")
    assert done.summary["changes"] == {"moves": 1, "new_manager": 1, "new_title": 1}
    assert len(posts(LATER)) == 5
    assert managers(LATER)["4"] == "5"  # found by name among people outside the file
    assert UnitPlacement.objects.on(LATER).count() == 3


def test_a_partial_file_may_not_make_a_circle_with_people_outside_it(clinic: Cast) -> None:
    take_in(clinic.carla)
    part = staff_list("1,Åse Holm,aase@example.org,3,Clinic,,Director")
    checked = check(clinic.carla, part, day=LATER, mode="partial")
    assert checked.state == "failed"
    (problem,) = checked.file.findings["problems"]
    assert problem["code"] == "cycle"
    assert (problem["line"], problem["values"]["lines"]) == (2, "2")


def test_a_partial_file_without_units_leaves_several_positions_of_others_alone(clinic: Cast) -> None:
    rows = [f"{number},Person {number},{unit}" for number, unit in ((1, "Ward"), (2, "Ward"), (2, "Office"))]
    take_in(clinic.carla, staff_list(*rows, header="id,name,unit"))
    ends = staff_list("1,Person 1,2027-01-01", header="id,name,end_date")
    take_in(clinic.carla, ends, day=LATER, mode="partial")
    units = Position.objects.on(LATER).filter(person__key="2").values_list("unit__name", flat=True)
    assert sorted(units) == ["Office", "Ward"]
    assert str(Position.objects.get(person__key="1").valid_until) == "2027-01-01"


def test_a_column_that_is_missing_leaves_its_facts_alone(clinic: Cast) -> None:
    take_in(clinic.carla)
    titles = staff_list("3,Ward sister", "4,Nurse", header="id,title")
    done = take_in(clinic.carla, titles, day=LATER, mode="partial")
    assert done.summary["changes"] == {"new_title": 1}
    assert posts(LATER)["3"] == ("Ward", "Ward sister")
    assert managers(LATER)["3"] == "2"
    assert Person.objects.get(key="3").email == "alma@example.org"


def test_a_correction_on_the_same_day_leaves_no_row_that_never_was(clinic: Cast) -> None:
    take_in(clinic.carla)
    take_in(clinic.carla, changed(p3="3,Alma Dahl,alma@example.org,2,Ward,Clinic,Porter"))
    rows = Position.objects.filter(person__key="3")
    assert [(row.title, row.valid_from, row.valid_until) for row in rows] == [("Porter", DAY, None)]


def test_an_older_list_slips_in_between(clinic: Cast) -> None:
    take_in(clinic.carla)
    take_in(clinic.carla, changed(p3="3,Alma Dahl,alma@example.org,2,Ward,Clinic,Matron"), day=LATER)
    between = DAY + timedelta(days=10)
    take_in(clinic.carla, changed(p3="3,Alma Dahl,alma@example.org,2,Ward,Clinic,Sister"), day=between)
    assert posts(DAY)["3"][1] == "Nurse"
    assert posts(between)["3"][1] == "Sister"
    assert posts(LATER)["3"][1] == "Matron"


def test_units_move_close_and_keep_what_lies_above(clinic: Cast) -> None:
    take_in(clinic.carla)
    rows = [
        "1,Åse Holm,,,Clinic,,Director",
        "2,Bo Berg,,1,Ward,Care,Head nurse",
        "3,Alma Dahl,,2,Ward,Care,Nurse",
        "4,Ærø Skov,,2,Ward,Care,Nurse",
        "5,Uma Lind,,1,Clinic,,Clerk",
    ]
    done = take_in(clinic.carla, staff_list(*rows), day=LATER)
    changes = done.summary["changes"]
    assert (changes["unit_created"], changes["unit_moved"], changes["unit_closed"]) == (1, 1, 1)
    placed = dict(UnitPlacement.objects.on(LATER).values_list("unit__key", "parent__key"))
    assert placed == {"Clinic": None, "Care": None, "Ward": "Care"}


def test_units_of_a_list_without_a_tree_stay_where_they_are(clinic: Cast) -> None:
    take_in(clinic.carla)
    flat = staff_list("2,Bo Berg,Ward", "1,Åse Holm,Ward", header="id,name,unit")
    take_in(clinic.carla, flat, day=LATER)
    placed = dict(UnitPlacement.objects.on(LATER).values_list("unit__key", "parent__key"))
    assert placed == {"Ward": "Clinic", "Clinic": None}


def test_units_with_ids_are_renamed_and_found_again_by_name(clinic: Cast) -> None:
    header = "id,name,unit_id,unit"
    take_in(clinic.carla, staff_list("1,Åse,17,Ward", header=header))
    done = take_in(clinic.carla, staff_list("1,Åse,17,Ward five", header=header), day=LATER)
    assert done.summary["changes"] == {"unit_renamed": 1}
    again = check(clinic.carla, staff_list("1,Åse,Ward five", header="id,name,unit"), day=LATER)
    assert again.summary["changes"] == {}
    assert Unit.objects.get().key == "17"


def test_several_positions_a_person(clinic: Cast) -> None:
    header = "id,name,manager,unit,title,share"
    rows = [
        "1,Åse,,Clinic,Director,1",
        "2,Bo,1,Clinic,Nurse,0.6",
        "3,Alma,1,Ward,Head,1",
        "2,Bo,3,Ward,Tutor,0.4",
    ]
    take_in(clinic.carla, staff_list(*rows, header=header))
    held = Position.objects.filter(person__key="2").order_by("-is_primary").values_list("title", "is_primary")
    assert list(held) == [("Nurse", True), ("Tutor", False)]
    lines = (
        ReportingLine.objects.filter(person__key="2").order_by("-kind").values_list("manager__key", "kind")
    )
    assert list(lines) == [("1", "solid"), ("3", "dotted")]


def test_start_end_and_leave_dates(clinic: Cast) -> None:
    header = "id,name,manager,unit,start_date,end_date,leave_from,leave_until"
    rows = [
        "1,Åse,,Clinic,2019-05-01,,,",
        "2,Bo,1,Clinic,2026-05-01,,,",  # joins later
        "3,Alma,1,Clinic,,2026-06-30,2026-02-01,2026-04-01",
        "4,Ærø,1,Clinic,2020-01-01,2025-12-31,,",  # has left already
    ]
    done = take_in(clinic.carla, staff_list(*rows, header=header))
    assert done.summary["changes"] == {"joins": 2, "starts_later": 1, "away": 1, "unit_created": 1}
    assert set(posts(date(2020, 1, 1))) == {"1"}
    assert set(posts(DAY)) == {"1", "3"}
    assert set(posts(date(2026, 5, 1))) == {"1", "2", "3"}
    assert managers(date(2026, 5, 1)) == {"2": "1", "3": "1"}
    assert set(posts(date(2026, 7, 1))) == {"1", "2"}
    assert Leave.objects.on(DAY).get().person.key == "3"
    assert check(clinic.carla, staff_list(*rows, header=header), day=LATER).summary["changes"] == {}


def test_an_end_date_in_a_later_list_ends_the_position_on_that_day(clinic: Cast) -> None:
    header = "id,name,unit,end_date"
    take_in(clinic.carla, staff_list("1,Åse,Clinic,", "2,Bo,Clinic,", header=header))
    done = take_in(
        clinic.carla, staff_list("1,Åse,Clinic,", "2,Bo,Clinic,2026-03-20", header=header), day=LATER
    )
    assert done.summary["changes"] == {"leaves": 1}
    assert Position.objects.get(person__key="2").valid_until == date(2026, 3, 20)


def test_managers_by_email_and_by_the_units_lead(clinic: Cast) -> None:
    by_email = staff_list("1,a@x.dk,,Top", "2,b@x.dk,a@x.dk,Top", header="id,email,manager_email,unit")
    take_in(clinic.carla, by_email)
    assert managers(DAY) == {"2": "1"}


def test_leads_without_a_column_for_managers(clinic: Cast) -> None:
    marked = staff_list(
        "1,Clinic,,x", "2,Ward,Clinic,x", "3,Ward,Clinic,", header="id,unit,unit_parent,leads"
    )
    take_in(clinic.carla, marked)
    assert managers(DAY) == {"2": "1", "3": "2"}


MARKED = staff_list(
    "1,,Clinic,x", "2,1,Clinic,", "3,1,Ward,x", "4,2,Ward,", "5,2,Ward,", header="id,manager,unit,leads"
)
IN_CLINIC, IN_WARD = ["1,,Clinic", "2,1,Clinic"], ["4,2,Ward", "5,1,Ward"]


def warned(by: Member, *rows: str, header: str = "id,manager,unit", mode: str = "full") -> list[str]:
    checked = check(by, staff_list(*rows, header=header), mode=mode)
    return [one["code"] for one in checked.file.findings["warnings"]]


def test_a_lead_who_is_known_from_before_is_not_missed(clinic: Cast) -> None:
    take_in(clinic.carla, MARKED)
    assert warned(clinic.carla, *IN_CLINIC, "3,1,Ward", *IN_WARD) == []
    assert warned(clinic.carla, *IN_WARD, mode="partial") == []


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id,unit,leads", "9,Ward,no"),
        ("id,unit_id,unit,leads", "9,u2,Ward,no"),
        ("id,unit_id,leads", "9,u2,no"),
    ],
)
def test_a_partial_file_finds_the_lead_of_a_unit_outside_it(clinic: Cast, header: str, row: str) -> None:
    by_id = ["1,u1,Clinic,yes", "2,u2,Ward,yes", "3,u2,Ward,no"]
    take_in(clinic.carla, staff_list(*by_id, header="id,unit_id,unit,leads"))
    take_in(clinic.carla, staff_list(row, header=header), day=LATER, mode="partial")
    assert (posts(LATER)["9"][0], managers(LATER)["9"]) == ("Ward", "2")


def test_lines_that_are_known_from_before_are_not_missed(clinic: Cast) -> None:
    take_in(clinic.carla, MARKED)
    assert warned(clinic.carla, "1,Clinic", "2,Clinic", "3,Ward", "4,Ward", "5,Ward", header="id,unit") == []


def test_a_lead_who_goes_is_missed(clinic: Cast) -> None:
    take_in(clinic.carla, MARKED)
    assert warned(clinic.carla, *IN_CLINIC, *IN_WARD) == ["unit_without_lead"]
    assert warned(clinic.carla, "3,1,Clinic", *IN_WARD, mode="partial") == ["unit_without_lead"]


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        (["1,Åse,,2,Top,,", "2,Bo,,1,Top,,"], "cycle", 2),
        (["1,Åse,,99,Top,,"], "unknown_manager", 2),
        (["1,Åse,,1,Top,,"], "self_manager", 2),
        (["1,Åse,,,Top,,", "1,Bo,,,Top,,"], "duplicate_id", 3),
        (["1,Åse,,,A,B,", "2,Bo,,1,B,A,"], "unit_cycle", 2),
        ([f"1,{'x' * 300},,,Top,,"], "too_long", 2),
    ],
)
def test_a_wrong_list_stores_nothing(clinic: Cast, rows: list[str], code: str, line: int) -> None:
    checked = check(clinic.carla, staff_list(*rows))
    first = checked.file.findings["problems"][0]
    assert (first["code"], first["line"]) == (code, line)
    with pytest.raises(Conflict):
        services.apply_import(by=clinic.carla, import_id=checked.pk, now=NOW)
    assert not Person.objects.exists()
    assert not Unit.objects.exists()


def test_a_civil_registration_number_stops_at_the_door(clinic: Cast) -> None:
    content = staff_list("1,Åse 010203-1234,,,Top,,")
    with pytest.raises(DomainError) as refused:
        check(clinic.carla, content)
    assert refused.value.code == "civil_registration_numbers"
    assert "1234" not in str(refused.value.problems[0])
    assert not StaffImport.objects.exists()
    assert not StaffImportFile.objects.exists()


def test_only_the_people_team_and_owners_may(clinic: Cast) -> None:
    for member in (clinic.alma, clinic.dan):
        with pytest.raises(NotAllowed):
            check(member)
    assert check(clinic.olga).state == "ready"


def test_chosen_columns_are_remembered(clinic: Cast) -> None:
    content = staff_list("1,Åse,Top", header="nr,who,where")
    take_in(clinic.carla, content, name="who", unit="where")
    again = services.start_import(
        by=clinic.olga, content=content, file_name="b.csv", mode="full", as_of=DAY, now=NOW
    )
    assert again.mapping == {"key": "nr", "name": "who", "unit": "where"}


def test_without_numbers_people_are_known_by_email(clinic: Cast) -> None:
    take_in(clinic.carla, staff_list("a@x.dk,Åse", header="mail,name"))
    assert Person.objects.get().key == "a@x.dk"


def test_a_file_without_anything_to_know_people_by_is_refused(clinic: Cast) -> None:
    with pytest.raises(DomainError, match="tells people apart"):
        check(clinic.carla, staff_list("Åse", header="name"))


def test_a_preview_that_is_out_of_date_is_not_applied(clinic: Cast) -> None:
    take_in(clinic.carla)
    one = check(clinic.carla, changed(p4=None), day=LATER)
    take_in(clinic.carla, changed(p5=None), day=LATER)
    with pytest.raises(Conflict, match="has changed since"):
        services.apply_import(by=clinic.carla, import_id=one.pk, now=NOW)
    services.apply_import(by=clinic.carla, import_id=one.pk, now=NOW)  # what the new preview shows
    assert set(posts(LATER)) == {"1", "2", "3", "5"}


def test_applying_twice_gives_the_same_receipt(clinic: Cast) -> None:
    done = take_in(clinic.carla)
    again = services.request_apply(by=clinic.carla, import_id=done.pk, now=NOW)
    assert again.applied_at == done.applied_at
    assert Person.objects.count() == 5


def test_the_file_goes_when_it_is_applied(clinic: Cast) -> None:
    done = take_in(clinic.carla)
    assert not StaffImportFile.objects.exists()
    assert "Åse" not in str(done.summary)


def test_files_go_after_seven_days(clinic: Cast) -> None:
    check(clinic.carla)
    assert services.remove_expired_files(by=clinic.carla, now=NOW + timedelta(days=6)) == 0
    assert services.remove_expired_files(by=clinic.carla, now=NOW + timedelta(days=8)) == 1
    assert not StaffImport.objects.exists()


def test_the_ledger_holds_counts_and_no_names(clinic: Cast) -> None:
    take_in(clinic.carla)
    record = LedgerRecord.objects.get()
    assert '"joins":5' in record.text.replace(" ", "")
    assert "Åse" not in record.text


def test_discarding_removes_an_import_that_was_not_applied(clinic: Cast) -> None:
    services.discard_import(by=clinic.carla, import_id=check(clinic.carla).pk, now=NOW)
    assert not StaffImport.objects.exists()
    done = take_in(clinic.carla)
    with pytest.raises(Conflict):
        services.discard_import(by=clinic.carla, import_id=done.pk, now=NOW)
