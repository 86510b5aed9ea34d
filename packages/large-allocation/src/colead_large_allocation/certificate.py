"""The proven upper bound that prices give (weak duality), counted exactly."""

from __future__ import annotations

import numpy as np

from colead.engine.leadership.problem import Floats, Ints
from colead_large_allocation.candidates import Pairs
from colead_large_allocation.potentials import Prices
from colead_large_allocation.question import Question

_HALF = 2.0**26


def bound_in_steps(question: Question, pairs: Pairs, prices: Prices, worst: Floats) -> int:
    """No allocation is worth more steps, each held pair counted with its bonus.

    sum over tasks of seats * price + over people of what their price exceeds the costs of their tasks
    + over pairs of what they exceed both prices. worst : (T,) steps by which the best pair that is not in
    `pairs` exceeds both prices; as many such pairs as the task has seats are counted.
    """
    excess = pairs.steps + prices.bonus - prices.task[pairs.task] - prices.person[pairs.person]
    return (
        _exact(prices.task, question.seats)
        + _exact(np.maximum(excess, 0))
        + _exact(np.maximum(worst, 0), question.seats)
        + _of_people(question, prices.person)
    )


def _of_people(question: Question, price: Floats) -> int:
    """What people are paid beyond what their tasks cost them."""
    levels = question.load.shape[1]
    total = 0
    for level in range(levels):
        able = np.flatnonzero(question.most > level)
        surplus = np.maximum(price[able] - question.cost(able, np.full(able.size, level)), 0)
        times = question.most[able] - level if level == levels - 1 else np.ones(able.size)
        paid = surplus > 0
        total += _exact(surplus[paid], times[paid].astype(np.int64))
    return total


def _exact(values: Floats, times: Ints | int = 1) -> int:
    """The sum of whole numbers, each so many times, without rounding."""
    high = np.floor(values / _HALF)
    low = (values - high * _HALF).astype(np.int64)
    return int((high.astype(np.int64) * times).sum()) * int(_HALF) + int((low * times).sum())
