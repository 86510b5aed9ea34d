"""What every result of the engine keeps to: frozen, plain when written, finite, seeded, printable."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from colead.engine.network.leadership_map import leadership_map
from colead.engine.network.nonresponse import nonresponse
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.engine.structure import formal_structure

Measure = Callable[[Organisation, Ties], Any]
MEASURES: dict[str, Measure] = {
    "nonresponse": nonresponse,
    "structure": lambda organisation, _: formal_structure(organisation),
    "map": lambda organisation, ties: leadership_map(organisation, ties, seed=1),
}


@pytest.fixture(params=MEASURES.values(), ids=MEASURES.keys())
def measure(request: pytest.FixtureRequest) -> Measure:
    found: Measure = request.param
    return found


def test_results_are_plain_and_finite_when_written(
    measure: Measure, works: Organisation, advice: Ties
) -> None:
    written = json.dumps(measure(works, advice).to_dict(), allow_nan=False)
    assert json.loads(written)


def test_the_same_seed_gives_the_same_result(measure: Measure, works: Organisation, advice: Ties) -> None:
    assert measure(works, advice).to_dict() == measure(works, advice).to_dict()


def test_results_are_frozen(measure: Measure, works: Organisation, advice: Ties) -> None:
    result = measure(works, advice)
    with pytest.raises(FrozenInstanceError):
        setattr(result, fields(result)[0].name, None)


def test_empty_networks_are_measured_too(measure: Measure, works: Organisation) -> None:
    json.dumps(measure(works, Ties.build([], [], 60)).to_dict(), allow_nan=False)


def test_a_single_person_is_an_organisation(measure: Measure) -> None:
    alone = Organisation.build(["ida"], [""], ["ward"])
    json.dumps(measure(alone, Ties.build([], [], 1)).to_dict(), allow_nan=False)
