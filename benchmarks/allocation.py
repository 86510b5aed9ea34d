"""Colead beside solvers and habits on who holds which task: time, memory, total fit, and whether it is valid.

python benchmarks/allocation.py                                # all sizes; some minutes
python benchmarks/allocation.py --sizes 100x1000
python benchmarks/allocation.py --write docs/benchmarks-allocation.md --date 2026-11-24
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import allocators
import leadership_tasks

EVERY_PAIR = "all pairs"
SIZES = ("100x1000", "1000x10000", "5000x100000", "10000x1000000")
BEST = 50  # people of each task that a solver gets which cannot take all pairs
LARGEST_MATRIX = 10_000_000  # pairs
LIMIT = 180  # seconds, after which a tool is stopped
EXACT_PAIRS = {"HiGHS": 100_000, "CP-SAT": 100_000, "GLOP": 100_000, "min_weight_full_bipartite_matching": 0}
NO_HOURS = {"GLOP", "linear_sum_assignment", "min_weight_full_bipartite_matching"}


class Run(NamedTuple):
    """wall in seconds; memory in MiB at its peak, of that `before` the work began; pairs looked at."""

    tool: str
    size: str
    by_hours: bool
    wall: float
    before: float
    memory: float
    pairs: str
    fit: float
    seats: int
    faults: str
    proof: str


def measure(tool: str, size: str, by_hours: bool) -> Run:
    """In this process: the instance and its pairs first, then the work."""
    tasks, people = map(int, size.split("x"))
    instance = leadership_tasks.make_up(tasks, people, by_hours=by_hours)
    work, pairs = _work(tool, instance, tasks * people)
    before = _peak()
    began = time.perf_counter()
    found, proof = work()
    wall = time.perf_counter() - began
    worth, wrong = allocators.worth(instance, found), allocators.faults(instance, found)
    return Run(tool, size, by_hours, wall, before, _peak(), pairs, worth, len(found), wrong, proof)


def _work(tool: str, instance: leadership_tasks.Instance, pairs: int) -> tuple[Any, str]:
    if tool == "colead, scoring pairs itself":
        _load_compiled_code()
        return lambda: _proven(instance), EVERY_PAIR
    if tool == "colead":
        _load_compiled_code()
    every = pairs <= EXACT_PAIRS.get(tool, LARGEST_MATRIX)
    asked = allocators.question(instance, None if every else BEST)
    what = EVERY_PAIR if every else f"best {BEST} a task"
    return lambda: (allocators.TOOLS[tool](asked), ""), what


def _proven(instance: leadership_tasks.Instance) -> tuple[allocators.Pairs, str]:
    found = allocators.allocate(instance.fits, instance.hours, instance.capacity, instance.seats)
    return found.pairs, found.proof if found.proof == "optimal" else f"gap {100 * found.gap:.4f} %"


def _load_compiled_code() -> None:
    """Compiled code is kept on disk; loading it is start-up."""
    for by_hours in (False, True):
        small = leadership_tasks.make_up(40, 2000, by_hours=by_hours)
        _proven(small)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_own_process(tool: str, size: str, by_hours: bool) -> Run | str:
    """A run, or in words why there is none."""
    command = [sys.executable, __file__, "--one", tool, size, str(int(by_hours))]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    try:
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment, timeout=LIMIT
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {LIMIT} s"
    except subprocess.CalledProcessError as error:
        return error.stderr.strip().splitlines()[-1][:80] if error.stderr.strip() else "out of memory"
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def tools_for(size: str, by_hours: bool) -> list[str]:
    tasks, people = map(int, size.split("x"))
    ours = ["colead, scoring pairs itself"]
    if tasks * people > LARGEST_MATRIX:
        return ours
    return ours + [tool for tool in allocators.TOOLS if not (by_hours and tool in NO_HOURS)]


def run_all(sizes: list[str]) -> list[str]:
    """The rows of the table."""
    rows = []
    for by_hours in (False, True):
        for size in sizes:
            if by_hours and size == "10000x1000000":
                continue
            best: Run | None = None
            for tool in tools_for(size, by_hours):
                run = in_own_process(tool, size, by_hours)
                best = best or (run if isinstance(run, Run) else None)
                rows.append(row(tool, size, by_hours, run, best))
                print(rows[-1], flush=True)
    return rows


def row(tool: str, size: str, by_hours: bool, run: Run | str, best: Run | None) -> str:
    """One row, its times and fit beside those of Colead."""
    tasks, people = (f"{int(number):,}" for number in size.split("x"))
    head = f"| {tasks} x {people} | {'hours' if by_hours else 'tasks'} | {tool}"
    if isinstance(run, str) or best is None:
        return f"{head} | {run} | | | | | | | |"
    ratio = f"{run.wall / best.wall:.1f}"
    fit = f"{100 * run.fit / best.fit:.3f} %"
    return (
        f"{head} | {run.wall:.3f} | {ratio} | {run.before:,.0f} | {run.memory:,.0f} | {run.pairs} | {fit} "
        f"| {run.seats:,} | {run.faults or 'valid'}{', ' + run.proof if run.proof else ''} |"
    )


HEAD = (
    "| tasks x people | counted in | tool | wall s | times Colead | MiB before | peak MiB | pairs "
    "| total fit | seats | outcome |\n"
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |"
)


def page(rows: list[str], day: str, note: str) -> str:
    """docs/benchmarks-allocation.md."""
    known = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "ortools", "highspy", "numba"))
    table = "\n".join(rows)
    return f"""# Benchmarks of allocations

`make bench` measures this again; quote ratios, not seconds. Written by `benchmarks/allocation.py --write`.

Measured on {day}: {os.cpu_count()} cores, Python {platform.python_version()}, {known}.
{note}

Every tool gets the same made-up tasks and people (30 competencies, three to six of them needed for a task,
one to three seats, some pairs ruled out) and is to find the largest total fit: in a process of its own, its
pairs ready in memory, only the solving timed. *Colead, scoring pairs itself* gets levels, wishes and needs
instead, so that scoring all pairs is in its time, and says what it has proven. Solvers that cannot take all
pairs get the best {BEST} people of each task; what they then find is the best among those, with no word on
the others. Total fit is beside that of Colead. *Outcome* is checked by counting: seats, room, and nobody
twice on a task.

The three habits at the end of each block are what organisations do without an allocation: whoever fits best
gets the task at once, whoever volunteers first, or whoever has the position.

{HEAD}
{table}
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="TASKSxPEOPLE")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table as a page; needs --date")
    parser.add_argument("--date", help="the day of measuring, for the page")
    parser.add_argument("--note", default="", help="a sentence for the page, on how it was measured")
    parser.add_argument("--one", nargs=3, metavar=("TOOL", "SIZE", "0|1"), help="one run, as JSON")
    given = parser.parse_args()
    if given.write and not given.date:
        parser.error("--write needs --date, the day of measuring")
    return given


def main() -> None:
    given = arguments()
    if given.one:
        tool, size, by_hours = given.one
        print(json.dumps(measure(tool, size, by_hours == "1")))
        return
    print(HEAD)
    rows = run_all(given.sizes)
    if given.write:
        given.write.write_text(page(rows, given.date, given.note), encoding="utf-8")


if __name__ == "__main__":
    main()
