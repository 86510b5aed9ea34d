"""A unit is found by its key, its name, or words of the path that leads to it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from colead.apps.leadership.forms.units import find_unit, one_unit, several_units
from colead.apps.leadership.selectors.task_choices import UnitOption

UNITS = [
    UnitOption("care", "Care"),
    UnitOption("north", "North", ("Care",)),
    UnitOption("n-night", "Night", ("Care", "North")),
    UnitOption("south", "South", ("Care",)),
    UnitOption("s-night", "Night", ("Care", "South")),
]
MANY = [UnitOption(f"u{place}", f"Team {place}") for place in range(301)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("care", "care"),
        ("  S-Night ", "s-night"),
        ("Night (n-night)", "n-night"),
        ("south night", "s-night"),
        ("nor", "north"),
    ],
)
def test_found(text: str, key: str) -> None:
    assert find_unit(UNITS, text).key == key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("night", "Care › North › Night (n-night); Care › South › Night (s-night)"),
        ("east", "no unit called “east”"),
    ],
)
def test_several_or_none_are_told(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("(", r"\(").replace(")", r"\)")):
        find_unit(UNITS, text)


def test_few_units_are_a_list_and_many_a_text() -> None:
    assert one_unit(UNITS).clean("n-night") == "n-night"
    assert one_unit(MANY).clean("team 300") == "u300"
    assert one_unit(MANY, required=False).clean("") == ""
    assert several_units(MANY, help_text="", required=False).clean("Team 7\n\nu8\nteam 7") == ["u7", "u8"]


def test_a_field_shows_keys_as_names() -> None:
    assert one_unit(MANY).prepare_value("u7") == "Team 7 (u7)"
    assert (
        several_units(MANY, help_text="").prepare_value(["u7", "nobody knows"]) == "Team 7 (u7)\nnobody knows"
    )


def test_the_uppermost_unit_stands_at_the_edge() -> None:
    field: Any = one_unit(UNITS[3:])
    assert [label for key, label in field.choices if key] == ["South", "\u2003Night"]


def test_a_single_unit_is_chosen_already() -> None:
    field: Any = one_unit(UNITS[:1])
    assert [key for key, _label in field.choices] == ["care"]
