"""Organisations and networks whose figures are known: closed forms, a valued toy, and published managers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation

MANAGERS = Path(__file__).parents[2] / "../shared/data/hightech"


def read(name: str) -> list[dict[str, str]]:
    with (MANAGERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def managers() -> Organisation:
    """Krackhardt's 21 managers (1987)."""
    if not MANAGERS.exists():
        pytest.skip("the high-tech managers are not here")
    rows = read("people.csv")
    return Organisation.build(
        [row["id"] for row in rows],
        [row["manager"] for row in rows],
        [row["unit"] for row in rows],
        levels=[int(row["level"]) for row in rows],
        names=[row["name"] for row in rows],
    )


@pytest.fixture(scope="session")
def nominations(managers: Organisation) -> Callable[[str], Ties]:
    """Their networks by name: advice, friendship, reports."""
    index = {person: row for row, person in enumerate(managers.person_ids)}

    def network(name: str) -> Ties:
        if name == "reports":
            below = np.flatnonzero(managers.manager >= 0)
            return Ties.build(below, managers.manager[below], 21, name=name)
        rows = read(f"{name}.csv")
        arcs = [(index[row["from"]], index[row["to"]]) for row in rows]
        return Ties.build([a for a, _ in arcs], [b for _, b in arcs], 21, name=name)

    return network


def star(people: int) -> Ties:
    """Everybody looks to person 0."""
    return Ties.build(range(1, people), [0] * (people - 1), people, name="star")


def cycle(people: int) -> Ties:
    return Ties.build(
        range(people), [(person + 1) % people for person in range(people)], people, name="cycle"
    )


def complete(people: int) -> Ties:
    arcs = [(a, b) for a in range(people) for b in range(people) if a != b]
    return Ties.build([a for a, _ in arcs], [b for _, b in arcs], people, name="complete")


@pytest.fixture(params=[star, cycle, complete], ids=["star", "cycle", "complete"])
def seven(request: pytest.FixtureRequest) -> Ties:
    """Seven people in one of the patterns with closed forms."""
    ties: Ties = request.param(7)
    return ties


@pytest.fixture
def toy() -> Ties:
    """Four people who gave one another 0 to 5 points."""
    points = [[0, 5, 2, 1], [4, 0, 3, 1], [5, 4, 0, 2], [3, 4, 1, 0]]
    arcs = [(a, b, w) for a, row in enumerate(points) for b, w in enumerate(row) if w]
    source, target, weight = zip(*arcs, strict=True)
    return Ties.build(source, target, 4, weight=weight)


@pytest.fixture(scope="session")
def works() -> Organisation:
    """A town's works of 60 people: three departments of four teams, five people each, led by one of them."""
    rng = np.random.default_rng(11)
    manager = np.full(60, -1)
    for department in range(3):
        first = 20 * department
        manager[first : first + 20] = first
        for team in range(1, 4):
            manager[first + 5 * team + 1 : first + 5 * team + 5] = first + 5 * team
        manager[first] = 0 if first else -1
    order = rng.permutation(60)
    lead = np.full(60, -1)
    lead[order] = np.where(manager < 0, -1, order[manager])
    unit = np.empty(60, dtype=int)
    unit[order] = np.arange(60) // 5
    parents: dict[str, str | None] = {f"team {team}": f"department {team // 4}" for team in range(12)}
    return Organisation.build(
        [f"p{person}" for person in range(60)],
        lead,
        [f"team {team}" for team in unit],
        unit_parents=parents | {f"department {number}": "works" for number in range(3)} | {"works": None},
    )


@pytest.fixture(scope="session")
def advice(works: Organisation) -> Ties:
    """Whom they look to: their lead, their team, and a few well-known people; 50 of 60 answered."""
    rng = np.random.default_rng(12)
    source = np.repeat(np.arange(60), 7)
    popular = np.minimum(rng.geometric(0.08, source.size), 60) - 1
    near = np.array([rng.choice(np.flatnonzero(works.unit == works.unit[person])) for person in source])
    chance = rng.random(source.size)
    lead = np.where(works.manager[source] < 0, popular, works.manager[source])
    target = np.select([chance < 0.1, chance < 0.6], [lead, near], popular)
    answered = np.ones(60, dtype=bool)
    answered[rng.choice(60, 10, replace=False)] = False
    return Ties.build(
        source[answered[source]], target[answered[source]], 60, respondents=answered, name="advice"
    )


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to send even small networks through the compiled kernels."""

    def switch() -> None:
        monkeypatch.setattr("colead.engine.network.ties.KERNEL_TIES", 0)
        monkeypatch.setattr("colead.engine.network.groups.KERNEL_TIES", 0)

    return switch
