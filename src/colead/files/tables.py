"""A file as a table: columns of cells, and the line of each row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.problems import FileProblem, problem, refuse


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a file, before anybody has said what its columns mean.

    frame : one column per column of the file, named as its header; text (empty cell = null), or typed when
        the file is Parquet.
    lines : (n_rows,) int32, the line in the file at which each row begins; the header is mostly line 1.
    name : the file's name, for messages.
    problems : rows that could not be read; they are left out of ``frame``.
    """

    frame: pl.DataFrame
    lines: NDArray[np.int32]
    name: str
    problems: tuple[FileProblem, ...] = ()

    @property
    def header(self) -> list[str]:
        return self.frame.columns

    @property
    def n_rows(self) -> int:
        return self.frame.height


Cell = str | None


def table_from_rows(
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    lines: Sequence[int],
    name: str,
    problems: Sequence[FileProblem] = (),
) -> Table:
    """A table from rows as they were read; rows with surplus or missing cells become problems.

    Surplus cells that are empty (spreadsheets write them) and rows that are empty throughout are let pass.
    """
    width = _width(header)
    if width == 0:
        raise refuse("no_header", name=name)
    names = column_names(header[:width])
    kept: list[Sequence[Cell]] = []
    kept_lines: list[int] = []
    ragged = list(problems)
    for row, line in zip(rows, lines, strict=True):
        if len(row) == width:
            kept.append(row)
        elif len(row) > width and not any(row[width:]):
            kept.append(row[:width])
        else:
            ragged.append(problem("ragged_row", line=line, found=len(row), expected=width))
            continue
        kept_lines.append(line)
    columns = zip(*kept, strict=True) if kept else ([] for _ in names)
    series = [
        pl.Series(name, list(cells), dtype=pl.String) for name, cells in zip(names, columns, strict=True)
    ]
    return without_empty_rows(
        Table(pl.DataFrame(series), np.array(kept_lines, np.int32), name, tuple(ragged))
    )


def without_empty_rows(table: Table) -> Table:
    """The table with blank cells as null, and without the rows that hold nothing at all."""
    texts = pl.col(pl.String).str.strip_chars()
    frame = table.frame.with_columns(pl.when(texts.str.len_bytes() > 0).then(texts))
    return without_null_rows(Table(frame, table.lines, table.name, table.problems))


def without_null_rows(table: Table) -> Table:
    """The table without the rows that are null throughout. Raises :class:`FileError` when no row is left."""
    frame = table.frame
    if frame.height and any(frame.get_column(name).null_count() == 0 for name in frame.columns):
        return table
    filled = frame.select(~pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
    if not filled.any() and not table.problems:
        raise refuse("no_rows", name=table.name)
    return Table(frame.filter(pl.Series(filled)), table.lines[filled], table.name, table.problems)


def column_names(header: Sequence[Cell]) -> list[str]:
    """The header with a name for every column: blanks are numbered, repeats get ``(2)``, ``(3)``, ..."""
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        label = " ".join((cell or "").split()) or f"({position})"
        repeats, unique = 1, label
        while unique in names:
            repeats += 1
            unique = f"{label} ({repeats})"
        names.append(unique)
    return names


def _width(header: Sequence[Cell]) -> int:
    """How many columns the header has, without the empty ones at its end."""
    return max((position for position, cell in enumerate(header, 1) if cell and cell.strip()), default=0)
