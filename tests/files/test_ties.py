"""Ties from a file: headers, kinds, weights, respondents, and unknown people by line."""

import io
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from colead.engine.organisation import Organisation
from colead.files.lookup import positions
from colead.files.problems import TiesError
from colead.files.ties import read_tie_kinds, read_ties


@pytest.fixture
def team() -> Organisation:
    return Organisation.build(["a", "b", "c"], [None, "a", "a"], ["top", "top", "top"])


def written(folder: Path, text: str, name: str = "advice.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("header", ["from,to", "source,target", "fra,til", "kilde,mål", "who,whom"])
def test_ties_are_read_whatever_their_columns_are_called(
    tmp_path: Path, team: Organisation, header: str
) -> None:
    ties = read_ties(written(tmp_path, f"{header}\na,b\nb,a\nc,a\n"), team)
    assert (ties.name, ties.source.tolist(), ties.target.tolist()) == ("advice", [0, 1, 2], [1, 0, 0])
    assert ties.everybody_answered


def test_a_weight_may_have_a_decimal_comma(tmp_path: Path, team: Organisation) -> None:
    ties = read_ties(written(tmp_path, "til;fra;vægt\na;b;0,5\nb;c;2\n"), team)
    assert ties.weight is not None
    assert dict(zip(ties.source.tolist(), ties.weight.tolist(), strict=True)) == {1: 0.5, 2: 2.0}


def test_unknown_people_and_gaps_are_named_by_line(tmp_path: Path, team: Organisation) -> None:
    with pytest.raises(TiesError) as refused:
        read_ties(written(tmp_path, "from,to,weight\na,x\na,b,1\n,b,1\nc,a,much\n"), team)
    assert [(one.line, one.column, one.code) for one in refused.value.problems] == [
        (2, None, "ragged_row"),
        (4, "from", "tie_without_person"),
        (5, "weight", "bad_number"),
    ]
    with pytest.raises(TiesError, match="Line 3, column to: 'x' is not in the staff list"):
        read_ties(written(tmp_path, "from,to\na,b\nb,x\n"), team)


def test_several_kinds_are_several_networks(tmp_path: Path, team: Organisation) -> None:
    path = written(tmp_path, "from,to,kind\na,b,advice\nb,a,trust\nc,a,advice\n", "all.csv")
    kinds = read_tie_kinds(path, team)
    assert {name: ties.source.tolist() for name, ties in kinds.items()} == {"advice": [0, 2], "trust": [1]}
    with pytest.raises(TiesError, match=r"several kinds of ties: advice, trust"):
        read_ties(path, team)


def test_respondents_come_from_a_file_or_a_list(tmp_path: Path, team: Organisation) -> None:
    path = written(tmp_path, "from,to\na,b\nb,a\n")
    answered = written(tmp_path, "id\na\nc\n", "answered.csv")
    assert read_ties(path, team, answered).respondents.tolist() == [True, False, True]
    assert read_ties(path, team, ["b"]).respondents.tolist() == [False, True, False]
    with pytest.raises(TiesError, match="Line 3, column id: 'x' is not in the staff list"):
        read_ties(path, team, written(tmp_path, "id\na\nx\n", "answered.csv"))


def test_a_file_with_one_column_is_refused(tmp_path: Path, team: Organisation) -> None:
    with pytest.raises(TiesError, match="Call them 'from' and 'to'"):
        read_ties(written(tmp_path, "from\na\n"), team)


def test_a_cpr_number_in_ties_is_refused_and_masked(tmp_path: Path, team: Organisation) -> None:
    with pytest.raises(TiesError) as refused:
        read_ties(written(tmp_path, "from,to\na,010170-1234\n"), team)
    assert {one.code for one in refused.value.problems} == {"cpr", "unknown_person"}
    assert "1234" not in str(refused.value)


def test_parquet_and_csv_give_the_same_ties(tmp_path: Path) -> None:
    people = 500
    organisation = Organisation.build(list(map(str, range(people))), [None] * people, ["u"] * people)
    numbers = np.random.default_rng(1).integers(0, people, (2_000, 2))
    frame = pl.DataFrame({"from": numbers[:, 0], "to": numbers[:, 1]})
    frame.write_csv(tmp_path / "t.csv")
    frame.write_parquet(tmp_path / "t.parquet")
    from_csv, from_parquet = (read_ties(tmp_path / name, organisation) for name in ("t.csv", "t.parquet"))
    assert from_csv.source.tolist() == from_parquet.source.tolist()
    assert from_csv.target.tolist() == from_parquet.target.tolist()


@pytest.mark.parametrize("keys", [["10", "11", "12"], ["10", "010", "x"], ["10", "900000000", "-3"]])
def test_text_and_numbers_are_found_alike_by_every_way_of_looking_up(keys: list[str]) -> None:
    wanted = (["12", "010", None, "nobody", "10", "-3", "900000000", "x"] * 20_000)[: 2 * 80_000]
    index = {key: place for place, key in reversed(list(enumerate(keys)))}
    expected = [index.get(value, -1) if value else -1 for value in wanted]
    assert positions(pl.Series(wanted), pl.Series(keys)).tolist() == expected


def test_whole_numbers_are_found_with_gaps_repeats_and_nulls() -> None:
    keys, wanted = pl.Series([7, 5, 7, None, 90]), pl.Series([5, 7, 90, 6, None, -1, 10**12])
    assert positions(wanted, keys).tolist() == [1, 0, 4, -1, -1, -1, -1]
    far = pl.Series([1, 10**12])
    assert positions(pl.Series([10**12, 1, 2]), far).tolist() == [1, 0, -1]


def test_a_workbook_of_ties_reads_like_the_same_csv(tmp_path: Path, team: Organisation) -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for row, cells in enumerate([["from", "to"], ["a", "b"], ["c", "a"]]):
            page.write_row(row, 0, cells)
    path = tmp_path / "advice.xlsx"
    path.write_bytes(out.getvalue())
    assert read_ties(path, team).source.tolist() == [0, 2]
