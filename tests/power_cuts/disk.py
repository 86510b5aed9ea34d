"""What a disk may hold after a power cut: all that was synchronised, and of the rest anything.

Of the writes since the last fsync of a file any may be there, whole or torn; of new, removed and renamed
files as many as the folder has written by then, in order. The fsync of a file says nothing about its name:
that of the folder does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import PurePath
from random import Random

from power_cuts.record import Step

SECTORS = (512, 4096)  # what a disk writes whole


@dataclass
class File:
    """What is on the disk for certain, and what may be."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)

    def settle(self) -> None:
        for step in self.waiting:
            apply(self.content, step)
        self.waiting = []

    def drawn(self, chance: Random) -> bytes:
        """One of the contents that may be there."""
        content = bytearray(self.content)
        for step in _some(self.waiting, chance):
            for part in _torn(step, chance):
                apply(content, part)
        return bytes(content)


def apply(content: bytearray, step: Step) -> None:
    """Write or truncate."""
    if step.kind == "t":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
    else:
        content.extend(bytes(max(0, step.offset - len(content))))
        content[step.offset : step.offset + len(step.data)] = step.data


def _some(waiting: list[Step], chance: Random) -> list[Step]:
    how = chance.random()
    if how < 0.15:
        return []
    if how < 0.3:
        return waiting
    if how < 0.6:
        return waiting[: chance.randint(0, len(waiting))]
    likely = chance.random()
    return [step for step in waiting if chance.random() < likely]


def _torn(step: Step, chance: Random) -> Iterator[Step]:
    """Mostly whole; else those of its sectors that were written."""
    if step.kind == "t" or chance.random() < 0.7:
        yield step
        return
    size = chance.choice(SECTORS)
    at = 0
    while at < len(step.data):
        end = at + size - (step.offset + at) % size
        if chance.random() < 0.5:
            yield Step("w", step.name, step.offset + at, step.data[at:end])
        at = end


@dataclass(frozen=True)
class Change:
    """Names that came into a folder, and one that went."""

    folder: str
    come: dict[str, File]
    gone: str

    def over(self, files: dict[str, File]) -> dict[str, File]:
        return {name: file for name, file in files.items() if name != self.gone} | self.come


class Disk:
    """Files by name, as a program sees them and as the folder on the disk has them."""

    def __init__(self, before: dict[str, bytes], *, keeps_fsync: bool = True) -> None:
        self.seen = {name: File(bytearray(content)) for name, content in before.items()}
        self.kept = dict(self.seen)
        self.changes: list[Change] = []  # not on the disk yet
        self.keeps_fsync = keeps_fsync

    def do(self, step: Step) -> None:
        """One step of a recording."""
        if step.kind in "wt":
            if step.name not in self.seen:
                self._change({step.name: File()})
            self.seen[step.name].waiting.append(step)
        elif step.kind == "u":
            self._change({}, gone=step.name)
        elif step.kind == "r":
            self._change({step.data.decode(): self.seen[step.name]}, gone=step.name)
        elif self.keeps_fsync and step.kind == "s" and step.name in self.seen:
            self.seen[step.name].settle()
        elif self.keeps_fsync and step.kind == "d":
            inside = [change for change in self.changes if change.folder == step.name]
            self.kept = reduce(lambda files, change: change.over(files), inside, self.kept)
            self.changes = [change for change in self.changes if change.folder != step.name]

    def _change(self, come: dict[str, File], gone: str = "") -> None:
        change = Change(str(PurePath(next(iter(come), gone)).parent), come, gone)
        self.seen = change.over(self.seen)
        self.changes.append(change)

    def drawn(self, chance: Random) -> dict[str, bytes]:
        """One of the states that may be there after a power cut."""
        written = self.changes[: chance.randint(0, len(self.changes))]
        there = reduce(lambda files, change: change.over(files), written, self.kept)
        return {name: file.drawn(chance) for name, file in there.items()}
