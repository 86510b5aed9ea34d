"""Who leads what: Colead beside its peers and beside what people do without any, each in its own process.

python benchmarks/allocation.py                                   # all sizes; takes a quarter of an hour
python benchmarks/allocation.py --pairs 10000000                  # up to 1,000 x 10,000
python benchmarks/allocation.py --write docs/benchmarks-allocation.md --date 2026-11-24
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import allocation_instances
import allocation_tools
from network import processor


class Size(NamedTuple):
    """How many tasks and people, whether hours count, and whether people are too few for all seats."""

    tasks: int
    people: int
    by_hours: bool = False
    scarce: bool = False

    def __str__(self) -> str:
        kind = f"{', hours' if self.by_hours else ''}{', scarce' if self.scarce else ''}"
        return f"{self.tasks:,} x {self.people:,}{kind}"


SIZES = (
    Size(100, 1_000),
    Size(1_000, 10_000),
    Size(1_000, 10_000, scarce=True),
    Size(10_000, 1_000_000),
    Size(100, 1_000, by_hours=True),
    Size(1_000, 10_000, by_hours=True),
    Size(1_000, 10_000, by_hours=True, scarce=True),
    Size(5_000, 100_000, by_hours=True),
)
AIMS = {
    Size(1_000, 10_000): (0.5, math.inf),
    Size(1_000, 10_000, scarce=True): (0.5, math.inf),
    Size(10_000, 1_000_000): (15.0, 4096.0),
    Size(1_000, 10_000, by_hours=True): (10.0, math.inf),
    Size(1_000, 10_000, by_hours=True, scarce=True): (10.0, math.inf),
    Size(5_000, 100_000, by_hours=True): (60.0, math.inf),
}
"""Seconds and MiB that Colead may take."""
GAP = 0.001
"""Of the bound, what may stay unproven with hours."""
TIMEOUT = 300


class Run(NamedTuple):
    """wall, cpu, start_up in seconds; memory in MiB at its peak; `broken`: what is wrong, "" = nothing."""

    tool: str
    size: Size
    wall: float = math.nan
    cpu: float = math.nan
    start_up: float = 0.0
    memory: float = math.nan
    filled: int = 0
    objective: float = math.nan
    bound: float = math.nan
    broken: str = ""

    @property
    def gap(self) -> float:
        return (self.bound - self.objective) / abs(self.bound)


def measure(tool: str, size: Size) -> Run:
    """In this process: instance and model first, then the work."""
    start_up = allocation_tools.start_up() if tool.startswith("colead") else 0.0
    given = allocation_instances.instance(*size)
    solve = allocation_tools.TOOLS[tool](given)
    began, cpu_began = time.perf_counter(), time.process_time()
    try:
        answer = solve()
    except allocation_tools.NoAnswer as none:
        return Run(tool, size, broken=str(none))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worth, broken = given.worth(answer), given.broken(answer)
    figures = (wall, cpu, start_up, memory, answer.task.size, worth, float(answer.bound), broken)
    return Run(tool, size, *figures)


def in_own_process(tool: str, size: Size) -> Run:
    command = [sys.executable, __file__, "--one", tool, *(str(int(part)) for part in size)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    try:
        ended = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return Run(tool, size, broken=f"no answer in {TIMEOUT} s")
    if ended.returncode < 0:
        return Run(tool, size, broken="killed, out of memory")
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    name, _, *figures = json.loads(ended.stdout.splitlines()[-1])
    return Run(name, size, *figures)


def run_all(most_pairs: int) -> list[Run]:
    runs: list[Run] = []
    for size in SIZES:
        for tool, largest in allocation_tools.LARGEST.items():
            if size.tasks * size.people <= min(most_pairs, largest[size.by_hours]):
                runs.append(in_own_process(tool, size))
                print(line(runs[-1], runs), flush=True)
    return runs


def line(run: Run, runs: list[Run]) -> str:
    """One row: ratios are to Colead's time and objective on the same instance."""
    ours = next(r for r in runs if r.size == run.size and r.tool == "colead")
    if math.isnan(run.wall):
        return f"| {run.size} | {run.tool} | | | | | | | | {run.broken} |"
    gap = "" if math.isnan(run.bound) else f"{100 * max(0.0, run.gap):.4f} %"
    return (
        f"| {run.size} | {run.tool} | {run.wall:.3f} | {run.cpu:.3f} | {run.wall / ours.wall:.1f} "
        f"| {run.memory:,.0f} | {run.filled:,} | {100 * run.objective / ours.objective:.3f} % "
        f"| {gap} | {run.broken or 'valid'} |"
    )


def verdicts(runs: list[Run]) -> list[str]:
    """Whether Colead met its aims, a line each."""
    found = []
    for run in (r for r in runs if r.tool == "colead" and r.size in AIMS):
        seconds, memory = AIMS[run.size]
        met = run.wall <= seconds and run.memory <= memory and run.gap <= GAP and not run.broken
        room = "" if math.isinf(memory) else f" and {memory:,.0f} MiB"
        found.append(
            f"- {run.size}: aim {seconds:g} s{room}, "
            f"measured {run.wall:.2f} s, {run.memory:,.0f} MiB, gap {100 * max(0.0, run.gap):.4f} %: "
            f"{'met' if met else '**missed**'}."
        )
    return found


def require_truth(runs: list[Run]) -> None:
    """Colead's answers keep every rule, and no valid answer of anybody exceeds its bound."""
    for run in runs:
        ours = next(r for r in runs if r.size == run.size and r.tool == "colead")
        assert not ours.broken, ours
        assert math.isnan(run.wall) or run.broken or run.objective <= ours.bound + 1e-6, (run, ours)


HEAD = (
    "| tasks x people | tool | wall s | CPU s | times Colead | peak MiB | seats | objective | gap "
    "| answer |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
)


def page(runs: list[Run], day: str, note: str) -> str:
    """docs/benchmarks-allocation.md."""
    known = ", ".join(f"{name} {number}" for name, number in allocation_tools.versions().items())
    skipped = "\n".join(f"- {what}: {why}." for what, why in allocation_tools.WHY_NOT.items())
    start_up, seconds = max(run.start_up for run in runs), allocation_tools.SECONDS
    second = allocation_instances.LOAD_COST[1]
    return f"""# Benchmarks of the allocation

Written by `benchmarks/allocation.py --write`; `make bench` measures it again. Quote ratios, not seconds.

Measured on {day}: {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {known}.
{note}

Made-up tasks of 1 to 3 seats, each needing 3 to 6 of 30 competencies, and people of 12 profiles with wishes.
Two people in three are free; *scarce*: two for each task, too few for all seats. Asked is the most fit. Where
people are counted in tasks, each takes 1 or 2, and a second costs {second:g}; with *hours*, a seat takes 1 to
6 hours and a person has up to 6.

- *wall*, *CPU*: of Colead the whole call, in which levels and needs of all pairs are scored (*a matrix*: all
  fits are given); of peers solving alone, their model built and their candidates found beforehand. Imports
  and loading compiled code, {start_up:.1f} s for Colead, are not counted.
- *objective*: fit less costs of load, Colead's being 100 %. *gap*: proven over all pairs. Peers given 60
  candidates for each task prove nothing about the others.
- *answer*: whether seats, hours and needs are kept and nobody has two seats of one task, which scipy's
  matchings cannot forbid: their objective is above what is possible.
- Every tool has a process of its own, whose peak of memory holds the instance and its model too, and peers
  have {seconds:g} s to search; with hours, they may stop at a gap of {100 * GAP:g} %, as Colead may.
- *Formal leaders take it*, *first volunteer*, *greedy*: task by task, by the best formal leader who is free,
  by anybody who may and is free, by the best who is free.

{HEAD}
{chr(10).join(line(run, runs) for run in runs)}

## Aims

{chr(10).join(verdicts(runs))}

## Pairs beyond memory

10,000 x 1,000,000 are 10^10 pairs, 80 GB as a matrix. `allocate` takes a `BlockwiseFit` instead: levels
(P, K), needs, weights, what is critical, wishes. Its kernel scores all tasks against 4,096 people at a time,
keeps the best of each task in a heap, and does so again with people's prices until no pair left out is worth
adding:

```python
from colead_large_allocation import BlockwiseFit, allocate

fits = BlockwiseFit(level, needed, weight, critical, wish, wish_weight=0.1)
found = allocate(fits, capacity=most_tasks, seats=seats)
print(found.statement())
```

## Not run

{skipped}
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=10**11, help="the largest instance, in pairs")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table as a page; needs --date")
    parser.add_argument("--date", help="the day of measuring, for the page")
    parser.add_argument("--note", default="", help="a sentence for the page, on how it was measured")
    parser.add_argument(
        "--one", nargs=5, metavar=("TOOL", "TASKS", "PEOPLE", "HOURS", "SCARCE"), help="one run, as JSON"
    )
    given = parser.parse_args()
    if given.write and not given.date:
        parser.error("--write needs --date, the day of measuring")
    return given


def main() -> None:
    given = arguments()
    if given.one:
        tool, tasks, people, by_hours, scarce = given.one
        size = Size(int(tasks), int(people), by_hours == "1", scarce == "1")
        print(json.dumps(measure(tool, size)))
        return
    print(HEAD)
    runs = run_all(given.pairs)
    require_truth(runs)
    print("\n".join(verdicts(runs)))
    if given.write:
        given.write.write_text(page(runs, given.date, given.note), encoding="utf-8")


if __name__ == "__main__":
    main()
