"""How far `colead.propose` goes: a proposal with all its reasons, at growing sizes, each in its own process.

python benchmarks/allocation_proposals.py                 # up to 1,000 x 10,000
python benchmarks/allocation_proposals.py 300 2000        # one size
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import numpy as np

from allocation_instances import instance
from colead.engine.leadership.problem import AllocationProblem, Rules
from colead.engine.leadership.proposal import propose

SIZES = ((40, 600), (100, 1_000), (300, 2_000), (300, 10_000), (1_000, 10_000))


def problem(tasks: int, people: int) -> AllocationProblem:
    """The benchmark's tasks and people with hours; every other task wants a deputy."""
    given = instance(tasks, people, by_hours=True, scarce=False)
    assert given.hours is not None
    fits = given.fits
    return AllocationProblem(
        task_ids=np.array([f"t{place:05}" for place in range(tasks)]),
        person_ids=np.array([f"p{place:06}" for place in range(people)]),
        competency_ids=np.array([f"c{place}" for place in range(fits.level.shape[1])]),
        level=np.where(fits.level == 255, np.nan, fits.level.astype(float)),
        wish=np.asarray(fits.wish, float),
        needed=fits.needed.astype(float),
        weight=fits.weight,
        critical=np.asarray(fits.critical),
        hours=given.hours,
        seats=given.seats,
        capacity=given.capacity,
        most_tasks=np.full(people, 2),
        formal_leader=given.formal_leader,
        deputies=np.arange(tasks) % 2,
        must_fill=np.zeros(tasks, bool),
        allowed=np.ones((tasks, people), bool),
        locked=np.zeros((tasks, people), bool),
        current=np.zeros((tasks, people), bool),
    )


def row(tasks: int, people: int, prices: bool) -> str:
    """One line of the table."""
    asked = problem(tasks, people)
    began, cpu = time.perf_counter(), time.process_time()
    found = propose(asked, Rules(prices=prices))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = "with prices" if prices else "no prices"
    return (
        f"| {tasks:,} x {people:,} | {what} | {wall:.1f} | {cpu:.1f} | {peak:,.0f} "
        f"| {found.filled:,} of {found.wanted:,} | {100 * found.gap:.4f} % | {found.proof} |"
    )


def main(words: list[str]) -> None:
    if words:
        tasks, people, *prices = words
        print(row(int(tasks), int(people), prices != ["0"]), flush=True)
        return
    print("| tasks x people | | wall s | CPU s | peak MiB | seats | gap | proof |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |", flush=True)
    for tasks, people in SIZES:
        for prices in "10":
            subprocess.run([sys.executable, __file__, str(tasks), str(people), prices], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
