"""What a file of ties holds: sheets as they stand, or a table whose header is known."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.civil_registration import civil_registration_problems
from colead.files.graph_files import is_graph, read_graph
from colead.files.grids import Grid
from colead.files.leaving_out import labels_of
from colead.files.limits import LIMITS, Limits
from colead.files.places import find_place
from colead.files.problems import FileProblem
from colead.files.reading import is_typed, read_bytes, read_grids, read_table_from_bytes
from colead.files.tables import Table

TieFile = list[Grid] | Table
"""Sheets; or the table of a graph or of Parquet."""


def open_tie_file(path: Path, limits: Limits = LIMITS) -> TieFile:
    """What a file on disk holds. Raises :class:`FileError` for what cannot be read."""
    return tie_file(read_bytes(path, limits), path.name, limits)


def tie_file(content: bytes, name: str, limits: Limits = LIMITS) -> TieFile:
    """The same of bytes; those of an upload are read by :mod:`colead.files.confined`."""
    if is_graph(content):
        return read_graph(content, name, limits)
    if is_typed(content):
        return read_table_from_bytes(content, name, limits)
    return read_grids(content, name, limits)


def numbers_in(file: TieFile, name: str) -> list[FileProblem]:
    """CPR numbers anywhere in the file, hidden sheets too: one problem for each column that holds some."""
    if isinstance(file, Table):
        return civil_registration_problems(file)
    return [found for grid in file for found in _numbers_on(grid, name)]


def _numbers_on(grid: Grid, name: str) -> Iterator[FileProblem]:
    header = find_place(grid).header
    below = grid.lines > max(header, default=0)
    names = labels_of(grid, header)
    yield from civil_registration_problems(_rows(grid, below, names, name))
    places = [f"({place})" for place in range(1, grid.cells.width + 1)]
    yield from civil_registration_problems(_rows(grid, ~below, places, name))


def _rows(grid: Grid, which: NDArray[np.bool_], names: list[str], name: str) -> Table:
    cells = grid.cells.filter(pl.Series(which))
    cells.columns = names
    return Table(cells, grid.lines[which], name)
