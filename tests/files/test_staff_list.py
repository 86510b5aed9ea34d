"""A staff list: every kind of problem with its line, every way to write a manager, a unit, a date."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colead.engine.organisation import Organisation
from colead.files.columns import guess_columns
from colead.files.masking import MASK
from colead.files.problems import FileError, StaffListError
from colead.files.reading import read_pasted, read_table_from_bytes
from colead.files.staff_list import StaffList, read_organisation, read_staff_list

DAY = datetime.date(2026, 9, 1)


def staff(text: str, day: datetime.date = DAY) -> StaffList:
    return read_staff_list(read_pasted(text), as_of=day)


def problems(text: str) -> list[tuple[int | None, str | None, str]]:
    return [(one.line, one.column, one.code) for one in staff(text).problems]


def warnings(text: str) -> list[str]:
    return [one.code for one in staff(text).warnings]


def managers(found: Organisation) -> dict[object, object]:
    ids = found.person_ids.tolist()
    return {
        ids[person]: None if lead < 0 else ids[lead] for person, lead in enumerate(found.manager.tolist())
    }


EVERYTHING_WRONG = """id,name,manager,unit,level,email,start,end date,leave from,leave until,hours,fte,leads
1,Anna,,Top,0,a@x.dk,2020-01-01,,,,37,1,yes
2,Bo,3,A,1,,,,,,,,
3,Ida,2,A,1,,,,,,,,
4,Ole,99,A,first,,,,,,,,
4,Per,1,B,1,,,,,,,,
5,Eva,5,B,2,not mail,,,,,,,
6,Mia,1,B,2,,31-02-2020,,,,,,
7,Kim 010170-1234,1,B,2,,,,,,,,
,Nobody,1,B,2,,,,,,,,
8,Ragged,1
9,Lis,1,B,2,,2021-05-01,2020-05-01,,,,,
10,Jan,1,B,2,,,,2021-05-01,2021-04-01,many,,
11,Tea,1,B,2,,,,,,200,1700,perhaps
11,Tea,1,B,2,,,,,,,,
"""


def test_everything_that_is_wrong_is_named_with_its_line_in_one_go() -> None:
    renamed = EVERYTHING_WRONG.replace("start,", "start date,").replace(",hours,", ",weekly hours,")
    assert problems(renamed) == [
        (3, "manager", "cycle"),
        (5, "level", "bad_level"),
        (5, "manager", "unknown_manager"),
        (6, "id", "duplicate_id"),
        (7, "email", "bad_email"),
        (7, "manager", "self_manager"),
        (8, "start date", "bad_date"),
        (9, "name", "cpr"),
        (10, "id", "missing_key"),
        (11, None, "ragged_row"),
        (12, "end date", "dates_reversed"),
        (13, "leave until", "dates_reversed"),
        (13, "weekly hours", "bad_number"),
        (14, "fte", "share_out_of_range"),
        (14, "leads", "bad_flag"),
        (14, "weekly hours", "hours_out_of_range"),
        (15, "id", "duplicate_row"),
    ]


def test_a_problem_says_what_is_wrong_and_what_to_do() -> None:
    found = staff("id,manager\n17,99\n").problems
    said = "Line 2, column manager: Person '17' reports to '99', who is not in the file."
    assert [str(one) for one in found] == [f"{said} Add '99' or leave the manager empty."]


def test_a_circle_is_named_once_with_all_its_members_and_their_lines() -> None:
    found = staff("id,manager\n1,\n2,4\n3,2\n4,3\n5,4\n").problems
    assert len(found) == 1
    assert "'2' → '4' → '3' → '2' (lines 3, 5, 4)" in str(found[0])


def test_a_list_that_cannot_be_used_raises_all_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,manager\n1,9\n2,8\n")
    with pytest.raises(StaffListError) as refused:
        read_organisation(path)
    assert [one.line for one in refused.value.problems] == [2, 3]
    assert (refused.value.name, len(str(refused.value).splitlines())) == ("people.csv", 2)


@pytest.mark.parametrize(
    "written", ["m1", "LEA@x.dk", "Lea  Holm", "lea holm (m1)", "Lea Holm [m1]", "CN=Lea Holm,OU=HQ"]
)
def test_a_manager_may_be_written_in_many_ways_and_below_their_people(written: str) -> None:
    found = staff(f"id;name;email;manager\n2;Bo;;{written}\nm1;Lea Holm;lea@x.dk;\n")
    assert found.problems == ()
    assert managers(found.organisation()) == {"2": "m1", "m1": None}


def test_a_manager_whose_name_fits_two_people_is_asked_for_by_id() -> None:
    assert problems("id,name,manager\n1,Lea,\n2,Lea,1\n3,Bo,Lea\n") == [(4, "manager", "ambiguous_manager")]


def test_a_person_with_several_positions_is_one_person_at_their_largest_position() -> None:
    found = staff("id,name,manager,unit,fte\n1,Lea,,Top,1\n2,Bo,1,A,0.2\n2,Bo,1,B,0.8\n")
    assert found.problems == ()
    organisation = found.organisation()
    assert organisation.person_ids.tolist() == ["1", "2"]
    assert organisation.unit_ids[organisation.unit].tolist() == ["Top", "B"]
    assert found.rows["main"].to_list() == [True, False, True]


def test_an_earlier_position_in_the_same_place_is_history_not_a_duplicate() -> None:
    text = "id,manager,unit,start date,end date\n1,,A,2020-01-01,2021-01-01\n1,,A,2021-01-01,\n"
    assert problems(text) == []
    assert staff(text).n_people == 1


def test_only_those_employed_on_the_day_are_in_the_organisation() -> None:
    text = (
        "id,manager,start date,end date\n1,,,\n2,1,,2026-09-01\n3,1,2026-09-02,\n4,1,2026-09-01,2026-09-02\n"
    )
    assert staff(text).organisation().person_ids.tolist() == ["1", "4"]
    later = staff(text, DAY + datetime.timedelta(days=1))
    assert later.organisation().person_ids.tolist() == ["1", "3"]


def test_a_manager_who_has_left_is_a_warning_and_leaves_a_gap() -> None:
    text = "id,manager,end date\n1,,\n2,1,2020-01-01\n3,2,\n"
    assert warnings(text)[0] == "several_on_top"
    assert "manager_left" in warnings(text)
    assert managers(staff(text).organisation()) == {"1": None, "3": None}


def test_an_organisation_without_anybody_on_the_day_is_refused() -> None:
    with pytest.raises(StaffListError, match="Nobody in the file is employed on 2026-09-01"):
        staff("id,manager,end date\n1,,2020-01-01\n").organisation()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("id,manager,unit\n1,,A\n2,1,A\n", []),
        ("id,manager,unit\n1,,A\n2,,A\n", ["several_on_top", "unit_without_lead"]),
        ("id,manager,unit\n1,,T\n2,1,A\n3,2,A\n4,1,A\n5,4,A\n", ["unit_two_leads"]),
        ("id,manager,unit,leads\n1,,T,x\n2,1,A,\n3,2,A,\n", ["unit_without_lead"]),
        ("id,manager,unit\n1,,T\n2,1,A\n3,1,A\n", []),
        ("id,unit\n1,A\n2,A\n", ["no_manager_column", "several_on_top", "unit_without_lead"]),
        ("id,unit_id,unit,manager\n1,a,A,\n2,a,B,1\n", ["unit_two_names"]),
    ],
)
def test_what_is_remarkable_is_a_warning(text: str, codes: list[str]) -> None:
    assert sorted(warnings(text)) == sorted(codes)
    assert problems(text) == []


def units(text: str) -> list[tuple[object, ...]]:
    return staff(text).units.rows()


def test_units_by_name_by_id_and_by_path_give_the_same_tree() -> None:
    by_name = "id,unit,parent unit\n1,Town,\n2,Schools,Town\n3,North,Schools\n"
    assert units(by_name) == [
        ("Town", "Town", None),
        ("Schools", "Schools", "Town"),
        ("North", "North", "Schools"),
    ]
    by_id = "id,unit id,unit,parent unit id\n1,u1,Town,\n2,u2,Schools,u1\n3,u3,North,u2\n"
    assert units(by_id) == [("u1", "Town", None), ("u2", "Schools", "u1"), ("u3", "North", "u2")]
    by_path = "id,unit\n1,Town\n2,Town / Schools\n3,Town / Schools / North\n"
    assert [(name, parent) for _, name, parent in units(by_path)] == [
        ("Town", None),
        ("Schools", "Town"),
        ("North", "Town / Schools"),
    ]


def test_the_unit_above_may_be_a_path_of_units_that_nobody_works_in() -> None:
    assert units("id,unit,parent unit\n1,North,Town / Schools\n") == [
        ("North", "North", "Schools"),
        ("Town", "Town", None),
        ("Schools", "Schools", "Town"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("id,unit,parent unit\n1,A,B\n2,B,A\n", (2, "parent unit", "unit_cycle")),
        ("id,unit,parent unit\n1,A,B\n2,A,C\n", (3, "parent unit", "unit_two_parents")),
        ("id,unit id,unit\n1,a,\n", (2, "unit", "unit_without_name")),
        ("navn,leder\nBo,Ida\n", (None, None, "no_key_column")),
    ],
)
def test_what_is_wrong_with_units_and_header_is_named(text: str, found: tuple[int, str, str]) -> None:
    assert problems(text)[0] == found


def test_where_only_unit_leads_are_marked_everybody_reports_to_the_nearest() -> None:
    text = "id,unit,parent unit,leads\nm,Town,,yes\na,Schools,Town,\nh,North,Schools,ja\nt,North,Schools,\n"
    assert managers(staff(text).organisation()) == {"m": None, "a": "m", "h": "m", "t": "h"}
    assert staff(text).rows["manager"].to_list() == [None, "m", "m", "h"]


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-30",
        "30-09-2026",
        "30.09.2026",
        "30/9/2026",
        "2026/9/30",
        "20260930",
        "46295",
        "2026-09-30 08:15:00",
    ],
)
def test_dates_are_read_in_every_usual_form(written: str) -> None:
    assert staff(f"id,end date\n1,{written}\n").rows["end_date"].to_list() == [datetime.date(2026, 9, 30)]


def test_numbers_may_have_a_decimal_comma_or_be_percentages() -> None:
    found = staff("id;timer pr. uge;fte\n1;37,0;80 %\n2;18.5;0,5\n").rows
    assert found["weekly_hours"].to_list() == [37.0, 18.5]
    assert found["share"].to_list() == [0.8, 0.5]


@pytest.mark.parametrize(
    ("written", "shares"),
    [
        (["1", "0.5"], [1.0, 0.5]),
        (["100", "37"], [1.0, 0.37]),  # percentages without their sign
        (["1.6", "100"], [0.016, 1.0]),
    ],
)
def test_a_column_of_percentages_is_known_by_most_of_its_shares(
    written: list[str], shares: list[float]
) -> None:
    found = staff("id,fte\n" + "".join(f"{row},{share}\n" for row, share in enumerate(written)))
    assert found.problems == ()
    assert found.rows["share"].to_list() == pytest.approx(shares)


@pytest.mark.parametrize("share", ["2.01", "101", "-0.01"])
def test_more_than_two_full_times_is_named_and_not_taken_for_a_percentage(share: str) -> None:
    assert problems(f"id,fte\n1,0.5\n2,{share}\n") == [(3, "fte", "share_out_of_range")]


@pytest.mark.parametrize(("hours", "wrong"), [("0", False), ("168", False), ("168.5", True), ("-1", True)])
def test_a_week_has_168_hours(hours: str, wrong: bool) -> None:
    assert problems(f"id,weekly hours\n1,{hours}\n") == (
        [(2, "weekly hours", "hours_out_of_range")] if wrong else []
    )


@pytest.mark.parametrize("names", ["start date,end date", "leave from,leave until"])
def test_a_period_may_end_on_the_day_it_begins_and_not_before(names: str) -> None:
    assert problems(f"id,{names}\n1,2026-03-02,2026-03-02\n2,2026-03-02,\n3,,2026-03-02\n") == []
    last = names.rpartition(",")[2]
    assert problems(f"id,{names}\n1,2026-03-02,2026-03-01\n") == [(2, last, "dates_reversed")]


def test_levels_come_from_the_file_and_else_from_the_reporting_line() -> None:
    assert staff("id,manager,level\n1,,3\n2,1,4\n").organisation().level.tolist() == [3, 4]
    assert staff("id,manager,level\n1,,\n2,1,\n").organisation().level.tolist() == [0, 1]


HEADERS = {
    "Culture Amp": "Employee Id,Name,Email,Manager Email,Department,Job Title,Start Date",
    "Peakon": "Employee ID,First name,Last name,Email,Manager,Department",
    "Qualtrics": "UniqueIdentifier,First Name,Last Name,Email,Manager ID",
    "Horilla": "Badge ID,First Name,Last Name,Email,Reporting Manager,Department,Job Position,Date Joining",
    "BambooHR": "employeeNumber,firstName,lastName,workEmail,Supervisor EID,department,jobTitle,hireDate",
    "SCIM": "externalId,name.givenName,name.familyName,emails[].value,enterprise:manager.value,title",
    "Active Directory": "employeeID,displayName,mail,manager,department,title",
    "SD Løn": "EmploymentIdentifier,givenname,surname,DepartmentIdentifier,EmploymentName",
    "OS2mo": "employee uuid,givenname,surname,org_unit uuid,JobPositionIdentifier,validity from,validity to",
    "Workday": "Employee_ID,Worker,Manager_ID,Supervisory_Organization,Business_Title",
    "dansk": "Medarbejdernr.,Navn,E-mail,Nærmeste leder,Enhed,Overordnet enhed,Stilling,Ansat fra,Ansat til",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_the_columns_of_other_systems_are_understood(header: str) -> None:
    guess = guess_columns(header.split(","))
    assert guess.unused == ()
    assert {"key"} <= set(guess.columns)
    assert all(0 < sure <= 1 for sure in guess.confidence.values())


def test_the_manager_is_taken_from_the_surest_of_several_columns() -> None:
    guess = guess_columns(["ID", "Manager Name", "Manager ID", "Shoe size"])
    assert (guess.header("manager"), guess.unused) == ("Manager ID", ("Manager Name", "Shoe size"))


CPR = (
    "010170-1234",
    "0101701234",
    "010170 1234",
    "CPR 010170-1234",
    "cpr:0101701234",
    "311299-0000",
    "x (290200-1111)",
)
NO_CPR = (
    "320170-1234", "011370-1234", "310270-1234", "12345678", "01017012345", "004512345678",
    "0101701a-1203-4512-9abc-010170123456", "S-1-5-21-1101991234-1101991234-1101991234-500",
)  # fmt: skip


@pytest.mark.parametrize("cell", CPR)
def test_a_cpr_number_anywhere_is_refused_and_never_repeated(cell: str) -> None:
    found = staff(f"id,manager,note\n1,,\n{cell},1,\n2,{cell},{cell}\n").problems
    said = "\n".join([*map(str, found), repr(found), str([one.to_dict() for one in found])])
    assert {(one.line, one.column) for one in found if one.code == "cpr"} == {
        (3, "id"),
        (4, "manager"),
        (4, "note"),
    }
    assert not re.search(r"\d{6}[- ]?\d{4}", said)


@pytest.mark.parametrize("cell", NO_CPR)
def test_what_only_looks_like_a_cpr_number_is_let_pass(cell: str) -> None:
    assert problems(f"id,manager\n{cell},\n") == []


def test_many_cpr_numbers_are_one_problem_with_their_lines() -> None:
    found = staff("id,p\n" + "".join(f"{n},010170-{n:04}\n" for n in range(40))).problems
    assert [(one.code, one.line, one.values["count"]) for one in found] == [("cpr_several", 2, 40)]
    assert str(found[0]).endswith("and remove the CPR numbers.")


def test_a_column_called_cpr_is_refused_whatever_it_holds() -> None:
    assert problems("id,CPR-nr.\n1,101701234\n2,\n") == [(2, "CPR-nr.", "cpr")]


def test_cpr_numbers_stored_as_whole_numbers_are_found() -> None:
    table = read_pasted("id\n1\n")
    numbers = pl.DataFrame({"id": [1, 2], "p": [1001701234, 3201701234]})
    typed = read_staff_list(type(table)(numbers, table.lines.repeat(2), "x"), as_of=DAY)
    assert [one.code for one in typed.problems] == ["cpr"]


@given(st.from_regex(r"(0[1-9]|1[0-9]|2[0-8])(0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4}", fullmatch=True))
def test_no_message_ever_holds_a_cpr_number(number: str) -> None:
    found = staff(
        f"id,name,manager,unit,level,email\n1,A {number},{number},{number},{number},{number}\n"
    ).problems
    assert MASK in "".join(map(str, found))
    assert number not in "".join(f"{one}{one!r}{one.to_dict()}" for one in found)


@settings(max_examples=2 * settings.default.max_examples)
@given(st.text(alphabet='id,;managerunit\n\t"12 =@-', max_size=120))
def test_any_text_gives_a_staff_list_or_problems(text: str) -> None:
    try:
        found = staff(text)
    except FileError as refused:
        said = refused.problems
    else:
        said = list(found.problems)
        assert said or found.organisation().n_people == found.n_people
    assert all(str(one) for one in said)


def test_whole_number_ids_of_a_typed_file_stay_numbers() -> None:
    frame = pl.DataFrame({"id": [10, 11, 12], "manager": [None, 10, 10], "unit": [1, 2, 2]})
    out = frame.write_csv().encode()
    table = read_table_from_bytes(out, "a.csv")
    typed = read_staff_list(type(table)(frame, table.lines, "a.parquet"), as_of=DAY).organisation()
    text = read_staff_list(table, as_of=DAY).organisation()
    assert typed.person_ids.tolist() == [10, 11, 12]
    assert typed.manager.tolist() == text.manager.tolist() == [-1, 0, 0]
    assert typed.unit.tolist() == text.unit.tolist()


def test_the_mark_of_our_own_exports_is_taken_away_again() -> None:
    assert staff("id,name\n1,'=Bo\n2,'t Hooft\n").rows["name"].to_list() == ["=Bo", "'t Hooft"]


def chain(levels: int) -> list[str]:
    return [f"U{number}" for number in range(levels)]


def by_path(levels: int) -> str:
    return "\n".join(["id,unit", *(f"{at},{' / '.join(chain(at + 1))}" for at in range(levels))])


def by_unit_above(levels: int) -> str:
    pairs = zip(chain(levels), ["", *chain(levels)], strict=False)
    return "\n".join(
        ["id,unit,parent unit", *(f"{at},{unit},{above}" for at, (unit, above) in enumerate(pairs))]
    )


@pytest.mark.parametrize(("written", "column"), [(by_path, "unit"), (by_unit_above, "parent unit")])
def test_units_lie_sixty_levels_deep_and_no_deeper(written: Callable[[int], str], column: str) -> None:
    assert problems(written(60)) == []
    assert problems(written(61)) == [(62, column, "unit_too_deep")]


def test_two_thousand_nested_paths_are_refused_without_being_built() -> None:
    found = staff(by_path(2000)).problems
    assert {one.code for one in found} == {"unit_too_deep"}
    assert (found[0].line, found[0].values["levels"]) == (62, 61)
