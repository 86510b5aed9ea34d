"""The example files are what the generator makes, and Colead reads them without a complaint."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from colead.files.staff_list import StaffList, open_staff_list
from colead.files.ties import read_ties
from colead.sample.files import DAY, sample_files
from colead.sample.municipality import SEED, make_municipality

EXAMPLES = Path(__file__).parents[2] / "examples" / "municipality"
ASKED_ON = date(2026, 2, 2)
STAFF_LISTS = ("medarbejdere.csv", "people.csv")


@cache
def staff_list(name: str) -> StaffList:
    return open_staff_list(EXAMPLES / name, as_of=ASKED_ON)


def test_the_examples_are_what_the_generator_makes_today():
    made = sample_files(make_municipality(SEED, DAY))
    on_disk = {path.name: path.read_bytes().decode() for path in EXAMPLES.glob("*.csv")}
    assert on_disk == made, "Run: python -m colead.sample examples/municipality"


@pytest.mark.parametrize("name", STAFF_LISTS)
def test_every_row_and_column_of_a_staff_list_is_understood(name: str):
    found = staff_list(name)
    assert found.problems == ()
    assert found.mapping.unused == ()
    assert found.n_people == 595
    assert found.rows.height == 596  # one person has two positions
    assert found.rows.get_column("leave_from").is_not_null().sum() >= 5


def test_both_staff_lists_hold_the_same_organisation():
    danish, english = (staff_list(name).organisation() for name in STAFF_LISTS)
    for part in ("person_ids", "manager", "unit", "unit_ids", "unit_parent"):
        assert np.array_equal(getattr(danish, part), getattr(english, part)), part
    assert "Hjemmeplejen Syd" in danish.unit_names
    assert "Home Care South" in english.unit_names


@pytest.mark.parametrize("name", ["advice.csv", "new-things.csv"])
def test_ties_are_read_with_those_who_answered(name: str):
    organisation = staff_list("people.csv").organisation()
    ties = read_ties(EXAMPLES / name, organisation, EXAMPLES / "answered.csv")
    assert ties.n_ties == (EXAMPLES / name).read_text("utf-8").count("\n") - 1
    assert 0.8 < ties.respondents.mean() < 0.95
