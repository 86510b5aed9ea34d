"""Cut the power at every moment of what Colead writes; look whether anything acknowledged is lost.

PYTHONPATH=tests python -m power_cuts --count 10000 --seed 1
"""

import argparse
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from power_cuts.record import Recording

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings.test")
WORDS = ("lost", "damaged", "half")


@dataclass
class Found:
    """All cuts of a recording: how many left something wrong, by what was wrong, an example of each."""

    recording: "Recording"
    cuts: int = 0
    acknowledged: int = 0
    by_fault: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def note(self, faults: list[str]) -> None:
        self.cuts += 1
        for word in {fault.partition(":")[0] for fault in faults}:
            self.by_fault[word] += 1
        for fault in faults:
            self.examples.setdefault(fault.partition(":")[0], fault)

    def row(self, name: str) -> tuple[object, ...]:
        kinds = Counter(step.kind for step in self.recording.steps)
        work = (kinds["w"] + kinds["t"], kinds["s"] + kinds["d"], self.acknowledged)
        return (name, *work, self.cuts, *(self.by_fault[word] for word in WORDS))


def main() -> int:
    """1 when anything was lost, or when the counter-examples did not lose anything."""
    asked = _asked()
    django.setup()
    from kills import clinic, page
    from kills.database import new_place, prepared
    from kills.forks import answer_of
    from power_cuts.record import record

    with prepared(None) as place:
        clinic.load()
        tokens = answer_of(clinic.furnish)
        other = new_place(place.home.parent, None)
        answer_of(_copy, str(place.home), str(other.home))
        full = record(place, tokens, rounds=asked.rounds, seed=asked.seed, synchronous="FULL")
        other.settle()
        normal = record(other, tokens, rounds=asked.rounds, seed=asked.seed, synchronous="NORMAL")
        folder, few = place.home.parent / "cut", max(50, asked.count // 10)
        rows = {
            "as Colead writes": _cut(full, asked.count, asked.seed, folder),
            "with `synchronous=NORMAL`": _cut(normal, few, asked.seed, folder),
            "on a disk that ignores fsync": _cut(full, few, asked.seed, folder, keeps_fsync=False),
        }
    wrong = (f"left something {word}" for word in WORDS)
    head = ("what was recorded", "writes", "fsyncs", "acknowledged", "cuts", *wrong)
    text = page.table([head, *(found.row(name) for name, found in rows.items())])
    text = f"{rows['as Colead writes'].cuts:,} cuts, seed {asked.seed}.\n\n{text}"
    sys.stdout.write(f"{text}\n")
    for found in rows.values():
        sys.stdout.write(f"{found.examples}\n")
    if asked.write:
        page.write("power cuts", text)
    own, *counter = rows.values()
    return int(bool(own.by_fault) or not all(found.by_fault["lost"] for found in counter))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="power_cuts", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="How many cuts.")
    parser.add_argument("--rounds", type=int, default=90, help="How many things are done and acknowledged.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="Write the table into the documentation.")
    return parser.parse_args()


def _copy(home: str, to: str) -> None:
    import shutil

    shutil.copytree(home, to, dirs_exist_ok=True)


def _cut(recording: "Recording", count: int, seed: int, folder: Path, *, keeps_fsync: bool = True) -> Found:
    """So many cuts, spread evenly over the steps; the states are drawn with the seed."""
    from power_cuts.disk import Disk
    from power_cuts.look import faults, marks_of
    from power_cuts.record import is_mark

    chance, found = Random(seed), Found(recording)
    disk, acknowledged = Disk(recording.before, keeps_fsync=keeps_fsync), list[list[Any]]()
    steps, begun = recording.steps, time.monotonic()
    for number, step in enumerate(steps, 1):
        if is_mark(step):
            acknowledged += marks_of(step.data)
            found.acknowledged = len(acknowledged)
        else:
            disk.do(step)
        for _time in range(count * number // len(steps) - found.cuts):
            found.note(faults(disk.drawn(chance), acknowledged, folder))
            if found.cuts % 500 == 0:
                seconds = time.monotonic() - begun
                sys.stderr.write(f"{found.cuts} cuts, {seconds:.0f} s, {dict(found.by_fault)}\n")
    return found


if __name__ == "__main__":
    sys.exit(main())
