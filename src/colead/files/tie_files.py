"""What a file of ties holds: sheets as they stand, or a table whose header is known."""

from pathlib import Path

from colead.files.graph_files import is_graph, read_graph
from colead.files.grids import Grid
from colead.files.limits import LIMITS, Limits
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
