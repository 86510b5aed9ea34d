"""Who holds what, who is locked in or out, who is kept apart."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from colead.files.held_tasks import HeldTasks, read_exclusion_pairs, read_held_tasks
from colead.files.problems import FileError

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
