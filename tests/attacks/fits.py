"""How well somebody fitted who has withdrawn: the total less the seats that are still shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from unittest import mock

import numpy as np

from attacks.game import Attack, larger, right
from colead.apps.leadership.bridge import scenarios
from colead.engine.leadership.problem import AllocationProblem, Proposal, Rules
from colead.engine.leadership.proposal import propose


def play(random: Random) -> bool | None:
    """Two of four people have withdrawn in two scenarios; one of them met half of what was needed."""
    answer = random.randrange(2)
    totals = []
    for number in range(2):
        problem = _problem(random, low=number == answer)
        found = scenarios.proposal_without(propose(problem, Rules(prices=False, runners_up=0)), [1])
        shown = sum(seat.fit or 0.0 for seat in found.seats)
        totals.append(found.fit - shown)
    return right(larger(-totals[0], -totals[1]), answer)


def _problem(random: Random, *, low: bool) -> AllocationProblem:
    """Four tasks, each of which one person may hold; person 1 meets half of it, or all."""
    level = np.full((4, 1), 4.0)
    level[1:, 0] = [random.randrange(2, 5) for _person in range(3)]
    level[0, 0] = 2.0 if low else 4.0
    own = np.eye(4, dtype=bool)
    return AllocationProblem(
        task_ids=np.array(["1", "2", "3", "4"]),
        person_ids=np.array(["1", "2", "3", "4"]),
        competency_ids=np.array(["c"]),
        level=level,
        wish=np.zeros((4, 1)),
        needed=np.full((4, 1), 4.0),
        weight=np.ones((4, 1)),
        critical=np.zeros((4, 1), bool),
        hours=np.ones(4),
        seats=np.ones(4, np.int64),
        capacity=np.full(4, 4.0),
        most_tasks=np.ones(4, np.int64),
        formal_leader=np.zeros(4, bool),
        deputies=np.zeros(4, np.int64),
        must_fill=np.zeros(4, bool),
        allowed=own,
        locked=np.zeros((4, 4), bool),
        current=np.zeros((4, 4), bool),
    )


@contextmanager
def naive() -> Iterator[None]:
    """The total stays as it was."""
    kept = scenarios.proposal_without

    def with_total(proposal: Proposal, gone: list[int]) -> Proposal:
        return replace(kept(proposal, gone), fit=proposal.fit)

    with mock.patch.object(scenarios, "proposal_without", with_total):
        yield


ATTACK = Attack("fits", "people team", "total of an allocation less the seats still shown", play, naive)
