"""Density, reciprocity and the census of pairs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from colead.engine.network.dyads import dyads_by_group
from colead.engine.network.groups import Groups
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import dyads, plain

PUBLISHED = {
    "advice": (0.45238, 0.47368, 45, 100, 65),
    "friendship": (0.24286, 0.45098, 23, 56, 131),
    "reports": (0.04762, 0, 0, 20, 190),
}
CLOSED_FORMS = {"star": (1 / 7, 0, 0, 6, 15), "cycle": (1 / 6, 0, 0, 7, 14), "complete": (1, 1, 21, 0, 0)}


def five(ties: Ties) -> tuple[float, ...]:
    found = dyads(ties)
    return (found.density, found.reciprocity, *vars(found.census).values())


@pytest.mark.parametrize("name", PUBLISHED)
def test_managers(nominations: Callable[[str], Ties], name: str) -> None:
    assert five(nominations(name)) == pytest.approx(PUBLISHED[name], abs=5e-6)


def test_closed_forms(seven: Ties) -> None:
    assert five(seven) == pytest.approx(CLOSED_FORMS[seven.name])


def test_only_answers_count() -> None:
    found = dyads(Ties.build([0, 1, 1], [1, 0, 2], 3, respondents=[0, 1]))
    assert (found.density, found.reciprocity) == (0.75, 1.0)
    assert vars(found.census) == {"mutual": 1, "asymmetric": 0, "null": 0}


def test_nobody_answered() -> None:
    found = dyads(Ties.build([], [], 3, respondents=[False] * 3))
    assert (found.density, found.reciprocity) == (None, None)


def test_a_group_is_the_network_among_its_members(
    works: Organisation, advice: Ties, compiled: Callable[[], None]
) -> None:
    for route in (lambda: None, compiled):
        route()
        for units, group_of in works.unit_groups():
            found = dyads_by_group(Groups(advice, group_of, units.size))
            for place in range(units.size):
                alone = vars(dyads(advice.subgraph(group_of == place)))
                assert vars(alone.pop("census")) == plain(found.census, place)
                assert plain(found, place) | {"census": None} == pytest.approx(alone | {"census": None})
