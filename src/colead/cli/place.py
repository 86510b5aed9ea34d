"""The options that say where in a file its table stands, the same for every command."""

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class PlaceWords(TypedDict):
    """What the options of a place say; see `files.chosen_place`."""

    sheet: str
    header_row: str
    skip_rows: str
    keep_rows: str


def place_options(of: str) -> Callable[[Command], Command]:
    """The options for the file that a command calls `of`."""
    options = (
        ("--sheet", "NAME|all", f"The sheet of {of} to read, where several hold tables; all: as one table."),
        ("--header-row", "LINES", f"Where the header of {of} stands: 3, 3-4 or none; else it is found."),
        (
            "--skip-rows",
            "LINES",
            f"Lines of {of} that are no rows, as 12, 20-22; totals and notes are found.",
        ),
        ("--keep-rows", "LINES", f"Lines of {of} that are rows, though they look like totals or notes."),
    )

    def with_options(command: Command) -> Command:
        for name, metavar, said in reversed(options):
            command = click.option(name, default="", metavar=metavar, help=said)(command)
        return command

    return with_options
