"""What somebody uploaded, read as a table: confined, and within the limits of this installation."""

from dataclasses import replace

from django.conf import settings

from colead.files.confined import read_confined
from colead.files.limits import LIMITS
from colead.files.tables import Table

MOST_CELLS = 20_000_000  # a million ties with four columns are a fifth


def read_upload(content: bytes, name: str) -> Table:
    """The table in an uploaded file; FileError when it cannot be read, is too large or takes too much."""
    return read_confined(content, name, replace(LIMITS, bytes=settings.UPLOAD_BYTES, cells=MOST_CELLS))
