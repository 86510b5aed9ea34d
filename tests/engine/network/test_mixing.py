"""Mixing: across units and levels, up and down, formal leaders."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from colead.engine.network.groups import Groups
from colead.engine.network.mixing import ego_mixing, mixing_by_group
from colead.engine.network.permutation_test import Permutations
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import mixing

PUBLISHED = {
    "advice": (0.51579, 0.55238, -0.09474, -0.2, 0.300, 0.54737, 0.15263),
    "friendship": (0.25490, 0.55238, -0.49020, -0.2, 0.21569, 0.74510, 0.03922),
    "reports": (-0.6, 0.55238, 1, -0.2, 1, 0, 0),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_managers(managers: Organisation, nominations: Callable[[str], Ties], name: str) -> None:
    found = mixing(managers, nominations(name))
    shares = (found.level.up, found.level.lateral, found.level.down)
    figures = (found.unit.ei, found.unit.expected, found.level.ei, found.level.expected, *shares)
    assert figures == pytest.approx(PUBLISHED[name], abs=5e-6)


def test_managers_permutation_p(managers: Organisation, nominations: Callable[[str], Ties]) -> None:
    p = mixing(managers, nominations("advice"), seed=3).unit.p
    assert p == pytest.approx(0.26, abs=0.015)


def test_levels_count_from_the_smallest_number() -> None:
    team = Organisation.build(["a", "b"], ["", "a"], ["u", "v"], levels=[1, 2])
    found = mixing(team, Ties.build([1], [0], 2))
    assert (found.level.up, found.level.lateral, found.level.down) == (1, 0, 0)


def test_people_without_a_unit_share_none() -> None:
    team = Organisation.build(["a", "b", "c"], ["", "a", "a"], [None, None, "u"])
    found = mixing(team, Ties.build([0, 1], [1, 2], 3))
    assert found.unit.ei == 1


def test_what_does_not_apply_is_none() -> None:
    alone = Organisation.build(["a", "b"], ["", ""], ["u", "u"])
    found = mixing(alone, Ties.build([0], [1], 2))
    assert (found.unit.ei, found.level.ei, found.leader_tie_ratio) == (None, None, None)


def test_two_kinds_and_one_tie_are_enough() -> None:
    pair = Organisation.build(["a", "b"], ["", "a"], ["u", "v"])
    found = mixing(pair, Ties.build([1], [0], 2))
    assert (found.unit.ei, found.unit.expected, found.level.ei) == (1, 1, 1)
    without = mixing(pair, Ties.build([], [], 2))
    assert (without.unit.ei, without.unit.expected, without.unit.p) == (None, None, None)


def test_leaders_without_advantage_have_a_ratio_of_one() -> None:
    team = Organisation.build(["a", "b", "c", "d"], ["", "a", "a", "b"], ["u"] * 4)
    ring = Ties.build([0, 1, 2, 3], [1, 2, 3, 0], 4)
    assert mixing(team, ring).leader_tie_ratio == pytest.approx(1)


def test_groups_and_routes_agree(works: Organisation, advice: Ties, compiled: Callable[[], None]) -> None:
    levels = [(units.size, group_of) for units, group_of in works.unit_groups()]
    plain = [ego_mixing(works, Groups(advice, group_of, size)) for size, group_of in levels]
    compiled()
    for (size, group_of), expected in zip(levels, plain, strict=True):
        for mine, theirs in zip(ego_mixing(works, Groups(advice, group_of, size)), expected, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_a_department_is_measured_like_an_organisation_of_its_own(works: Organisation, advice: Ties) -> None:
    units, group_of = list(works.unit_groups())[1]
    groups = Groups(advice, group_of, units.size)
    found = mixing_by_group(works, groups, Permutations(groups, 1), ego_mixing(works, groups))
    for place in range(units.size):
        inside = np.flatnonzero(group_of == place)
        number = {person: row for row, person in enumerate(inside.tolist())}
        part = Organisation.build(
            works.person_ids[inside],
            np.array([number.get(lead, -1) for lead in works.manager[inside].tolist()]),
            works.unit[inside],
            levels=works.level[inside],
        )
        alone = mixing(part, advice.subgraph(inside))
        assert found.unit.ei[place] == pytest.approx(alone.unit.ei)
        assert found.level.expected[place] == pytest.approx(alone.level.expected)
        assert found.unit.p[place] == pytest.approx(alone.unit.p, abs=0.03)
        assert found.level.up[place] == pytest.approx(alone.level.up)
