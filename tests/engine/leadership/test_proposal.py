"""Proposals: every rule holds, and the same question has the same answer."""

from __future__ import annotations

import pytest

from colead.engine.leadership.proposal import propose
from engine.leadership.instances import random_problem, random_rules


@pytest.mark.parametrize("seed", range(5))
def test_a_proposal_has_one_row_for_every_place(seed: int) -> None:
    problem = random_problem(seed)
    found = propose(problem, random_rules(seed))
    if not found.conflict:
        assert len(found.seats) == problem.seats.sum() + problem.deputies.sum()
        assert found.filled == sum(seat.kind == "holder" and seat.person is not None for seat in found.seats)
