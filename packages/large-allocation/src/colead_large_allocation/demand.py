"""What `allocate` is asked, checked: every wrong value is named, with what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from colead.engine.errors import gettext_noop as _
from colead.engine.leadership.problem import Floats, Ints
from colead_large_allocation.refusal import AllocationError, refuse
from colead_large_allocation.scores import Fits, MatrixFit

Coverage = Literal["first", "free"]
Progress = Callable[[int, int], None]
HOURS_TOLERANCE = 1e-6
"""Hours that differ by less are the same."""


@dataclass(frozen=True, eq=False)
class Demand:
    """T tasks, P people, and what each may hold.

    fits : the fit of any pair of them.
    seats : (T,) people wanted.
    hours : (T,) or (T, P) hours of a seat; None = only tasks are counted.
    capacity : (P,) hours a person has; infinite where only tasks are counted.
    most : (P,) tasks a person takes at most, at most T.
    load : (1 or P, L) cost of a person's 1st, 2nd, ... task, never falling; the last is that of all beyond.
    locked : (n, 2) pairs [task, person] that hold, whatever the fit, without repeats.
    """

    fits: Fits
    seats: Ints
    hours: Floats | None
    capacity: Floats
    most: Ints
    load: Floats
    locked: Ints
    coverage: Coverage

    @property
    def shape(self) -> tuple[int, int]:
        return self.fits.shape

    def hours_of(self, task: Ints, person: Ints) -> Floats:
        """(n,) hours that each pair takes; 0 where only tasks are counted."""
        if self.hours is None:
            return np.zeros(task.size)
        return self.hours[task] if self.hours.ndim == 1 else self.hours[task, person]

    def load_of(self, person: Ints) -> float:
        """What the tasks of `person` (n,), one entry for each task held, cost together."""
        who, count = np.unique(person, return_counts=True)
        rows = self.load[who if len(self.load) > 1 else np.zeros(who.size, np.int64)]
        total = np.cumsum(rows, axis=1)
        within = np.minimum(count, rows.shape[1])
        beyond = (count - within) * rows[:, -1]
        return float((total[np.arange(who.size), within - 1] + beyond).sum()) if who.size else 0.0


def checked(
    fit: ArrayLike | Fits,
    hours: ArrayLike | None,
    capacity: ArrayLike | None,
    seats: ArrayLike | None,
    most_tasks: ArrayLike | None,
    load_cost: ArrayLike | None,
    locked: ArrayLike | None,
    coverage: str,
) -> Demand:
    """The demand, or AllocationError about the first value that is wrong."""
    fits = fit if isinstance(fit, Fits) else MatrixFit(_fit(fit))
    n_tasks, n_people = fits.shape
    if coverage not in ("first", "free"):
        raise AllocationError(
            _("coverage is {value!r}."),
            code="unknown_coverage",
            hint=_('Write "first" to fill as many seats as possible, or "free" for the most fit alone.'),
            value=coverage,
        )
    taken = None if hours is None else _hours(hours, fits)
    room = _people("capacity", capacity, n_people)
    most = _people("most_tasks", most_tasks, n_people)
    if taken is None:
        most, room = np.minimum(most, room), np.full(n_people, np.inf)
    wanted = np.ones(n_tasks, np.int64) if seats is None else _seats(seats, n_tasks)
    demand = Demand(
        fits=fits,
        seats=wanted,
        hours=taken,
        capacity=room,
        most=np.minimum(most, n_tasks).astype(np.int64),
        load=_load(load_cost, n_people),
        locked=_locked(locked, fits.shape),
        coverage="first" if coverage == "first" else "free",
    )
    _check_locked(demand)
    return demand


def _numbers(name: str, values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise AllocationError(
            _("{name} is not an array of numbers."),
            code="not_numbers",
            hint=_("Give numbers alone, every row as long as the others."),
            name=name,
        ) from None


def _shaped(name: str, values: Floats, *shapes: tuple[int, ...]) -> Floats:
    if values.shape not in shapes:
        raise AllocationError(
            _("{name} has the shape {shape}."),
            code="wrong_shape",
            hint=_("It must be {allowed}: tasks first, people second."),
            name=name,
            shape=values.shape,
            allowed=" / ".join(map(str, shapes)),
        )
    return values


def _fit(fit: ArrayLike) -> Floats:
    values = _numbers("fit", fit)
    if values.ndim != 2:
        raise AllocationError(
            _("fit has the shape {shape}."),
            code="wrong_shape",
            hint=_("It must have a row for each task and a column for each person."),
            shape=values.shape,
        )
    for first in range(0, len(values), 256):  # by rows, so that a large matrix is not copied
        rows = values[first : first + 256]
        hint = _("Write a number, or NaN where the person may not hold the task.")
        refuse("fit", rows, np.isinf(rows), hint, first)
    return values


def _hours(hours: ArrayLike, fits: Fits) -> Floats:
    allowed = [(fits.shape[0],), fits.shape] if isinstance(fits, MatrixFit) else [(fits.shape[0],)]
    values = _shaped("hours", _numbers("hours", hours), *allowed)
    refuse("hours", values, ~((values >= 0) & np.isfinite(values)), _("Write 0 or more hours."))
    return values


def _people(name: str, values: ArrayLike | None, n_people: int) -> Floats:
    if values is None:
        return np.full(n_people, np.inf)
    given = _shaped(name, _numbers(name, values), (n_people,))
    refuse(name, given, ~(given >= 0), _("Write 0 or more; leave all out where nothing limits."))
    return given


def _seats(seats: ArrayLike, n_tasks: int) -> Ints:
    values = _shaped("seats", _numbers("seats", seats), (n_tasks,))
    whole = (values >= 0) & np.isfinite(values) & (values == np.floor(values))
    refuse("seats", values, ~whole, _("Write a whole number, 0 or more."))
    return values.astype(np.int64)


def _load(load_cost: ArrayLike | None, n_people: int) -> Floats:
    if load_cost is None:
        return np.zeros((1, 1))
    values = _numbers("load_cost", load_cost)
    values = values[None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) not in (1, n_people) or not values.shape[1]:
        _shaped("load_cost", values, (1,), (n_people, 1))
    refuse("load_cost", values, ~np.isfinite(values), _("Write a number."))
    falling = np.zeros(values.shape, bool)
    falling[:, 1:] = np.diff(values, axis=1) < 0
    refuse("load_cost", values, falling, _("A further task may not cost less than the one before."))
    return values


def _locked(locked: ArrayLike | None, shape: tuple[int, int]) -> Ints:
    if locked is None:
        return np.empty((0, 2), np.int64)
    given = np.asarray(locked)
    if given.dtype == bool:
        _shaped("locked", given, shape)
        return np.argwhere(given).astype(np.int64)
    pairs = _numbers("locked", locked).reshape(-1, 2) if given.size == 0 else _numbers("locked", locked)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        _shaped("locked", pairs, shape, (len(pairs), 2))
    inside = (pairs >= 0) & (pairs < shape) & (pairs == np.floor(pairs))
    refuse("locked", pairs, ~inside, _("Write pairs of a task's row and a person's column, counted from 0."))
    return np.unique(pairs.astype(np.int64), axis=0)


def _check_locked(demand: Demand) -> None:
    """Locked pairs must fit in the seats, hours and numbers of tasks, and have a fit."""
    task, person = demand.locked.T
    n_tasks, n_people = demand.shape
    held = np.bincount(person, minlength=n_people)
    hours = np.bincount(person, demand.hours_of(task, person), minlength=n_people)
    _too_many("task", np.bincount(task, minlength=n_tasks), demand.seats)
    _too_many("person", held, demand.most)
    _too_many("hours", hours, demand.capacity + HOURS_TOLERANCE)
    without = np.isnan(demand.fits.fit(task, person))
    if without.any():
        pair = demand.locked[without.argmax()]
        raise AllocationError(
            _("The locked pair of task {task} and person {person} has no fit."),
            code="locked_without_fit",
            hint=_("Give it a number in fit, or unlock it."),
            task=int(pair[0]),
            person=int(pair[1]),
        )


_TOO_MANY = {
    "task": _("Task {which} has {limit:g} seats, and {found:g} people are locked to it."),
    "person": _("Person {which} may take {limit:g} tasks, and is locked to {found:g}."),
    "hours": _("Person {which} has {limit:g} hours, and is locked to tasks of {found:g}."),
}


def _too_many(kind: str, found: Floats | Ints, limit: Floats | Ints) -> None:
    over = found > limit
    if over.any():
        which = int(over.argmax())
        raise AllocationError(
            _TOO_MANY[kind],
            code=f"locked_too_many_{kind}",
            hint=_("Unlock one of them, or allow more."),
            which=which,
            found=float(found[which]),
            limit=float(limit[which]),
        )
