"""What the columns of a table are called, from one or several header rows."""

from collections import Counter
from collections.abc import Sequence

from colead.files.grids import Cell
from colead.files.known_words import is_known


def header_names(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """One name a column. The lowest row counts; what stands above is put before a name that says too little.

    >>> header_names([["Leave", None, None], ["From", "Until", "Unit"]])
    ['Leave From', 'Leave Until', 'Unit']
    """
    if len(rows) < 2:
        return [_one_line(label) for row in rows for label in row]
    lowest = [_one_line(label) for label in rows[-1]]
    groups = [_to_the_right(row) for row in rows[:-1]]
    times = Counter(lowest)
    whole = [_joined([*above, label]) for *above, label in zip(*groups, lowest, strict=True)]
    return [_chosen(label, full, times[label]) for label, full in zip(lowest, whole, strict=True)]


def _to_the_right(row: Sequence[Cell]) -> list[Cell]:
    """A group's name also over the columns to its right that have none of their own."""
    named: list[Cell] = []
    for label in row:
        named.append(_one_line(label) or (named[-1] if named else None))
    return named


def _chosen(label: Cell, whole: Cell, times: int) -> Cell:
    says_little = not label or times > 1
    return whole if says_little or (whole and is_known(whole)) else label


def _joined(parts: Sequence[Cell]) -> Cell:
    return " ".join(dict.fromkeys(part for part in parts if part)) or None


def _one_line(label: Cell) -> Cell:
    return " ".join((label or "").split()) or None


def column_names(header: Sequence[Cell]) -> list[str]:
    """The header with a name for every column: blanks are numbered, repeats get ``(2)``, ``(3)``, ..."""
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        label = _one_line(cell) or f"({position})"
        repeats, unique = 1, label
        while unique in names:
            repeats += 1
            unique = f"{label} ({repeats})"
        names.append(unique)
    return names
