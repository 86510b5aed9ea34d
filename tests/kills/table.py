"""What a run has found, for the documentation."""

from collections import Counter

from kills import marks, page
from kills.run import Run

COLUMNS = tuple(marks.WHERE.values())
FAULTS = ("lost", "doubled", "half", "stuck", "fault")


def as_text(name: str, done: Run, *, seed: int) -> str:
    """A table of what was killed where, and what was found."""
    tally, faults = done.tally, Counter(fault.partition(":")[0] for fault in done.book.faults)
    found = ", ".join(f"{faults[kind]} {kind}" for kind in FAULTS if kind != "fault" or faults[kind])
    waits = "; ".join(f"{what} {seconds:.1f} s" for what, seconds in tally.longest.items())
    words = f"**{name}**: {tally.total:,} kills, seed {seed}: {found}. The longest waits: {waits}."
    return words + "\n\n" + page.table([("killed", "kills", *COLUMNS, "others wrote"), *_fallen(done)])


def _fallen(done: Run) -> list[tuple[object, ...]]:
    rows = []
    for kind, fell in done.tally.kills.items():
        known = [fell[where] for where in COLUMNS]
        rows.append((kind, fell.total(), *known, fell.total() - sum(known)))
    return rows
