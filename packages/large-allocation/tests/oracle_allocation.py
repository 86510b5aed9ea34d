"""The same question answered plainly: one binary for every pair, all pairs, one program after another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Instance:
    """The arguments of `allocate`."""

    fit: Floats
    hours: Floats | None = None
    capacity: Floats | None = None
    seats: Ints | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        given = {"fit": self.fit, "hours": self.hours, "capacity": self.capacity, "seats": self.seats}
        return given | self.options

    def with_options(self, **options: Any) -> Instance:
        return replace(self, options=self.options | options)

    @property
    def seats_wanted(self) -> Ints:
        return np.ones(len(self.fit), np.int64) if self.seats is None else self.seats

    @property
    def room(self) -> Floats:
        return np.full(self.fit.shape[1], np.inf) if self.capacity is None else self.capacity

    @property
    def most(self) -> Floats:
        given: Floats = self.options.get("most_tasks", np.full(self.fit.shape[1], np.inf))
        return given

    @property
    def hours_of_pairs(self) -> Floats:
        """(T, P); 1 where people are counted in tasks."""
        if self.hours is None:
            return np.ones(self.fit.shape)
        return np.broadcast_to(self.hours if self.hours.ndim == 2 else self.hours[:, None], self.fit.shape)

    @property
    def load(self) -> Floats:
        """(P, T) what a person's 1st, 2nd, ... task costs."""
        n_tasks, n_people = self.fit.shape
        given = np.atleast_2d(self.options.get("load_cost", np.zeros(1)))
        steps = np.minimum(np.arange(n_tasks), given.shape[1] - 1)
        return np.broadcast_to(given[:, steps], (n_people, n_tasks))

    @property
    def locked(self) -> Ints:
        given: Ints = self.options.get("locked", np.empty((0, 2), np.int64))
        return given

    @property
    def first(self) -> bool:
        """Whether seats come before fit."""
        return bool(self.options.get("coverage", "free") == "first")

    def worth(self, pairs: Ints) -> float:
        """Fit of the pairs, less what load costs."""
        count = np.bincount(pairs[:, 1], minlength=self.fit.shape[1])
        cost = self.load[np.arange(self.fit.shape[0]) < count[:, None]].sum()
        return float(self.fit[tuple(pairs.T)].sum() - cost)

    def broken(self, pairs: Ints) -> list[str]:
        """What an allocation must not do, and this one does."""
        n_tasks, n_people = self.fit.shape
        task, person = pairs.T
        taken = np.bincount(person, self.hours_of_pairs[task, person], minlength=n_people)
        rules = {
            "a pair twice": len(np.unique(pairs, axis=0)) < len(pairs),
            "not allowed": bool(np.isnan(self.fit[task, person]).any()),
            "too many on a task": bool((np.bincount(task, minlength=n_tasks) > self.seats_wanted).any()),
            "too many tasks": bool((np.bincount(person, minlength=n_people) > self.most).any()),
            "too much": bool((taken > self.room + 1e-6).any()),
            "locked out": not {*map(tuple, self.locked.tolist())} <= {*map(tuple, pairs.tolist())},
        }
        return [rule for rule, broken in rules.items() if broken]


def exhaustive(instance: Instance) -> tuple[int, float]:
    """Seats filled and objective of the best of all sets of pairs; for a dozen pairs at most."""
    allowed = np.argwhere(~np.isnan(instance.fit))
    sets = chain.from_iterable(combinations(range(len(allowed)), size) for size in range(len(allowed) + 1))
    best = (0, -np.inf)
    for chosen in sets:
        pairs = allowed[list(chosen)]
        value = (len(pairs), instance.worth(pairs))
        rank = value if instance.first else value[::-1]
        if rank > (best if instance.first else best[::-1]) and not instance.broken(pairs):
            best = value
    return best


def unpruned_program(instance: Instance) -> tuple[int, float]:
    """Seats filled and objective: x for every allowed pair, y for every step of load of every person."""
    task, person = np.nonzero(~np.isnan(instance.fit))
    gain = np.concatenate([instance.fit[task, person], -instance.load.ravel()])
    count = np.append(np.ones(task.size), np.zeros(instance.load.size))
    lower = np.zeros(gain.size)
    for one, other in instance.locked:
        lower[: task.size] += (task == one) & (person == other)
    rows = _rows(instance, task, person)
    if not instance.first:
        x = _best(gain, lower, rows)
        return round(count @ x), float(gain @ x)
    filled = round(count @ _best(count, lower, rows))
    x = _best(gain, lower, [*rows, LinearConstraint(count[None], filled, filled)])
    return filled, float(gain @ x)


def _best(gain: Floats, lower: Floats, rows: list[LinearConstraint]) -> Floats:
    found = milp(
        -gain,
        constraints=rows,
        bounds=Bounds(lower, np.ones(gain.size)),
        integrality=np.ones(gain.size),
        options={"mip_rel_gap": 0},
    )
    assert found.x is not None, found.message
    return np.round(found.x)


def _rows(instance: Instance, task: Ints, person: Ints) -> list[LinearConstraint]:
    (n_tasks, n_people), n = instance.fit.shape, task.size
    every, steps = np.arange(n), n + np.arange(instance.load.size)
    owner = np.repeat(np.arange(n_people), n_tasks)

    def limited(row: Ints, value: Floats, height: int, most: Floats) -> LinearConstraint:
        matrix = coo_array((value, (row, every)), shape=(height, n + steps.size))
        return LinearConstraint(matrix.tocsr(), -np.inf, most)

    ones = np.ones(n)
    load = coo_array(
        (np.append(ones, -np.ones(steps.size)), (np.append(person, owner), np.append(every, steps))),
        shape=(n_people, n + steps.size),
    )
    return [
        limited(task, ones, n_tasks, instance.seats_wanted.astype(float)),
        limited(person, ones, n_people, instance.most),
        limited(person, instance.hours_of_pairs[task, person], n_people, instance.room + 1e-7),
        LinearConstraint(load.tocsr(), 0, 0),
    ]


def unpruned_flow(instance: Instance, digits: int) -> tuple[int, float]:
    """Seats filled and objective of a flow over all pairs, people counted in tasks, fit in so many digits."""
    T, P = instance.fit.shape
    task, person = np.nonzero(~np.isnan(instance.fit))
    scale = 10**digits
    bonus = 10**12 if instance.first else 0
    owner, level = np.nonzero(np.arange(T) < np.minimum(instance.room, T)[:, None])
    source, sink = T + P, T + P + 1
    parts = [
        (task, T + person, np.ones(task.size), -np.rint(scale * instance.fit[task, person]) - bonus),
        (np.full(T, source), np.arange(T), instance.seats_wanted, np.zeros(T)),
        (T + owner, np.full(owner.size, sink), np.ones(owner.size), scale * instance.load[owner, level]),
        ([source], [sink], [instance.seats_wanted.sum()], [0]),
    ]
    tail, head, room, cost = (
        np.concatenate([np.rint(p[k]) for p in parts]).astype(np.int64) for k in range(4)
    )
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), room, cost)
    flow.set_node_supply(source, int(instance.seats_wanted.sum()))
    flow.set_node_supply(sink, -int(instance.seats_wanted.sum()))
    assert flow.solve() == flow.OPTIMAL
    used = flow.flows(arcs)[: task.size] > 0
    return int(used.sum()), -(flow.optimal_cost() + bonus * int(used.sum())) / scale
