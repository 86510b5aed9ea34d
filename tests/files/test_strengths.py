"""Strengths from a file: levels, wishes and consent; and nothing about whoever has not agreed."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from colead.files.problems import FileError
from colead.files.strengths import Strengths, read_strengths

PEOPLE = pl.Series(["a", "b", "c"])


def read(folder: Path, content: str | bytes, known: pl.Series | None = None) -> Strengths:
    path = folder / "strengths.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_strengths(path, PEOPLE, known)


def rows(said: Strengths) -> list[tuple[object, ...]]:
    return list(zip(said.person.tolist(), said.competency, said.level, said.wish, strict=True))


def problems(folder: Path, content: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(FileError) as refused:
        read(folder, content)
    return [(one.line, one.column, one.code) for one in refused.value.problems]


def test_levels_and_wishes_may_be_left_empty(tmp_path: Path) -> None:
    said = read(tmp_path, "person,competency,level,wish\na,Plan  Work,2.5,-1\nb,listen,,2\nc,listen,4,\n")
    assert said.agreed is None
    assert rows(said)[0] == (0, "plan work", 2.5, -1)
    assert np.isnan(said.level[1])
    assert np.isnan(said.wish[2])


@pytest.mark.parametrize(
    "content",
    [
        b"person;competency;level;wish\na;lytte;2,5;1\n",
        "\ufeffMedarbejdernr\tKompetence\tNiveau\tLyst\na\tlytte\t2,5\t1\n".encode(),
        "medarbejder;styrke;niveau;ønske\na;lytte;2,5;1\n".encode("cp1252"),
        b'id,skill,score,energy\na,lytte,"2,5",1\n',
    ],
)
def test_it_is_read_however_a_danish_spreadsheet_writes_it(tmp_path: Path, content: bytes) -> None:
    assert rows(read(tmp_path, content)) == [(0, "lytte", 2.5, 1)]


def test_parquet_and_xlsx_read_like_the_same_csv(tmp_path: Path) -> None:
    import xlsxwriter

    frame = pl.DataFrame({"person": ["a", "b"], "competency": ["x", "y"], "level": [1.5, 4.0]})
    frame.write_parquet(tmp_path / "s.parquet")
    with xlsxwriter.Workbook(str(tmp_path / "s.xlsx")) as book:
        page = book.add_worksheet()
        for row, cells in enumerate([frame.columns, *frame.rows()]):
            page.write_row(row, 0, cells)
    expected = [(0, "x", 1.5), (1, "y", 4.0)]
    for name in ("s.parquet", "s.xlsx"):
        assert [row[:3] for row in rows(read_strengths(tmp_path / name, PEOPLE))] == expected


def test_a_no_anywhere_or_no_yes_at_all_leaves_a_person_out(tmp_path: Path) -> None:
    said = read(
        tmp_path,
        "person;competency;level;consent\na;x;3;ja\na;y;2;\nb;x;4;yes\nb;y;4;no\nc;x;1;\n",
    )
    assert said.agreed is not None
    assert said.agreed.tolist() == [True, False, False]
    assert [row[:3] for row in rows(said)] == [(0, "x", 3.0), (0, "y", 2.0)]


def test_nothing_is_said_about_the_rows_of_whoever_has_not_agreed(tmp_path: Path) -> None:
    wrong = "person;competency;level;wish;consent\nb;x;9;7;no\nb;x;much;;no\nstranger;x;1;;no\na;x;1;;yes\n"
    assert [row[:3] for row in rows(read(tmp_path, wrong))] == [(0, "x", 1.0)]


def test_a_row_may_hold_a_consent_alone(tmp_path: Path) -> None:
    said = read(tmp_path, "person;competency;level;consent\na;;;yes\nb;x;1;yes\n")
    assert said.agreed is not None
    assert (said.agreed.tolist(), len(said.person)) == ([True, True, False], 1)


def test_people_who_are_not_there_today_are_passed_over(tmp_path: Path) -> None:
    known = pl.Series(["a", "b", "c", "left"])
    assert rows(read(tmp_path, "person,competency,level\nleft,x,9\na,x,1\n", known))[0][:2] == (0, "x")


def test_everything_wrong_is_named_by_line(tmp_path: Path) -> None:
    assert problems(
        tmp_path,
        "person,competency,level,wish,consent\n"
        "a,x,99,0,yes\na,y,much,0,yes\na,z,1,0.5,yes\na,w,1,3,yes\na,,1,0,yes\na,x,1,0,maybe\n",
    ) == [
        (2, "level", "number_out_of_range"),
        (3, "level", "bad_number"),
        (4, "wish", "whole_number_out_of_range"),
        (5, "wish", "whole_number_out_of_range"),
        (6, "competency", "cell_missing"),
        (7, "competency", "duplicate_strength"),
        (7, "consent", "bad_flag"),
    ]
    assert problems(tmp_path, "person,competency,level\nz,x,1\n,x,1\n") == [
        (2, "person", "unknown_person"),
        (3, "person", "cell_missing"),
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, "who,what\na,x\n") == [
        (None, None, "lacks_column"),
        (None, None, "lacks_column"),
    ]


def test_a_cpr_number_is_refused_and_masked(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read(tmp_path, "person,competency,level\na,x,1\nb 010170-1234,x,1\n")
    assert "cpr" in {one.code for one in refused.value.problems}
    assert "1234" not in str(refused.value)


def test_only_some_people_keeps_their_rows_and_counts_anew(tmp_path: Path) -> None:
    said = read(tmp_path, "person,competency,level\na,x,1\nb,x,2\nc,x,3\n").only(
        np.array([False, True, True])
    )
    assert [row[:3] for row in rows(said)] == [(0, "x", 2.0), (1, "x", 3.0)]
