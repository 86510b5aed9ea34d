"""The leadership map: published values, the JSON keys, what is withheld, and every unit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from colead.engine.errors import TieError
from colead.engine.network.figures import Figures
from colead.engine.network.leadership_map import LeadershipMap, leadership_map
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import dyads, spread

KEYS = {
    "people": None,
    "ties": None,
    "density": None,
    "reciprocity": None,
    "dyads": ["mutual", "asymmetric", "null"],
    "spread": [
        "centralisation_in", "centralisation_out", "gini", "hhi", "effective_leaders", "bus_factor",
    ],
    "hierarchy": [
        "connectedness", "hierarchy", "efficiency", "efficiency_undirected", "least_upper_bound",
    ],
    "mixing": ["unit", "level", "leader_tie_ratio"],
    "formal": [
        "coverage", "formal_share", "jaccard", "qap", "tree_distance_ties", "tree_distance_all",
        "tree_distance_ratio",
    ],
    "brokerage": ["betweenness_max", "betweenness_max_id", "betweenness_centralisation", "roles"],
    "resilience": ["k_core_weak", "k_core_mutual", "articulation_points"],
    "intervals": [],
    "guards": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def report(works: Organisation, advice: Ties) -> LeadershipMap:
    return leadership_map(works, advice, seed=1)


def test_managers_advice(managers: Organisation, nominations: Callable[[str], Ties]) -> None:
    found = leadership_map(managers, nominations("advice")).whole
    assert (found.people, found.ties, found.resilience.k_core_weak, found.resilience.k_core_mutual) == (
        21,
        190,
        10,
        3,
    )
    assert (found.brokerage.betweenness_max_id, found.brokerage.betweenness_max) == (
        "18",
        pytest.approx(88.917, abs=5e-4),
    )
    assert found.brokerage.betweenness_centralisation == pytest.approx(0.21030, abs=5e-6)
    roles = found.brokerage.roles
    assert (roles.coordinator, roles.consultant, roles.representative, roles.gatekeeper, roles.liaison) == (
        28,
        69,
        95,
        62,
        246,
    )
    hierarchy = found.hierarchy
    assert (hierarchy.connectedness, hierarchy.hierarchy, hierarchy.least_upper_bound) == (1, 0, 1)
    assert (hierarchy.efficiency, hierarchy.efficiency_undirected) == pytest.approx(
        (0.575, 0.34211), abs=5e-6
    )


def test_managers_friendship(managers: Organisation, nominations: Callable[[str], Ties]) -> None:
    found = leadership_map(managers, nominations("friendship")).whole
    assert found.hierarchy.hierarchy == pytest.approx(0.18182, abs=5e-6)
    assert found.hierarchy.least_upper_bound == pytest.approx(0.99474, abs=5e-6)
    assert (found.brokerage.betweenness_max_id, found.brokerage.betweenness_max) == (
        "17",
        pytest.approx(134.433, abs=5e-4),
    )


def test_json_has_the_promised_keys_and_no_nan(report: LeadershipMap) -> None:
    document = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert {"name", "respondents", "whole", "units"} <= set(document)
    for entry in (document["whole"], *document["units"]):
        for section, keys in KEYS.items():
            assert section in entry
            assert keys is None or set(keys) <= set(entry[section]), section
        assert {"ei", "expected", "p"} <= set(entry["mixing"]["unit"])
        assert {"ei", "expected", "up", "lateral", "down"} <= set(entry["mixing"]["level"])


def test_a_unit_read_as_object_and_as_row_is_the_same(report: LeadershipMap) -> None:
    assert [unit.to_dict() for unit in report.units] == list(report.units.rows())


def test_sections_of_the_whole_are_at_hand(report: LeadershipMap) -> None:
    assert report.spread is report.whole.spread
    with pytest.raises(AttributeError, match="no 'leaders'"):
        _ = report.leaders


def test_a_unit_is_the_network_among_everybody_below_it(
    works: Organisation, advice: Ties, report: LeadershipMap
) -> None:
    for number in range(3):
        unit = report.units.of(f"department {number}")
        below = works.branch_of_unit(works.unit_ids.tolist().index(f"department {number}"))
        alone = advice.subgraph(below)
        assert unit.people == 20
        if unit.guards and unit.guards[0]["measure"] == "all" and unit.density is None:
            continue
        assert unit.density == pytest.approx(dyads(alone).density)
        assert unit.spread._asdict() == pytest.approx(vars(spread(alone)))
    with pytest.raises(KeyError):
        report.units.of("nowhere")


def numbers(figures: Any) -> dict[str, Any]:
    """Every figure that is shown, by its path."""
    written = figures.to_dict() if isinstance(figures, Figures) else figures
    found: dict[str, Any] = {}
    for name, value in written.items():
        if isinstance(value, dict) and name not in ("methods", "intervals", "in_words"):
            found |= {f"{name}.{path}": inner for path, inner in numbers(value).items()}
        elif value is not None and name not in ("unit", "name", "methods", "guards", "intervals", "in_words"):
            found[name] = value
    return found


def shown(people: int, answered: int) -> Figures:
    team = Organisation.build(
        [f"p{i}" for i in range(people)], [None] + ["p0"] * (people - 1), ["u"] * people
    )
    source = np.repeat(np.arange(people), 2)
    target = (source + np.tile([1, 2], people)) % people
    ties = Ties.build(source, target, people, respondents=np.arange(people) < answered)
    return leadership_map(team, ties).units[0]


@pytest.mark.parametrize(
    ("people", "answered", "expected", "reason"),
    [
        (4, 4, {"people"}, "4 people are too few"),
        (
            9,
            9,
            {"people", "respondents", "response_rate", "density", "spread.effective_leaders"},
            "With 9 people only",
        ),
        (20, 11, {"people", "respondents", "response_rate"}, "Only 55 % answered"),
    ],
)
def test_what_is_withheld_leaves_no_trace(
    people: int, answered: int, expected: set[str], reason: str
) -> None:
    found = shown(people, answered)
    assert set(numbers(found)) == expected
    bounded = {path for path, bounds in found.intervals.items() if bounds}
    assert bounded <= {"density", "spread.effective_leaders"}
    assert found.guards[0]["reason"].startswith(reason)
    assert found.methods == {}


def test_ten_people_show_everything_that_applies() -> None:
    found = shown(10, 10)
    assert {"spread.gini", "formal.coverage", "resilience.k_core_weak"} <= set(numbers(found))


def test_some_missing_answers_are_said() -> None:
    reasons = [reason["reason"] for reason in shown(20, 14).guards]
    assert reasons[0] == "70 % answered: read the figures with their intervals."
    assert any("may hide some" in reason for reason in reasons)


def test_every_missing_figure_has_its_reason(report: LeadershipMap) -> None:
    for entry in (report.whole, *report.units):
        guarded = [reason["measure"] for reason in entry.guards]
        present = numbers(entry)
        for path in (
            "density",
            "reciprocity",
            "spread.gini",
            "mixing.unit.ei",
            "formal.coverage",
            "hierarchy.hierarchy",
        ):
            assert path in present or "all" in guarded or path in guarded, (entry.unit, path)


def test_in_words_is_a_template_and_its_values(report: LeadershipMap) -> None:
    words = report.whole.in_words()
    assert words is not None
    assert words["text"] == words["template"].format(**words["values"])
    assert words["values"] == {"leaders": round(report.spread.effective_leaders), "people": 60}


def test_it_prints_a_table_and_a_sentence(report: LeadershipMap) -> None:
    text = str(report)
    assert "Leadership in the organisation rests on about" in text
    assert "department 1" in text
    assert repr(report) == text


def test_the_same_seed_gives_the_same_report(
    works: Organisation, advice: Ties, report: LeadershipMap
) -> None:
    again = leadership_map(works, advice, seed=1)
    assert again.to_dict() == report.to_dict()


def test_names_and_order_do_not_matter(works: Organisation, advice: Ties, report: LeadershipMap) -> None:
    order = np.random.default_rng(8).permutation(60)
    back = np.argsort(order)
    moved = Organisation.build(
        works.person_ids[order],
        np.where(works.manager[order] < 0, -1, back[works.manager[order]]),
        works.unit_ids[works.unit[order]].tolist(),
        unit_parents={
            unit: works.unit_ids[parent] if parent >= 0 else None
            for unit, parent in zip(works.unit_ids, works.unit_parent, strict=True)
        },
    )
    ties = Ties.build(back[advice.source], back[advice.target], 60, respondents=advice.respondents[order])
    mine, theirs = numbers(leadership_map(moved, ties).whole), numbers(report.whole)
    drawn = ("null_model", "mixing.unit.p", "mixing.level.p", "formal.qap_p")
    steady = {path for path in theirs if not path.startswith(drawn)}
    assert {path: mine[path] for path in steady} == pytest.approx({path: theirs[path] for path in steady})


def test_inputs_stay_as_they_were(works: Organisation, advice: Ties) -> None:
    before = [
        array.copy() for array in (works.manager, works.unit, works.level, advice.source, advice.target)
    ]
    leadership_map(works, advice)
    for kept, array in zip(
        before, (works.manager, works.unit, works.level, advice.source, advice.target), strict=True
    ):
        np.testing.assert_array_equal(kept, array)


def test_ties_of_other_people_are_refused(works: Organisation) -> None:
    with pytest.raises(TieError, match="about 3 people, the organisation has 60"):
        leadership_map(works, Ties.build([0], [1], 3))


def test_weights_give_valued_figures(works: Organisation, advice: Ties) -> None:
    weighted = Ties.build(
        advice.source, advice.target, 60, weight=np.full(advice.n_ties, 3.0), respondents=advice.respondents
    )
    found = leadership_map(works, weighted, units=False).whole
    assert found.valued.w_max == 3
    assert found.valued.density == pytest.approx(found.density)
    assert found.valued.gini == pytest.approx(found.spread.gini)


def test_a_large_organisation_takes_the_compiled_route_to_the_same_figures(
    works: Organisation, advice: Ties, report: LeadershipMap, compiled: Callable[[], None]
) -> None:
    compiled()
    ties = Ties.build(advice.source, advice.target, 60, respondents=advice.respondents, name="advice")
    found = leadership_map(works, ties, seed=1)
    for mine, theirs in zip((found.whole, *found.units), (report.whole, *report.units), strict=True):
        assert numbers(mine) == pytest.approx(numbers(theirs))


def test_a_small_map_loads_neither_compiler_nor_scipy() -> None:
    code = (
        "import sys, colead; assert 'numpy' not in sys.modules\n"
        "team = colead.Organisation.build([str(i) for i in range(21)], [''] + ['0'] * 20, ['u'] * 21)\n"
        "ties = colead.Ties.build(range(1, 21), [0] * 20, 21)\n"
        "colead.leadership_map(team, ties)\n"
        "assert not {'numba', 'scipy.stats', 'django', 'ortools'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_as_if_all_answered_the_effective_number_tells_nothing_about_who_did() -> None:
    """1 / sum of squared shares of all nominations, whichever of two who named nobody has answered."""
    people = [f"p{number}" for number in range(12)]
    team = Organisation.build(people, [None] + ["p0"] * 11, ["ward"] * 12)
    source, target = [2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 1, 1, 9, 9]
    by_hand = 7**2 / (3**2 + 2**2 + 2**2)
    found = {}
    for exactly in (True, False):
        for silent in (0, 11):  # one who is looked to, and one who is not
            answered = [number for number in range(12) if number != silent]
            ties = Ties.build(source, target, 12, respondents=answered)
            report = leadership_map(team, ties, as_if_all_answered=not exactly)
            found[exactly, silent] = report.spread.effective_leaders, report.units[0].spread.effective_leaders
    assert found[False, 0] == found[False, 11] == pytest.approx((by_hand, by_hand))
    assert found[True, 0] != pytest.approx(found[True, 11])
