"""Who holds what, who is locked in or out, who is kept apart; and terms in a row."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from colead.files.held_tasks import HeldTasks, read_exclusion_pairs, read_held_tasks
from colead.files.problems import FileError
from colead.files.turns import Limit, due_for_change, in_a_row_since, months_later

TASKS, PEOPLE = pl.Series(["t", "u"]), pl.Series(["a", "b", "c"])
KNOWN = pl.Series(["a", "b", "c", "gone"])
TODAY = datetime.date(2026, 9, 30)


def read(folder: Path, rows: str, header: str = "task,person,kind,from,until,lock") -> HeldTasks:
    path = folder / "assignments.csv"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    return read_held_tasks(path, TASKS, PEOPLE, KNOWN, as_of=TODAY)


def test_a_period_is_half_open_and_deputies_are_no_holders(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        "t,a,,,,\nt,b,holder,2026-01-01,2026-10-01,\nt,c,,2026-01-01,2026-09-30,\n"
        "u,a,deputy,2026-01-01,,\nu,b,,2026-09-30,,\nu,c,,2026-10-01,,\n",
    )
    assert held.current.tolist() == [[0, 0], [0, 1], [1, 1]]


def test_a_lock_without_days_is_no_assignment(tmp_path: Path) -> None:
    held = read(
        tmp_path, "t;a;;;;fast\nt;b;;;;ud\nu;c;;01-01-2026;;ind\n", "opgave;medarbejder;som;fra;til;lås"
    )
    assert (held.kept_in.tolist(), held.kept_out.tolist()) == ([[0, 0], [1, 2]], [[0, 1]])
    assert held.current.tolist() == [[1, 2]]


def test_rows_of_people_who_take_no_part_are_passed_over_in_silence(tmp_path: Path) -> None:
    held = read(tmp_path, "t,gone,chief,never,,sideways\nt,gone,,,,in\nt,gone,,,,out\nu,a,,,,\n")
    assert (held.current.tolist(), held.kept_in.tolist()) == ([[1, 0]], [])


def test_everything_wrong_is_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read(
            tmp_path,
            "x,a,,,,\nt,z,,,,\nt,a,chief,,,\nt,a,,2026-02-01,2026-01-01,\nt,a,,soon,,maybe\n"
            "u,b,,,,in\nu,b,,,,out\n,a,,,,\n",
        )
    assert [(one.line, one.column, one.code) for one in refused.value.problems] == [
        (2, "task", "unknown_task"),
        (3, "person", "unknown_person"),
        (4, "kind", "bad_kind"),
        (5, "until", "dates_reversed"),
        (6, "from", "bad_date"),
        (6, "lock", "bad_lock"),
        (7, "lock", "lock_both"),
        (9, "task", "cell_missing"),
    ]


def test_pairs_are_kept_apart_once(tmp_path: Path) -> None:
    path = tmp_path / "exclusion-pairs.csv"
    path.write_text("one;other\nb;a\na;b\na;gone\n", encoding="utf-8")
    assert read_exclusion_pairs(path, PEOPLE, KNOWN) == [(0, 1)]
    path.write_text("one;other\nb;b\na;z\n", encoding="utf-8")
    with pytest.raises(FileError) as refused:
        read_exclusion_pairs(path, PEOPLE, KNOWN)
    assert [(one.line, one.code) for one in refused.value.problems] == [
        (2, "same_person"),
        (3, "unknown_person"),
    ]


@pytest.mark.parametrize(
    ("periods", "due"),
    [
        ([("2024-09-30", None)], True),
        ([("2024-10-01", None)], False),
        ([("2023-09-30", "2025-09-30"), ("2026-02-01", None)], True),  # a pause shorter than a term
        ([("2022-09-30", "2024-09-30"), ("2026-02-01", None)], False),  # a longer one begins anew
        ([("2023-01-01", "2026-06-30")], True),  # ended lately: it is still their turn no longer
        ([("2020-01-01", "2022-01-01")], False),
        ([(None, None)], False),
    ],
)
def test_two_terms_of_a_year_in_a_row(periods: list[tuple[str | None, str | None]], due: bool) -> None:
    turns = pl.DataFrame(
        {
            "task": [0] * len(periods),
            "person": [1] * len(periods),
            "from": pl.Series([start for start, _ in periods], dtype=pl.String).str.to_date(),
            "until": pl.Series([end for _, end in periods], dtype=pl.String).str.to_date(),
        }
    )
    assert list(due_for_change(turns, {0: Limit(12, 2)}, TODAY)) == ([(0, 1)] if due else [])
    assert list(due_for_change(turns, {}, TODAY)) == []


def test_a_pause_of_a_whole_term_begins_anew_and_a_day_less_does_not() -> None:
    day = datetime.date
    earlier = (day(2024, 1, 1), day(2025, 1, 1))
    assert in_a_row_since([earlier, (day(2025, 7, 1), None)], TODAY, 6) == day(2025, 7, 1)
    assert in_a_row_since([earlier, (day(2025, 6, 30), None)], TODAY, 6) == day(2024, 1, 1)


def test_shares_held_side_by_side_count_from_the_earlier() -> None:
    day = datetime.date
    periods = [(day(2025, 1, 1), None), (day(2024, 5, 1), day(2025, 12, 1)), (day(2024, 3, 1), None)]
    assert in_a_row_since(periods, TODAY, 6) == day(2024, 3, 1)
    assert in_a_row_since([], TODAY, 6) == TODAY


def test_months_later_stays_in_the_month() -> None:
    assert months_later(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert months_later(datetime.date(2026, 11, 15), 14) == datetime.date(2028, 1, 15)
    assert months_later(datetime.date(2026, 12, 31), 2) == datetime.date(2027, 2, 28)
    assert months_later(datetime.date(2026, 7, 31), 1) == datetime.date(2026, 8, 31)
