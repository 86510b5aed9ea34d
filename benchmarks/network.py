"""Colead beside its peers on the leadership network: from files on disk to figures, each in its own process.

python benchmarks/network.py                                   # 1,000 to 1,000,000 people
python benchmarks/network.py --sizes 1000 10000 --repeat 3
python benchmarks/network.py --write docs/benchmarks.md --date 2026-11-23
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
from pathlib import Path
from typing import NamedTuple

import organisations
import tools

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SHARED = ("density", "reciprocity", "centralisation", "components", "core")


class Run(NamedTuple):
    """wall, cpu, start_up in seconds; memory in MiB, at its peak."""

    tool: str
    people: int
    with_betweenness: bool
    wall: float
    cpu: float
    start_up: float
    memory: float
    figures: tools.Figures


def measure(tool: str, people: int, with_betweenness: bool) -> Run:
    """In this process: start-up first, then the work."""
    start_up = tools.start_up(tool)
    began, cpu_began = time.perf_counter(), time.process_time()
    figures = tools.TOOLS[tool](organisations.CACHE / str(people), with_betweenness)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(tool, people, with_betweenness, wall, cpu, start_up, memory, figures)


def in_own_process(tool: str, people: int, with_betweenness: bool, repeat: int) -> Run:
    """The fastest of `repeat` runs."""
    command = [sys.executable, __file__, "--one", tool, str(people), str(int(with_betweenness))]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    answers = [
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        for _attempt in range(repeat)
    ]
    return min((Run(*json.loads(answer)) for answer in answers), key=lambda run: run.wall)


def run_all(sizes: list[int], repeat: int) -> list[Run]:
    runs = []
    for people in sizes:
        organisations.write(people)
        for with_betweenness in (False, True):
            for tool, largest in tools.LARGEST.items():
                if people <= largest[with_betweenness]:
                    runs.append(in_own_process(tool, people, with_betweenness, repeat))
                    print(line(runs[-1], runs), flush=True)
    return runs


def line(run: Run, runs: list[Run]) -> str:
    """One row of the table, with how many times longer than Colead the tool took."""
    ours = next((r for r in runs if r[1:3] == run[1:3] and r.tool == "colead"), None)
    ratio = f"{run.wall / ours.wall:.1f}" if ours and run.tool not in {"colead", "leadership map"} else ""
    what = (
        "everything"
        if run.tool == "leadership map"
        else "with betweenness"
        if run.with_betweenness
        else "scans"
    )
    return (
        f"| {run.people:,} | {what} | {run.tool} | {run.wall:.3f} | {run.cpu:.3f} "
        f"| {run.start_up:.2f} | {run.memory:,.0f} | {ratio} |"
    )


def require_agreement(runs: list[Run]) -> None:
    """Everybody found the same figures; betweenness where it is exact."""
    for run in runs:
        ours = next(r for r in runs if r.people == run.people and r.tool == "colead" and r.with_betweenness)
        names = [name for name in SHARED if name in run.figures]
        if run.people <= tools.EXACT_PEOPLE and run.with_betweenness:
            names.append("betweenness")
        for name in names:
            same = abs(run.figures[name] - ours.figures[name]) <= 1e-6 * abs(ours.figures[name])
            assert same, (run.tool, run.people, name, run.figures[name], ours.figures[name])


HEAD = (
    "| people | what | tool | wall s | CPU s | start-up s | peak MiB | times Colead |\n"
    "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |"
)


def page(runs: list[Run], day: str, note: str) -> str:
    """docs/benchmarks.md."""
    known = ", ".join(f"{name} {number}" for name, number in tools.versions().items())
    skipped = "\n".join(f"- {tool}: {why}." for tool, why in tools.WHY_NOT.items())
    rows = "\n".join(line(run, runs) for run in runs)
    return f"""# Benchmarks

`make bench` measures this again; quote ratios, not seconds. Written by `benchmarks/network.py --write`.

Measured on {day}: {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {known}.
{note}

Every tool reads the same Parquet files and ends with finished figures, each in a process of its own.
*Scans*: density, reciprocity, in-degree centralisation, weak components, k-core. *With betweenness*: the same
and betweenness, exact up to 5,000 people, beyond from 256 starting people. *Everything*: the whole product
path, `read_organisation`, `read_ties`, `leadership_map` with every unit and all intervals, and its JSON.
Start-up (imports, and for Colead loading its compiled code) is shown apart. All tools agree on all figures
that are exact.

{HEAD}
{rows}

Not run:
{skipped}
"""


def processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [text.split(":", 1)[1].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.processor()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of people")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each, of which the fastest counts")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table as a page; needs --date")
    parser.add_argument("--date", help="the day of measuring, for the page")
    parser.add_argument("--note", default="", help="a sentence for the page, on how it was measured")
    parser.add_argument("--one", nargs=3, metavar=("TOOL", "PEOPLE", "0|1"), help="one run, as JSON")
    given = parser.parse_args()
    if given.write and not given.date:
        parser.error("--write needs --date, the day of measuring")
    return given


def main() -> None:
    given = arguments()
    if given.one:
        tool, people, with_betweenness = given.one
        print(json.dumps(measure(tool, int(people), with_betweenness == "1")))
        return
    print(HEAD)
    runs = run_all(given.sizes, given.repeat)
    require_agreement(runs)
    if given.write:
        given.write.write_text(page(runs, given.date, given.note), encoding="utf-8")


if __name__ == "__main__":
    main()
