"""What somebody uploaded, read as a table: confined, and within the limits of this installation."""

from dataclasses import replace

from django.conf import settings

from colead.files.confined import (
    open_confined,
    read_confined,
    read_grids_confined,
    read_ties_confined,
)
from colead.files.grids import Grid
from colead.files.limits import LIMITS, Limits
from colead.files.opened_file import OpenedFile
from colead.files.places import WHERE_FOUND, Place
from colead.files.tables import Table
from colead.files.tie_files import TieFile

MOST_CELLS = 20_000_000  # a million ties with four columns are a fifth


def read_upload(
    content: bytes, name: str, place: Place = WHERE_FOUND, *, or_without_header: bool = False
) -> Table:
    """The table in an uploaded file; FileError when it cannot be read, is too large or takes too much.

    place, or_without_header : as of :func:`colead.files.reading.read_table`.
    """
    return read_confined(content, name, _limits(), place=place, or_without_header=or_without_header)


def open_upload(
    content: bytes, name: str, place: Place = WHERE_FOUND, *, may_ask: bool = False
) -> OpenedFile:
    """The table in an uploaded file with the first look at it; FileError as of :func:`read_upload`.

    may_ask : as of :func:`colead.files.opened_file.open_file`.
    """
    return open_confined(content, name, _limits(), place=place, may_ask=may_ask)


def read_uploaded_grids(content: bytes, name: str) -> list[Grid]:
    """The sheets of an uploaded file as they stand; FileError as of :func:`read_upload`."""
    return read_grids_confined(content, name, _limits())


def read_uploaded_ties(content: bytes, name: str) -> TieFile:
    """What an uploaded file of ties holds; FileError as of :func:`read_upload`."""
    return read_ties_confined(content, name, _limits())


def _limits() -> Limits:
    return replace(LIMITS, bytes=settings.UPLOAD_BYTES, cells=MOST_CELLS)
