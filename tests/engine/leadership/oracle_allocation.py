"""The same question answered plainly: one binary for every pair, all pairs, two programs one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array


@dataclass
class Instance:
    """The arguments of `allocate`, complete."""

    fit: NDArray[np.float64]
    hours: NDArray[np.float64] | None = None
    capacity: NDArray[np.float64] | None = None
    seats: NDArray[np.int64] | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        given = {"fit": self.fit, "hours": self.hours, "capacity": self.capacity, "seats": self.seats}
        return given | self.options

    def with_options(self, **options: Any) -> Instance:
        return Instance(self.fit, self.hours, self.capacity, self.seats, self.options | options)


class Plain:
    """x for every allowed pair, y for every step of load (0 ... T - 1) of every person."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.task, self.person = np.nonzero(~np.isnan(instance.fit))
        self.n_tasks, self.n_people = instance.fit.shape
        load = np.atleast_2d(instance.options.get("load_cost", np.zeros(1)))
        steps = np.minimum(np.arange(self.n_tasks), load.shape[1] - 1)
        self.load = np.broadcast_to(load[:, steps], (self.n_people, self.n_tasks))
        self.gain = np.concatenate([instance.fit[self.task, self.person], -self.load.ravel()])

    def solve(self) -> tuple[int, float]:
        """Seats filled, and objective."""
        n = self.task.size
        count = np.concatenate([np.ones(n), np.zeros(self.load.size)])
        rows = self._rows()
        if self.instance.options.get("coverage", "first") == "free":
            x = self._best(self.gain, rows)
            return int(count @ x), float(self.gain @ x)
        filled = round(count @ self._best(count, rows))
        x = self._best(self.gain, [*rows, LinearConstraint(count[None], filled, filled)])
        return filled, float(self.gain @ x)

    def _best(self, gain: NDArray[np.float64], rows: list[LinearConstraint]) -> NDArray[np.float64]:
        if not gain.size:
            return np.zeros(0)
        lower = np.zeros(gain.size)
        for task, person in self.instance.options.get("locked", ()):
            lower[: self.task.size] += (self.task == task) & (self.person == person)
        found = milp(
            -gain,
            constraints=rows,
            bounds=Bounds(lower, 1),
            integrality=np.ones(gain.size),
            options={"mip_rel_gap": 0},
        )
        assert found.x is not None, found.message
        return np.round(found.x)

    def _rows(self) -> list[LinearConstraint]:
        instance, n, m = self.instance, self.task.size, self.load.size
        pair, step = np.arange(n), n + np.arange(m)
        owner = np.repeat(np.arange(self.n_people), self.n_tasks)
        seats = np.ones(self.n_tasks) if instance.seats is None else instance.seats
        most = np.full(self.n_people, np.inf)
        if "most_tasks" in instance.options:
            most = instance.options["most_tasks"]
        capacity = np.full(self.n_people, np.inf) if instance.capacity is None else instance.capacity
        hours = (
            np.ones(n)
            if instance.hours is None
            else np.broadcast_to(
                instance.hours if instance.hours.ndim == 2 else instance.hours[:, None], instance.fit.shape
            )[self.task, self.person]
        )

        def rows(values, row, column, height, low, high):  # type: ignore[no-untyped-def]
            matrix = coo_array((values, (row, column)), shape=(height, n + m)).tocsr()
            return LinearConstraint(matrix, low, high)

        return [
            rows(np.ones(n), self.task, pair, self.n_tasks, 0, seats),
            rows(np.ones(n), self.person, pair, self.n_people, 0, most),
            rows(hours, self.person, pair, self.n_people, 0, capacity),
            rows(
                np.append(np.ones(n), -np.ones(m)),
                np.append(self.person, owner),
                np.append(pair, step),
                self.n_people,
                0,
                0,
            ),
        ]


def broken_rules(instance: Instance, pairs: NDArray[np.int64]) -> list[str]:
    """What an allocation must not do, and this one does."""
    fit, (n_tasks, n_people) = instance.fit, instance.fit.shape
    task, person = pairs.T
    seats = np.ones(n_tasks) if instance.seats is None else instance.seats
    capacity = np.full(n_people, np.inf) if instance.capacity is None else instance.capacity
    most = instance.options.get("most_tasks", np.full(n_people, np.inf))
    hours = (
        np.ones(fit.shape)
        if instance.hours is None
        else np.broadcast_to(
            instance.hours if instance.hours.ndim == 2 else instance.hours[:, None], fit.shape
        )
    )
    locked = {tuple(pair) for pair in np.asarray(instance.options.get("locked", np.empty((0, 2)))).tolist()}
    rules = {
        "a pair twice": len(np.unique(pairs, axis=0)) < len(pairs),
        "not allowed": bool(np.isnan(fit[task, person]).any()),
        "too many on a task": bool((np.bincount(task, minlength=n_tasks) > seats).any()),
        "too many tasks": bool((np.bincount(person, minlength=n_people) > most).any()),
        "too much": bool(
            (np.bincount(person, hours[task, person], minlength=n_people) > capacity + 1e-6).any()
        ),
        "locked out": not locked <= {tuple(pair) for pair in pairs.tolist()},
    }
    return [rule for rule, broken in rules.items() if broken]
