"""People as others write them: every spelling, what fits several, and what fits nobody."""

import numpy as np
import polars as pl
import pytest

from colead.files.person_finder import PersonFinder

PEOPLE = PersonFinder(
    pl.Series(["17", "x4", "29", "30", "30"]),
    pl.Series(["Søren Å. Holm", "Eva Lund", "Bo Lind", "Bo Lind", "Bo Lind"]),
    pl.Series(["soren@x.example", "shared@x.example", "shared@x.example", None, None]),
)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("17", 0),
        ("SOREN@x.example", 0),
        ("mailto:soren@x.example", 0),
        ("søren å.  holm", 0),
        ("Søren A\N{COMBINING RING ABOVE}. Holm", 0),
        ("Søren\N{ZERO WIDTH SPACE} Å. Holm", 0),
        ("Holm, Søren Å.", 0),
        ("Eva Lund <somebody@else.example>", 1),
        ("Whoever <soren@x.example>", 0),
        ("Whoever (17)", 0),
        ("Eva Lund [unknown]", 1),
        (r"CN=Eva Lund,OU=Care,DC=x", 1),
        ("Bo Lind (29)", 2),
        ("30", 3),
        ("Eva", -1),
        ("", -1),
    ],
)
def test_one_person_is_found_however_they_are_written(written: str, place: int) -> None:
    found = PEOPLE.find(pl.Series([written]))
    assert (found.where.tolist(), found.ambiguous.tolist()) == ([place], [False])


@pytest.mark.parametrize(("written", "fits"), [("bo lind", [2, 3]), ("Shared@x.example", [1, 2])])
def test_what_fits_several_people_finds_nobody_and_names_them(written: str, fits: list[int]) -> None:
    found = PEOPLE.find(pl.Series([None, written]))
    assert (found.where.tolist(), found.ambiguous.tolist()) == ([-1, -1], [False, True])
    assert PEOPLE.candidates(written) == fits


def test_a_column_of_numbers_is_found_among_numbers_and_texts() -> None:
    names, emails = (pl.Series([None, None], dtype=pl.String) for _ in range(2))
    for keys in (pl.Series([5, 7]), pl.Series(["5", "7"])):
        found = PersonFinder(keys, names, emails).find(pl.Series([7, None, 5, 6]))
        np.testing.assert_array_equal(found.where, [1, -1, 0, -1])
        assert not found.ambiguous.any()


def test_a_name_and_a_number_of_two_people_are_asked_about() -> None:
    finder = PersonFinder(
        pl.Series(["1", "2"]), pl.Series(["Ida Munk", "Bo Lind"]), pl.Series([None, None], dtype=pl.String)
    )
    found = finder.find(pl.Series(["Ida Munk (2)", "Ida Munk (1)", "Munk (2)"]))
    assert found.where.tolist() == [-1, 0, 1]
    assert found.ambiguous.tolist() == [True, False, False]
    assert finder.candidates("Ida Munk (2)") == [0, 1]


def test_nobody_is_found_in_an_empty_list() -> None:
    nobody = pl.Series([], dtype=pl.String)
    assert PersonFinder(nobody, nobody, nobody).find(pl.Series(["Ida Munk (2)"])).where.tolist() == [-1]
