"""Krackhardt's managers through import and map: the published values."""

import csv
from pathlib import Path
from typing import Any

import pytest

from apps.network.hospital import NOW, computed
from cast import DAY, LONG_AGO, Cast
from colead.apps.network import selectors, services
from colead.apps.network.models import LeadershipMap
from colead.apps.organisations.models import Organisation
from colead.apps.people.models import Person, Position, ReportingLine, Unit, UnitPlacement

DATA = Path(__file__).parents[3] / "../shared/data/hightech"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the data set is not here")

EXPECTED = {
    "advice": {
        "density": 0.45238, "reciprocity": 0.47368,
        "spread.centralisation_in": 0.4700, "spread.centralisation_out": 0.5750, "spread.gini": 0.24612,
        "spread.hhi": 0.05679, "spread.effective_leaders": 17.610, "spread.bus_factor": 7,
        "hierarchy.connectedness": 1, "hierarchy.hierarchy": 0, "hierarchy.efficiency": 0.575,
        "mixing.unit.ei": 0.51579, "mixing.unit.expected": 0.55238,
        "mixing.level.ei": -0.09474, "formal.coverage": 1.0, "formal.jaccard": 0.0995, "formal.qap": 0.22358,
        "brokerage.betweenness_max": 88.917, "resilience.k_core_weak": 10, "resilience.k_core_mutual": 3,
    },
    "friendship": {
        "density": 0.24286, "reciprocity": 0.45098, "spread.centralisation_in": 0.2700,
        "spread.gini": 0.24370, "spread.effective_leaders": 17.515, "hierarchy.hierarchy": 0.18182,
        "brokerage.betweenness_max": 134.433, "spread.bus_factor": 8,
    },
}  # fmt: skip


def store_managers(organisation: Organisation) -> None:
    """The staff list: 21 people in five units, with levels."""
    rows = list(csv.DictReader((DATA / "people.csv").open(encoding="utf-8")))
    units = {row["unit"]: Unit(organisation=organisation, key=row["unit"], name=row["unit"]) for row in rows}
    Unit.objects.bulk_create(units.values())
    UnitPlacement.objects.bulk_create(
        UnitPlacement(organisation=organisation, unit=unit, valid_from=LONG_AGO) for unit in units.values()
    )
    people = {row["id"]: Person(organisation=organisation, key=row["id"], name=row["name"]) for row in rows}
    Person.objects.bulk_create(people.values())
    Position.objects.bulk_create(
        Position(
            organisation=organisation,
            person=people[row["id"]],
            unit=units[row["unit"]],
            level=int(row["level"]),
            valid_from=LONG_AGO,
        )
        for row in rows
    )
    ReportingLine.objects.bulk_create(
        ReportingLine(
            organisation=organisation,
            person=people[row["id"]],
            manager=people[row["manager"]],
            valid_from=LONG_AGO,
        )
        for row in rows
        if row["manager"]
    )


@pytest.mark.parametrize("network", EXPECTED)
def test_map_shows_the_published_values(clinic: Cast, network: str) -> None:
    store_managers(clinic.clinic)
    (stored,) = services.import_nominations(
        by=clinic.carla,
        name=network,
        held_on=DAY,
        nominations=(DATA / f"{network}.csv").read_bytes(),
        file_name=f"{network}.csv",
        now=NOW,
    )
    kept = computed(stored).whole["figures"]
    found = {path: _at(kept, path) for path in EXPECTED[network]}
    # as printed: the published values have up to five decimals
    assert found == pytest.approx(EXPECTED[network], abs=6e-4)
    whole = selectors.nomination_sets(clinic.alma)[0].whole
    assert whole is not None
    assert whole.effective_leaders.value == round(EXPECTED[network]["spread.effective_leaders"])
    assert LeadershipMap.objects.get().whole["not_drawn"] == 0


def _at(figures: Any, path: str) -> float:
    for key in path.split("."):
        figures = figures[key]
    return float(figures)
