"""A letter composed of two characters is the letter: the same person, unit and competency."""

import unicodedata

import polars as pl
import pytest

from cast import Cast
from colead.files.strengths import read_strengths
from files.cases.way_in import people, shared, tree, twice

LIST = "id,name,manager,unit\n1,Åse Müller,,Områdekontor Ål\n2,Bo Lind,Åse Müller,Områdekontor Ål\n"
IDS = "id,name,manager,unit\nÅm,Åse Müller,,Børn\nBL,Bo Lind,Åm,Børn\n"
SINGLE_SIGN = LIST.replace("Å", "\u212b")  # the sign of a unit of length, which composes to the letter


@pytest.mark.parametrize("text", [LIST, IDS])
def test_decomposed_and_composed(clinic: Cast, text: str) -> None:
    twice(clinic.carla, unicodedata.normalize("NFD", text), text)
    (below,) = (row for row in people().values() if row[0] == "Bo Lind")
    assert below[1] is not None


def test_a_sign_that_is_a_letter(clinic: Cast) -> None:
    twice(clinic.carla, LIST, SINGLE_SIGN)
    assert tree() == {"Områdekontor Ål": None}


def test_a_competency(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "strengths.csv"
    file.write_text(unicodedata.normalize("NFD", "person;competency;level\nå1;Gør plads;3\n"), "utf-8")
    said = read_strengths(file, pl.Series(["Å1", "å1"]))
    assert (said.competency.to_list(), said.person.tolist()) == (["gør plads"], [1])


@pytest.mark.parametrize("name", ["people", "units"])
def test_the_input_beside_the_repository(clinic: Cast, name: str) -> None:
    twice(clinic.carla, shared(f"unicode-forms/{name}.csv"))
    assert len(tree()) == 1
