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
    """What a file on disk holds; an upload is read by :mod:`colead.files.confined`.

    Raises :class:`FileError` for what cannot be read.
    """
    content = read_bytes(path, limits)
    if is_graph(content):
        return read_graph(content, path.name, limits)
    if is_typed(content):
        return read_table_from_bytes(content, path.name, limits)
    return read_grids(content, path.name, limits)
