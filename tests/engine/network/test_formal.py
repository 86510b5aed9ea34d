"""Formal against real: coverage, overlap, correlation, distance along reporting lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network.formal import (
    ego_formal,
    formal_by_group,
    mean_distance_by_group,
)
from colead.engine.network.groups import Groups
from colead.engine.network.permutation_test import Permutations
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import formal


def test_managers_advice(managers: Organisation, nominations: Callable[[str], Ties]) -> None:
    found = formal(managers, nominations("advice"))
    assert (found.coverage, found.coverage_up, found.coverage_down) == (1.0, 0.95, 0.5)
    assert found.formal_share == pytest.approx(0.138, abs=5e-4)
    assert found.jaccard == pytest.approx(0.0995, abs=5e-5)
    assert found.qap == pytest.approx(4180 / np.sqrt(190 * 230 * 20 * 400))
    distances = (found.tree_distance_all, found.tree_distance_ties, found.tree_distance_ratio)
    assert distances == pytest.approx((2.98095, 2.80526, 0.9411), abs=5e-5)


def test_managers_friendship_correlation(managers: Organisation, nominations: Callable[[str], Ties]) -> None:
    assert formal(managers, nominations("friendship")).qap == pytest.approx(0.18624, abs=5e-6)


def test_correlation_is_that_of_the_two_matrices(works: Organisation, advice: Ties) -> None:
    everybody = Ties.build(advice.source, advice.target, 60)
    ties, lines = np.zeros((60, 60)), np.zeros((60, 60))
    ties[advice.source, advice.target] = 1
    below = np.flatnonzero(works.manager >= 0)
    lines[below, works.manager[below]] = 1
    off = ~np.eye(60, dtype=bool)
    assert formal(works, everybody).qap == pytest.approx(np.corrcoef(ties[off], lines[off])[0, 1])


def test_the_tree_itself_is_all_formal(works: Organisation) -> None:
    below = np.flatnonzero(works.manager >= 0)
    found = formal(works, Ties.build(below, works.manager[below], 60))
    assert (found.coverage, found.formal_share, found.jaccard, found.tree_distance_ties) == (1, 1, 1, 1)
    assert found.qap == pytest.approx(1)


def test_lines_between_people_who_did_not_answer_do_not_count() -> None:
    team = Organisation.build(list("abc"), ["", "a", "a"], ["u"] * 3)
    found = formal(team, Ties.build([1], [0], 3, respondents=[0, 1]))
    assert (found.coverage, found.formal_share) == (1.0, 1.0)


def test_lines_to_a_lead_who_did_not_answer_do_not_count() -> None:
    team = Organisation.build(list("abc"), ["", "a", "b"], ["u"] * 3)
    found = formal(team, Ties.build([2], [1], 3, respondents=[1, 2]))
    assert (found.coverage, found.coverage_up, found.coverage_down, found.formal_share) == (1, 1, 0, 1)


@given(seed=st.integers(0, 2**32 - 1))
def test_shares_are_those_of_the_pairs_among_whom_all_answered(seed: int) -> None:
    """Counted plainly: lines and pairs one by one, by those two who are in them."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 12))
    lead = [-1, *(int(rng.integers(-1, person)) for person in range(1, n))]
    answered = rng.random(n) < 0.7
    ties = {(a, b) for a, b in rng.integers(0, n, (3 * n, 2)).tolist() if a != b and answered[a]}
    source, target = zip(*sorted(ties), strict=True) if ties else ((), ())
    team = Organisation.build([str(person) for person in range(n)], np.array(lead), ["u"] * n)
    found = formal(team, Ties.build(source, target, n, respondents=answered))
    lines = [(low, lead[low]) for low in range(n) if lead[low] >= 0 and answered[low] and answered[lead[low]]]
    pairs = {frozenset(tie) for tie in ties if answered[list(tie)].all()}
    carried = [line for line in lines if frozenset(line) in pairs]

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    assert found.coverage == pytest.approx(share(len(carried), len(lines)))
    assert found.coverage_up == pytest.approx(share(sum(line in ties for line in lines), len(lines)))
    assert found.coverage_down == pytest.approx(share(sum(line[::-1] in ties for line in lines), len(lines)))
    assert found.formal_share == pytest.approx(share(len(carried), len(pairs)))
    upwards = {(low, lead[low]) for low in range(n) if lead[low] >= 0 and answered[low]}
    assert found.jaccard == pytest.approx(share(len(upwards & ties), len(upwards | ties)))


def test_what_does_not_apply_is_none() -> None:
    team = Organisation.build(list("ab"), ["", ""], ["u"] * 2)
    found = formal(team, Ties.build([0], [1], 2))
    assert (found.coverage, found.qap) == (None, None)


def test_mean_distance_of_groups_is_that_over_their_pairs(works: Organisation, advice: Ties) -> None:
    rng = np.random.default_rng(0)
    forest = Organisation.build(
        [str(person) for person in range(40)],
        np.array([-1, -1, *(int(rng.integers(-1, person)) for person in range(2, 40))]),
        ["u"] * 40,
    )
    for organisation, groups in (
        (works, Groups(advice, works.unit, works.n_units)),
        (forest, Groups(Ties.build([], [], 40), rng.integers(-1, 4, 40).astype(np.int32), 5)),
    ):
        found = mean_distance_by_group(organisation.tree, groups)
        for group in range(groups.n_groups):
            people = np.flatnonzero(groups.group_of == group)
            a, b = (people[ends] for ends in np.triu_indices(people.size, 1))
            steps = organisation.tree.distance(a, b)
            assert found[group] == pytest.approx(steps.mean() if steps.size else np.nan, nan_ok=True)


def test_groups_and_routes_agree(works: Organisation, advice: Ties, compiled: Callable[[], None]) -> None:
    levels = [(group_of, units.size) for units, group_of in works.unit_groups()]
    plain = [ego_formal(works, Groups(advice, *level)) for level in levels]
    compiled()
    for level, expected in zip(levels, plain, strict=True):
        for mine, theirs in zip(ego_formal(works, Groups(advice, *level)), expected, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_a_department_is_measured_like_an_organisation_of_its_own(works: Organisation, advice: Ties) -> None:
    units, group_of = list(works.unit_groups())[1]
    groups = Groups(advice, group_of, units.size)
    found = formal_by_group(works, groups, Permutations(groups, 1), ego_formal(works, groups))
    for place in range(units.size):
        inside = np.flatnonzero(group_of == place)
        number = {person: row for row, person in enumerate(inside.tolist())}
        lead = np.array([number.get(lead, -1) for lead in works.manager[inside].tolist()])
        part = Organisation.build(works.person_ids[inside], lead, ["u"] * inside.size)
        alone = formal(part, advice.subgraph(inside))
        for measure in ("coverage", "formal_share", "jaccard", "qap", "tree_distance_ratio"):
            assert getattr(found, measure)[place] == pytest.approx(getattr(alone, measure)), measure
        assert found.qap_p[place] == pytest.approx(alone.qap_p, abs=0.02)
