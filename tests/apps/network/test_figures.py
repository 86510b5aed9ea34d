"""The figures of units as they are shown, and groups beside each other."""

import pytest

from apps.network.hospital import Hospital, computed, hospital, nominations, some_pairs
from cast import Cast
from colead.apps.network.bridge.clusters import clusters
from colead.apps.network.bridge.figures import unit_figures, whole_figures
from colead.apps.network.bridge.matrix import matrix
from colead.apps.network.bridge.picture import picture
from colead.apps.network.bridge.readers import Reader
from colead.apps.network.models import LeadershipMap

STRANGER = Reader(None, {}, has_agreed=False)


def test_units_stand_below_the_unit_above_them_by_name(advice_map: LeadershipMap) -> None:
    order = [(unit.key, unit.depth) for unit in unit_figures(advice_map)]
    assert order == [
        ("top", 0),
        ("kitchen", 1),
        ("medicine", 1),
        ("ward-a", 2),
        ("ward-b", 2),
        ("surgery", 1),
        ("recovery", 2),
        ("theatre", 2),
    ]


def test_the_whole_is_rounded_as_its_units_are(advice_map: LeadershipMap) -> None:
    whole = whole_figures(advice_map, name="Clinic")
    assert whole.density.value is not None
    assert round(whole.density.value * 50 * 53, 6) % 5 == 0  # as if 50 of the 54 had answered
    assert whole.effective_leaders.value == round(advice_map.whole["figures"]["spread"]["effective_leaders"])
    assert whole.answered == 50, "all 54 did, which is told of nobody"


def test_people_who_are_too_few_are_counted_above_and_not_in_their_unit(advice_map: LeadershipMap) -> None:
    """The head of medicine and the four of the kitchen are counted with the top, where that makes seven."""
    units = {unit.key: unit for unit in unit_figures(advice_map)}
    counted = {key: (unit.people, unit.counted, unit.counted_above) for key, unit in units.items()}
    assert counted["top"] == (54, 54, 0)
    assert counted["medicine"] == (28, 27, 1)
    assert counted["kitchen"] == (4, 0, 4)
    assert counted["ward-a"] == (12, 12, 0)


def test_what_is_kept_of_groups_is_in_fives(advice_map: LeadershipMap) -> None:
    """So that whoever tries the units of many days adds up the same fives; and sums stay right."""
    counts = advice_map.flows[2]
    assert {count % 5 for count in counts} == {0}
    assert {atom["answered"] % 5 for atom in advice_map.atoms} == {0}
    exact = advice_map.nomination_set.nominations.count()
    assert abs(sum(counts) - exact) < 5


def test_lines_followed_are_a_share_of_all_lines_and_few_look_like_none(house: Hospital) -> None:
    """Of the 53 lines 4 or 12 are followed, whoever else answered."""
    lines = [(person, members[0]) for members in house.people.values() for person in members[1:]]
    seen = []
    for number in (4, 12):
        answered = {*(source for source, _target in lines[:number]), *house.everybody[-40:]}
        stored = nominations(house, lines[:number], answered=answered, name=f"{number}")
        seen.append(whole_figures(computed(stored), name="").coverage.value)
    assert seen == [0.0, pytest.approx(10 / 53)]


def test_how_many_answered_cannot_be_told_from_a_density(house: Hospital) -> None:
    """Of the 15 of ward B thirteen or fourteen answered: the same nominations, the same figures."""
    shown = []
    for missing in (1, 2):
        answered = [person for person in house.everybody if person not in house.people["ward-b"][-missing:]]
        source, target = house.people["ward-b"][:2]
        kept = computed(nominations(house, [(source, target)] * 1, name=f"{missing}", answered=answered))
        shown.append(next(unit for unit in unit_figures(kept) if unit.key == "ward-b"))
    assert shown[0].answered == shown[1].answered == 15
    assert (shown[0].density.value, shown[0].density.low) == (shown[1].density.value, shown[1].density.low)


def test_that_all_of_a_unit_answered_is_not_told(advice_map: LeadershipMap) -> None:
    ward = next(unit for unit in unit_figures(advice_map) if unit.key == "ward-a")
    assert (ward.counted, ward.answered) == (12, 10)


def test_intervals_contain_their_figure(advice_map: LeadershipMap) -> None:
    for unit in unit_figures(advice_map):
        for figure in (unit.effective_leaders, unit.density, unit.formal_share, unit.cross_unit):
            if figure.value is not None and figure.has_interval:
                assert figure.low <= figure.value <= figure.high  # type: ignore[operator]


def test_kept_and_shown_figures_name_nobody(advice_map: LeadershipMap) -> None:
    assert "betweenness_max_id" not in str(advice_map.whole)
    assert "canary" not in str([advice_map.whole, advice_map.units, advice_map.atoms]).lower()


@pytest.mark.usefixtures("ids_in_order")
def test_clusters_are_merged_along_the_tree_until_they_are_few(advice_map: LeadershipMap) -> None:
    fine = clusters(advice_map, most=100)
    coarse = clusters(advice_map, most=4)
    assert [cluster.key for cluster in fine] == ["top", "ward-a", "ward-b", "recovery", "theatre"]
    assert [cluster.key for cluster in coarse] == ["top", "medicine", "surgery"]
    assert sum(cluster.people for cluster in coarse) == sum(cluster.people for cluster in fine) == 54
    assert coarse[1].atoms == (*fine[1].atoms, *fine[2].atoms)
    assert [cluster.above for cluster in coarse] == [None, 0, 0]
    assert [cluster.is_central for cluster in coarse] == [True, False, False]


def test_many_units_below_one_top_are_not_merged_into_a_single_cluster(clinic: Cast) -> None:
    made = hospital(clinic.clinic, {"top": (None, 6), **{f"school{n}": ("top", 6) for n in range(9)}})
    kept = computed(nominations(made, some_pairs(made)))
    assert len(clusters(kept, most=4)) == 10
    assert len(clusters(kept, most=2)) == 1


@pytest.mark.usefixtures("ids_in_order")
def test_of_many_units_without_any_above_the_largest_stay(clinic: Cast) -> None:
    units = {"b": (None, 12), **{f"a{n}": (None, 6) for n in range(9)}}
    made = hospital(clinic.clinic, units)
    kept = computed(nominations(made, some_pairs(made)))
    few = clusters(kept, most=4)
    assert [cluster.key for cluster in few] == ["a0", "a1", "b", ""]
    assert sum(cluster.people for cluster in few) == 12 + 9 * 6


def test_clusters_of_a_unit_are_those_below_it(advice_map: LeadershipMap) -> None:
    assert [cluster.key for cluster in clusters(advice_map, unit="medicine", most=100)] == [
        "ward-a",
        "ward-b",
    ]
    assert clusters(advice_map, unit="no such unit", most=100) == []


def test_matrix_counts_nominations_in_fives(house: Hospital) -> None:
    a, b = house.people["ward-a"], house.people["ward-b"]
    pairs = [(source, target) for source in a[:8] for target in b[:3]]
    found = matrix(computed(nominations(house, pairs)), unit="medicine")
    assert [row.cluster.key for row in found.rows] == ["ward-a", "ward-b"]
    assert [[cell.count for cell in row.cells] for row in found.rows] == [[0, 25], [0, 0]]
    assert found.rows[0].cells[1].share == 1.0
    assert [cell.shade for cell in found.rows[0].cells] == [0, 5]


def test_map_of_many_people_draws_clusters_for_them(
    advice_map: LeadershipMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colead.apps.network.bridge.picture.MOST_MARKS", 40)
    whole = picture(advice_map, STRANGER)
    assert (whole.marks, whole.ties) == ([], [])
    assert len(whole.clusters) == 5
    assert len(picture(advice_map, STRANGER, unit="medicine").marks) == 27
