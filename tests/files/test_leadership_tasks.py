"""Leadership tasks from a file, and what they need: in a cell, or in a file of its own."""

from pathlib import Path

import polars as pl
import pytest

from colead.files.leadership_tasks import LeadershipTasks, read_leadership_tasks
from colead.files.needs import Need, needs_in_cell, read_needs
from colead.files.problems import FileError

UNITS = pl.DataFrame({"key": ["n", "s", "s2"], "name": ["North", "South", "South"]})


def read(folder: Path, content: str) -> LeadershipTasks:
    path = folder / "tasks.csv"
    path.write_text(content, encoding="utf-8")
    return read_leadership_tasks(path, UNITS)


def problems(folder: Path, content: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(FileError) as refused:
        read(folder, content)
    return [(one.line, one.column, one.code) for one in refused.value.problems]


def test_what_is_not_said_is_as_little_as_can_be(tmp_path: Path) -> None:
    tasks = read(tmp_path, "title\nDuty roster\nBudget\n")
    assert tasks.keys.to_list() == tasks.titles.to_list() == ["Duty roster", "Budget"]
    assert (tasks.hours.tolist(), tasks.seats.tolist(), tasks.deputies.tolist()) == ([0, 0], [1, 1], [0, 0])
    assert (tasks.must_fill.tolist(), tasks.unit.tolist(), tasks.needs) == ([False] * 2, [-1] * 2, [])


def test_danish_headers_decimals_and_words(tmp_path: Path) -> None:
    tasks = read(
        tmp_path,
        "Opgavenr;Titel;Enhed;Timer pr. uge;Pladser;Stedfortræder;Skal besættes;Kompetencer\n"
        '7;Vagtplan;north;2,5;2;ja;ja;"lytte:3:0,5!; planlægge arbejdet:2"\n8;Budget;;1;;nej;;\n',
    )
    assert (tasks.keys.to_list(), tasks.titles.to_list()) == (["7", "8"], ["Vagtplan", "Budget"])
    assert (tasks.hours.tolist(), tasks.seats.tolist(), tasks.deputies.tolist()) == ([2.5, 1], [2, 1], [1, 0])
    assert (tasks.unit.tolist(), tasks.must_fill.tolist()) == ([0, -1], [True, False])
    assert tasks.needs == [Need(0, "lytte", 3, 0.5, True), Need(0, "planlægge arbejdet", 2)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("listen:2", [Need(0, "listen", 2)]),
        (" listen : 2 : 1.5 ! ", [Need(0, "listen", 2, 1.5, True)]),
        ("a:1|b:4!\nc:2:0", [Need(0, "a", 1), Need(0, "b", 4, 1.0, True), Need(0, "c", 2, 0.0)]),
        ("", []),
        (";;", []),
    ],
)
def test_needs_in_a_cell(cell: str, expected: list[Need]) -> None:
    assert needs_in_cell(cell, 0) == (expected, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("listen", "bad_need"),
        (":3", "bad_need"),
        ("listen:high", "bad_need"),
        ("listen:2:3:4", "bad_need"),
        ("listen:-1", "bad_need"),
        ("listen:0", "need_level"),
        ("listen:5", "need_level"),
    ],
)
def test_needs_that_cannot_be_read(cell: str, code: str) -> None:
    assert [found for found, _ in needs_in_cell(cell, 0).wrong] == [code]


def test_everything_wrong_is_named_by_line(tmp_path: Path) -> None:
    header = "id,title,unit,hours,seats,deputies,must fill,term months,most terms,needs\n"
    found = problems(
        tmp_path,
        header
        + "a,A,,900,0,1.5,perhaps,,,\n"
        + "a,B,West,x,1,1,,,2,\n"
        + ",C,South,1,1,1,,0,1,listen\n"
        + "d,D,s2,1,1,1,,,,Listen:1;listen:2;x:9\n",
    )
    assert found == [
        (2, "deputies", "whole_number_out_of_range"),
        (2, "hours", "number_out_of_range"),
        (2, "must fill", "bad_flag"),
        (2, "seats", "whole_number_out_of_range"),
        (3, "hours", "bad_number"),
        (3, "id", "duplicate_task"),
        (3, "most terms", "terms_without_months"),
        (3, "unit", "task_unknown_unit"),
        (4, "id", "cell_missing"),
        (4, "most terms", "terms_without_months"),
        (4, "needs", "bad_need"),
        (4, "term months", "whole_number_out_of_range"),
        (4, "unit", "task_ambiguous_unit"),
        (5, "needs", "duplicate_need"),
        (5, "needs", "need_level"),
    ]
    assert problems(tmp_path, "what,seats\na,1\n") == [(None, None, "lacks_column")]


def test_a_cpr_number_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "id,title\na,Ask 010170-1234\n") == [(2, "title", "cpr")]


TASKS = pl.Series(["a", "b"])


def needs(folder: Path, content: str, already: tuple[Need, ...] = ()) -> list[Need]:
    path = folder / "needs.csv"
    path.write_text(content, encoding="utf-8")
    return read_needs(path, TASKS, already)


def test_needs_of_a_file_of_their_own(tmp_path: Path) -> None:
    found = needs(tmp_path, "opgave;kompetence;niveau;vægt;kritisk\nb;Lytte;3;1,5;ja\na;plan;1;;\n")
    assert found == [Need(1, "Lytte", 3, 1.5, True), Need(0, "plan", 1)]


def test_what_is_wrong_with_needs_is_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        needs(
            tmp_path,
            "task,competency,level,weight,critical\na,x,2,,\na,X,3,,\nc,x,1,,\nb,,1,,\nb,x,,-1,so\na,y,1,,\n",
            (Need(0, "Y", 2),),
        )
    assert [(one.line, one.column, one.code) for one in refused.value.problems] == [
        (3, "competency", "duplicate_need"),
        (4, "task", "unknown_task"),
        (5, "competency", "cell_missing"),
        (6, "critical", "bad_flag"),
        (6, "level", "cell_missing"),
        (6, "weight", "number_out_of_range"),
        (7, "competency", "duplicate_need"),
    ]
