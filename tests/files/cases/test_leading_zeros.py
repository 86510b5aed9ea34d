"""Zeros in front that one program keeps and the next one drops: asked about, and then the same people."""

from pathlib import Path

import polars as pl
import pytest

from cast import Cast
from colead.files.problems import FileError, TiesError
from colead.files.reading import read_table_from_bytes
from colead.files.staff_list import read_staff_list
from colead.files.strengths import read_strengths
from colead.files.ties import read_ties
from colead.kit.errors import DomainError
from files.cases.way_in import applied, asked, looked_at, people, rows, shared, twice

BARE = rows("id,name,manager,unit", "7100,Ida,,Care", "25896,Bo,7100,Care", "111000,Eva,25896,Care")
PADDED = rows("id,name,manager,unit", "007100,Ida,,Care", "025896,Bo,007100,Care", "111000,Eva,025896,Care")
MIXED = rows("id,name,manager,unit", "007100,Ida,,Care", "025896,Bo,7100,Care", "111000,Eva,25896,Care")
CODES = PADDED.replace("111000", "HR-7").replace("0071", "AB71")
OTHERS = rows("id,name,manager,unit", "007100,Per,,Care", "025896,Ane,007100,Care")


@pytest.mark.parametrize(
    ("first", "second"), [(BARE, PADDED), (PADDED, BARE), (BARE, MIXED), (MIXED, PADDED)]
)
def test_the_next_list_is_the_same_people_after_a_question(clinic: Cast, first: str, second: str) -> None:
    applied(clinic.carla, first, same_people="same")
    before = people()
    assert applied(clinic.carla, second, same_people="same") == {}
    assert people() == before


def test_the_answer_is_remembered_for_the_same_header(clinic: Cast) -> None:
    applied(clinic.carla, BARE)
    assert applied(clinic.carla, PADDED, same_people="same") == {}
    assert asked(looked_at(clinic.carla, PADDED)) == []


def test_nothing_is_applied_before_the_question_has_an_answer(clinic: Cast) -> None:
    applied(clinic.carla, BARE)
    with pytest.raises(DomainError) as refused:
        applied(clinic.carla, PADDED)
    assert refused.value.code == "open_questions"
    assert set(people()) == {"7100", "25896", "111000"}


def test_other_people_with_a_like_id_are_not_taken_for_them(clinic: Cast) -> None:
    applied(clinic.carla, BARE)
    found = looked_at(clinic.carla, OTHERS)
    assert asked(found) == ["same_people_renamed"]
    assert applied(clinic.carla, OTHERS, same_people_renamed="different")["joins"] == 2
    assert people()["007100"][0] == "Per"


def test_case_of_an_id_is_asked_about(clinic: Cast) -> None:
    twice(clinic.carla, CODES, CODES.lower().replace("ida", "Ida").replace("bo,", "Bo,").replace(
        "eva", "Eva").replace("care", "Care"), same_people="same")  # fmt: skip
    assert "HR-7" in people()


@pytest.mark.parametrize("written", ["00", "01"])
def test_ties_of_digits_are_read_as_they_are_written(tmp_path: Path, written: str) -> None:
    staff = read_staff_list(read_table_from_bytes(b"id,manager\n0,\n1,0\n2,0\n", "staff.csv"))
    ties = tmp_path / "ties.csv"
    ties.write_text(f"from,to\n{written},2\n")
    with pytest.raises(TiesError, match=f"'{written}'"):
        read_ties(ties, staff.organisation())


def test_what_is_known_by_people_offers_the_one_who_is_alike(tmp_path: Path) -> None:
    strengths = tmp_path / "strengths.csv"
    strengths.write_text("person;competency;level\n007100;listen;3\n7100;plan;2\n")
    with pytest.raises(FileError) as refused:
        read_strengths(strengths, pl.Series(["7100", "25896"]))
    (problem,) = refused.value.problems
    assert (problem.line, problem.code, problem.values["meant"]) == (2, "alike_id", "7100")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("leading-zeros/people.csv"), same_people="same")
    assert people()["111000"] == ("Eva Holm", "025896", "Care")
