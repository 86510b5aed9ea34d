"""`colead import people`: the same import as on the pages, from a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cast import Cast
from colead.apps.people.models import Person, Position, StaffImport
from colead.cli.main import main
from colead.kit import scope
from files.cases.books import PLAIN, xlsx

STAFF = "id;navn;leder;enhed\n1;Åse;;Top\n2;Bo;1;Ward\n3;Alma;1;Ward\n"


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    path = tmp_path / "staff.csv"
    path.write_bytes(STAFF.encode("cp1252"))
    return path


def run(file: Path, *words: str) -> Result:
    """`colead import people` for the clinic, in English."""
    return CliRunner().invoke(
        main, ["import", "people", str(file), "--organisation", "clinic", "--language", "en", *words]
    )


def people_of(cast: Cast) -> set[str]:
    with scope.organisation(cast.clinic):
        return set(Person.objects.values_list("name", flat=True))


def test_it_works(cast: Cast, staff: Path) -> None:
    result = run(staff)
    assert result.exit_code == 0, result.output
    assert "3 join, 2 other changes" in result.output
    assert people_of(cast) == {"Åse", "Bo", "Alma"}
    with scope.organisation(cast.clinic):
        assert StaffImport.objects.get().state == "applied"


def test_a_dry_run_writes_nothing(cast: Cast, staff: Path) -> None:
    result = run(staff, "--dry-run")
    assert result.exit_code == 0
    assert "3 join" in result.output
    assert "nothing has been written" in result.output
    assert people_of(cast) == set()


def test_the_result_as_json(cast: Cast, staff: Path) -> None:
    result: dict[str, Any] = json.loads(run(staff, "--json", "--as-of", "2026-03-02").stdout)
    assert result["changes"] == {"joins": 3, "unit_created": 2}
    assert (result["listed"], result["mode"], result["dry_run"]) == (3, "full", False)
    with scope.organisation(cast.clinic):
        assert result["import"] == StaffImport.objects.get().pk
        assert {str(row.valid_from) for row in Position.objects.all()} == {"2026-03-02"}


def test_a_partial_file_leaves_the_others(cast: Cast, staff: Path, tmp_path: Path) -> None:
    run(staff)
    part = tmp_path / "part.csv"
    part.write_text("id,navn,leder,enhed\n4,Eva,Bo,Ward\n", encoding="utf-8")
    result = run(part, "--partial")
    assert result.exit_code == 0, result.output
    assert people_of(cast) == {"Åse", "Bo", "Alma", "Eva"}
    assert "leave" not in result.output


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,Bo,2,T\n2,Eva,1,T", "Line 2, column leder: These 2 people report to each other in a circle"),
        ("1,Bo,9,T", "Line 2, column leder: Person '1' reports to '9'"),
        ("1,Bo,,T\n1,Eva,,T", "Line 3, column id: The id '1' is already used on line 2"),
        ("1,Bo 010203-1234,,T", "Line 2, column navn: A civil registration number (CPR) stands here."),
    ],
)
def test_every_problem_is_told_and_nothing_written(cast: Cast, tmp_path: Path, rows: str, said: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(f"id,navn,leder,enhed\n{rows}\n", encoding="utf-8")
    result = run(file)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "1234" not in result.stderr
    assert people_of(cast) == set()


def test_problems_as_json(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("id,manager\n1,9\n", encoding="utf-8")
    result = run(file, "--json")
    problem = json.loads(result.stderr)
    assert (result.exit_code, problem["code"]) == (2, "problems")
    assert problem["problems"][0]["line"] == 2


def test_an_unknown_organisation_or_file_is_told(cast: Cast, staff: Path, tmp_path: Path) -> None:
    words = ["import", "people", str(staff), "--organisation", "nowhere"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert "clinic" in result.stderr
    assert run(tmp_path / "missing.csv").exit_code == 2


def test_a_column_can_be_named(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("id,who\n1,Bo\n", encoding="utf-8")
    assert run(file, "--column", "name=who").exit_code == 0
    assert people_of(cast) == {"Bo"}


LEFT = "id;navn;status;leder;enhed\n1;Åse;Ansat;;Top\n2;Bo;Fratrådt;1;Ward\n3;Alma;Ansat;1;Ward\n"


def test_a_question_is_told_with_its_answers_and_stops_the_import(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "left.csv"
    file.write_text(LEFT, encoding="utf-8")
    refused = run(file)
    assert refused.exit_code == 2
    assert "Answer status:status with one of: left, employed." in refused.output
    assert people_of(cast) == set()
    trial = run(file, "--dry-run")
    assert '--answer "status:status=left"' in trial.output
    assert run(file, "--answer", "status:status=left").exit_code == 0
    assert people_of(cast) == {"Åse", "Alma"}
    again: dict[str, Any] = json.loads(run(file, "--json", "--dry-run").stdout)
    assert (again["changes"], again["questions"][0]["answer"]) == ({}, "left")  # remembered for the header


def test_many_who_leave_stop_the_import_until_somebody_says_yes(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("id,name\n" + "".join(f"{n},P{n}\n" for n in range(1, 13)))
    assert run(file).exit_code == 0
    file.write_text("id,name\n1,P1\n2,P2\n")
    refused = run(file)
    assert (refused.exit_code, "10 people would leave" in refused.output) == (2, True)
    assert run(file, "--partial").exit_code == 0
    assert "10 leave" in run(file, "--yes").output


def test_several_sheets_are_refused_until_one_or_all_are_chosen(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    path.write_bytes(xlsx({"North": PLAIN, "South": [PLAIN[0], [7, "Per Lund", None, None]]}))
    refused = run(path)
    assert (refused.exit_code, people_of(cast)) == (2, set())
    assert "North, South" in refused.output
    chosen = run(path, "--sheet", "all", "--column", "unit=sheet", "--json")
    assert chosen.exit_code == 0, chosen.output
    assert people_of(cast) == {"Ida Munk", "Bo Lind", "Eva Holm", "Per Lund"}


def test_rows_left_out_are_said_and_can_be_put_back(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Staff list;\nid;navn\n1;Ida\nTotal;3\n")
    said = run(path, "--dry-run")
    assert said.exit_code == 0
    assert "Line 4 is left out, a total: Total · 3" in said.output
    assert "2 join" in run(path, "--dry-run", "--keep-rows", "4", "--header-row", "2").output
    assert run(path, "--keep-rows", "x").exit_code == 2
