"""The most fit for given pairs where people are counted in tasks: a min-cost flow in whole numbers.

Source -> task (its seats) -> person (each pair once) -> sink (a person's 1st, 2nd, ... task at rising cost).
Costs that never fall are filled in their order by themselves, so the flow stays one of whole people.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.candidates import Pairs
from colead_large_allocation.question import Question


class Arcs(NamedTuple):
    """(n,) each, all whole numbers."""

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Floats


def most_fit(question: Question, pairs: Pairs) -> Bools:
    """(n,) which pairs to hold: as many as possible first, unless coverage is free, then the most steps."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    if not pairs.size:
        return np.zeros(0, bool)
    people, person = np.unique(pairs.person, return_inverse=True)
    source = question.n_tasks + people.size
    arcs = _arcs(question, pairs, people, person, source)
    flow = SimpleMinCostFlow()
    added = flow.add_arcs_with_capacity_and_unit_cost(
        arcs.tail.astype(np.int32),
        arcs.head.astype(np.int32),
        arcs.capacity.astype(np.int64),
        arcs.cost.astype(np.int64),
    )
    flow.set_node_supply(source, question.wanted)
    flow.set_node_supply(source + 1, -question.wanted)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"The flow ended as {status}.")
    used: Bools = flow.flows(added)[: pairs.size] > 0
    return used


def _arcs(question: Question, pairs: Pairs, people: Ints, person: Ints, source: int) -> Arcs:
    tasks = np.arange(question.n_tasks)
    first = question.n_tasks
    parts = [
        Arcs(pairs.task, first + person, np.ones(pairs.size, np.int64), -pairs.steps),
        Arcs(np.full(tasks.size, source), tasks, question.seats, np.zeros(tasks.size)),
        *_to_sink(question, people, np.bincount(person), first),
    ]
    if question.demand.coverage == "free":  # a seat that stays open costs nothing
        tail, head, capacity = np.array([[source], [source + 1], [question.wanted]])
        parts.append(Arcs(tail, head, capacity, np.zeros(1)))
    return Arcs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _to_sink(question: Question, people: Ints, degree: Ints, first: int) -> list[Arcs]:
    """A person's tasks: an arc of one task for each cost, the last for all beyond."""
    left = np.minimum(question.most[people], degree)
    levels = question.load.shape[1]
    parts = []
    for level in range(levels):
        able = np.flatnonzero(left > level)
        room = left[able] - level if level == levels - 1 else np.ones(able.size, np.int64)
        cost = question.cost(people[able], np.full(able.size, level))
        parts.append(Arcs(first + able, np.full(able.size, first + people.size + 1), room, cost))
    return parts
