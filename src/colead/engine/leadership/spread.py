"""How leadership tasks are spread over people, how long free seats wait, and single-holder risk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints


@dataclass(frozen=True)
class TaskSpread:
    """holders : people who hold something.
    gini : inequality of tasks over everybody, those who hold nothing included, [0, 1 - 1/n].
    effective_holders : (Σx)² / Σx², "as if so many people held equally much", [1, holders].
    None = nobody holds anything.
    """

    people: int
    holders: int
    gini: float | None
    effective_holders: float | None

    def to_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


def task_spread(held: Floats, people: int) -> TaskSpread:
    """On how many people the tasks rest.

    held : (h,) more than 0, how many seats each holder has (half a seat counts 0.5).
    people : everybody who could hold something, h or more. Cost O(h log h).
    Sources: Gini; Herfindahl-Hirschman, as 1 / HHI.

    >>> found = task_spread(np.array([2.0, 1.0, 1.0]), 6)
    >>> found.holders, round(found.gini, 3), round(found.effective_holders, 2)
    (3, 0.583, 2.67)
    """
    if len(held) > people:
        raise ValueError(
            f"{len(held)} people hold tasks, but there are only {people}. Count the holders, too."
        )
    total = float(held.sum())
    if total <= 0:
        return TaskSpread(people, 0, None, None)
    rank = np.arange(people - len(held) + 1, people + 1)  # those who hold nothing come first
    gini = 2 * float((rank * np.sort(held)).sum()) / (people * total) - (people + 1) / people
    return TaskSpread(people, len(held), max(gini, 0.0), total**2 / float((held**2).sum()))


class Hold(NamedTuple):
    """Somebody takes a seat: said yes on one day, holds it from another until a third (None = still).

    Days are whole numbers, as of `date.toordinal`. goes_on : the same person had the seat until that day.
    """

    accepted: int
    start: int
    end: int | None
    goes_on: bool = False


class Wait(NamedTuple):
    """A seat was filled on the day somebody said yes, `days` after it came free; 0 = it never stood empty."""

    filled: int
    days: int


def waits(opened: int, seats: int, holds: Iterable[Hold]) -> list[Wait]:
    """How long each seat of a task waited for somebody to say yes, in the order in which they began.

    A seat is free from the day the task is opened, and again from the day its holder's time ends. Whoever
    takes a seat takes the one that has waited longest. Further terms of the same person are no fillings.
    Shares are counted as seats as far as seats go. Cost O(n log n).

    >>> waits(100, 1, [Hold(110, 115, 200), Hold(190, 200, 300), Hold(330, 331, None)])
    [Wait(filled=110, days=10), Wait(filled=190, days=0), Wait(filled=330, days=30)]
    """
    free = [opened] * seats
    found = []
    ordered = sorted(holds, key=lambda hold: (hold.start, not hold.goes_on, hold.accepted))
    ends: list[int] = []
    for hold in ordered:
        while ends and ends[0] <= hold.start:
            heappush(free, heappop(ends))
        if hold.end is not None:
            heappush(ends, hold.end)
        if not free:
            continue
        since = _taken(free, hold)
        if not hold.goes_on:
            found.append(Wait(hold.accepted, max(0, hold.accepted - since)))
    return found


def single_holder_tasks(able: Ints) -> Bools:
    """Single-holder risk: which tasks no more than one person could hold.

    able : (T,) how many people meet what each task cannot do without.

    >>> single_holder_tasks(np.array([2, 1, 0])).tolist()
    [False, True, True]
    """
    return able <= 1


def _taken(free: list[int], hold: Hold) -> int:
    """Take the seat that has waited longest; who goes on keeps their own, which came free that day."""
    if hold.goes_on and hold.start in free:
        free.remove(hold.start)
        heapify(free)
        return hold.start
    return heappop(free)
