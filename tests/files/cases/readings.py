"""What a file reads to, in a line."""

from colead.files.places import WHERE_FOUND, Place
from colead.files.problems import FileError
from colead.files.reading import read_table_from_bytes
from colead.files.tables import Table

PLAIN_ROWS = [
    ("1", "Ida Munk", None, "Care"),
    ("2", "Bo Lind", "1", "Care"),
    ("3", "Eva Holm", "1", "Care"),
]


def read(content: bytes | str, place: Place = WHERE_FOUND, name: str = "people.csv") -> Table:
    """The table in a file."""
    return read_table_from_bytes(content.encode() if isinstance(content, str) else content, name, place=place)


def is_plain(table: Table) -> bool:
    """Whether it is the list that every variant is of."""
    return table.header == ["id", "name", "manager", "unit"] and table.frame.rows() == PLAIN_ROWS


def refused(content: bytes | str, place: Place = WHERE_FOUND) -> list[str]:
    """The codes of what is wrong with a file."""
    try:
        found = read(content, place)
    except FileError as error:
        return [one.code for one in error.problems]
    return [one.code for one in found.problems]


def why_left_out(table: Table) -> list[tuple[int, str]]:
    """Line and reason of each row that is nobody's."""
    return [(row.line, row.why) for row in table.left_out]
