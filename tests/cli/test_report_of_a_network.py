"""One network's part of the report: figures worked out by hand, read back from the page."""

import re
from typing import Any

import pytest

from colead.cli.language import Speaker
from colead.cli.report.network import network_section

ENGLISH = Speaker("en")


def whole(**changes: Any) -> dict[str, Any]:
    """40 people, 100 nominations."""
    return {
        "people": 40,
        "ties": 100,
        "density": 0.0641,
        "reciprocity": 0.5,
        "spread": {"effective_leaders": 12.34, "bus_factor": 5},
        "intervals": {"spread.effective_leaders": [9.04, 15.96]},
        "formal": {"coverage": 0.75, "formal_share": 0.2, "tree_distance_ratio": 0.8},
        "mixing": {"leader_tie_ratio": 2.0, "level": {"up": 0.3, "lateral": 0.6, "down": 0.1}},
        "guards": [],
    } | changes


def unit(number: int, people: int, **changes: Any) -> dict[str, Any]:
    return {
        "unit": f"u{number}",
        "name": f"Unit {number}",
        "people": people,
        "density": 0.256,
        "spread": {"effective_leaders": people / 4},
        "intervals": {"spread.effective_leaders": [people / 8, people / 2]},
        "formal": {"coverage": 0.5},
    } | changes


def section(units: list[dict[str, Any]] | None = None, share: float = 0.1, **changes: Any) -> str:
    network = {"name": "advice", "respondents": 38, "whole": whole(**changes), "units": units or []}
    return str(network_section(network, share, 1, ENGLISH))


def tables(page: str) -> dict[str, list[list[str]]]:
    """Cells of the rows of every table, by caption."""
    found = {}
    for table in re.findall(r"<table>(.*?)</table>", page, re.DOTALL):
        caption = re.search(r"<caption>(.*?)</caption>", table)
        rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
        assert caption is not None
        found[caption[1]] = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return found


def cards(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<strong>([^<]*)</strong><span class="label">([^<]*)</span>', page)


def test_cards_say_the_numbers_that_matter() -> None:
    page = section()
    assert cards(page) == [
        ("12.3", "effective leaders"),
        ("5", "people receive half of all nominations"),
        ("6 %", "of all possible ties exist"),
        ("50 %", "of the nominations are returned"),
        ("80 %", "of the usual distance in the reporting tree"),
    ]
    assert "95 % interval 9.0–16.0" in page
    assert "100 nominations; 38 of 40 people answered" in page


def test_a_figure_that_does_not_apply_has_no_card_and_no_chart() -> None:
    nothing = {"coverage": None, "formal_share": None, "tree_distance_ratio": None}
    page = section(
        spread={"effective_leaders": None, "bus_factor": None},
        density=None,
        reciprocity=None,
        formal=nothing,
        mixing={"leader_tie_ratio": None, "level": {"up": None, "lateral": None, "down": None}},
        intervals={},
    )
    assert cards(page) == []
    assert "<figure>" not in page
    assert "<table>" not in page


def test_without_an_interval_none_is_said() -> None:
    assert "95 % interval" not in section(intervals={})


@pytest.mark.parametrize(
    ("ratio", "share", "received"), [(2.0, 0.1, "20 %"), (0.5, 0.1, "5 %"), (4.0, 0.3, "100 %")]
)
def test_formal_leaders_receive_their_ratio_times_their_share(
    ratio: float, share: float, received: str
) -> None:
    level = {"up": 0.3, "lateral": 0.6, "down": 0.1}
    page = section(share=share, mixing={"leader_tie_ratio": ratio, "level": level})
    assert tables(page)["Formal and real leadership"] == [
        ["People who are formal leaders", f"{share * 100:.0f} %"],
        ["Nominations that they receive", received],
        ["Reporting lines with a nomination", "75 %"],
        ["Nominations along a reporting line", "20 %"],
    ]


def test_a_share_that_does_not_apply_has_no_bar() -> None:
    level = {"up": 0.3, "lateral": 0.6, "down": 0.1}
    page = section(mixing={"leader_tie_ratio": None, "level": level})
    assert "Nominations that they receive" not in page
    assert len(tables(page)["Formal and real leadership"]) == 3


def test_nominations_go_up_stay_and_go_down() -> None:
    assert tables(section())["Which way nominations go"] == [
        ["up", "30 %"],
        ["same level", "60 %"],
        ["down", "10 %"],
    ]


def test_a_unit_has_its_share_and_the_interval_of_it() -> None:
    hidden = unit(2, 20, spread={"effective_leaders": None}, intervals={}, density=None)
    tiny = unit(
        3, 4, name="", spread={"effective_leaders": 0.4}, intervals={"spread.effective_leaders": [1, 9]}
    )
    unsure = unit(4, 10, intervals={})
    page = section([unit(1, 24), hidden, tiny, unsure])
    assert tables(page)["On how many people leadership rests, unit by unit"] == [
        ["Unit 1", "about 6 of 24", "25 %", "12 %–50 %"],
        ["u3", "about 1 of 4", "10 %", "25 %–100 %"],
        ["Unit 4", "about 2 of 10", "25 %", "–"],
    ]
    assert tables(page)["Every unit, with the units below it: advice"] == [
        ["Unit 1", "24", "0.26", "6.0", "3.0–12.0", "50 %"],
        ["Unit 2", "20", "–", "–", "–", "50 %"],
        ["u3", "4", "0.26", "0.4", "1.0–9.0", "50 %"],
        ["Unit 4", "10", "0.26", "2.5", "–", "50 %"],
    ]


def test_the_sixteen_largest_units_are_drawn_in_the_order_of_the_staff_list() -> None:
    sizes = [30, 8, *range(12, 27), 9]
    page = section([unit(number, people) for number, people in enumerate(sizes)])
    drawn = [row[0] for row in tables(page)["On how many people leadership rests, unit by unit"]]
    assert drawn == [f"Unit {number}" for number, people in enumerate(sizes) if people > 9]
    assert len(drawn) == 16
    assert "The 16 largest units are drawn." in page
    assert "largest units are drawn" not in section([unit(number, 20) for number in range(16)])


def test_charts_follow_the_colours_of_the_page() -> None:
    drawn = re.findall(r"<svg.*?</svg>", section([unit(1, 24)]), re.DOTALL)
    assert len(drawn) == 3
    assert all("var(--" in chart for chart in drawn)


def test_it_begins_with_sentences_for_each_figure_that_applies() -> None:
    said = re.search(r'<p class="lead">(.*?)</p>', section())
    assert said is not None
    assert said[1] == (
        "Leadership rests on about 12 of 40 people (95 % interval 9–16). "
        "5 people together receive half of all nominations. "
        "75 % of the reporting lines carry a nomination in one direction or the other. "
        "20 % of the nominations follow a reporting line; the rest is leadership outside the tree. "
        "Formal leaders receive 2.0 times as many nominations as their number alone would give."
    )
    level = {"up": 0.3, "lateral": 0.6, "down": 0.1}
    less = section(
        spread={"effective_leaders": 12.34, "bus_factor": None},
        formal={"coverage": None, "formal_share": None, "tree_distance_ratio": None},
        mixing={"leader_tie_ratio": None, "level": level},
        intervals={},
    )
    assert '<p class="lead">Leadership rests on about 12 of 40 people.</p>' in less
