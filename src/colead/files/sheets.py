"""Which sheet: the one that holds a table, the one that somebody chose, or all of them together."""

from collections.abc import Sequence
from dataclasses import replace

from colead.files.grids import Grid
from colead.files.places import ALL_SHEETS, WHERE_FOUND, Place, find_place
from colead.files.problems import refuse
from colead.files.tables import Table, counted_from, table_of, tables_together


def table_in(
    grids: Sequence[Grid], name: str, place: Place = WHERE_FOUND, *, or_without_header: bool = False
) -> Table:
    """The table in the sheets of a file.

    Raises :class:`FileError` when several visible sheets hold tables and none was chosen, when there is no
    such sheet, and as :func:`colead.files.tables.table_of` does.
    """
    chosen = chosen_sheets(grids, place, name)
    if len(chosen) == 1:
        return table_of(chosen[0], name, place, or_without_header=or_without_header)
    tables = []
    for grid, first in zip(chosen, first_lines(chosen), strict=True):
        of_sheet = replace(place, left_out=_before(place.left_out, first), kept=_before(place.kept, first))
        table = table_of(grid, name, of_sheet, or_without_header=or_without_header)
        tables.append((grid.sheet, counted_from(table, first)))
    return tables_together(tables, name)


def first_lines(grids: Sequence[Grid]) -> list[int]:
    """What is added to the lines of each sheet where several are read as one table, so that each line is one.

    The second of two sheets with some hundred rows counts from 1001, the third from 2001.
    """
    step = 1_000
    while step <= max(int(grid.lines.max(initial=0)) for grid in grids):
        step *= 10
    return [step * place for place in range(len(grids))]


def _before(lines: Sequence[int], first: int) -> tuple[int, ...]:
    return tuple(line - first for line in lines)


def chosen_sheets(grids: Sequence[Grid], place: Place, name: str) -> list[Grid]:
    """The sheets that are read. See :func:`table_in`."""
    if place.sheet and place.sheet != ALL_SHEETS:
        return [_called(grids, place.sheet, name)]
    visible = [grid for grid in grids if grid.visible and grid.n_rows]
    if not visible:
        raise refuse("file_empty", name=name)
    if len(visible) == 1:
        return visible
    tables = sheets_with_tables(visible)
    if place.sheet == ALL_SHEETS and tables:
        return tables
    if len(tables) > 1:
        raise refuse("several_sheets", name=name, sheets=", ".join(grid.sheet for grid in tables))
    return tables or [max(visible, key=lambda grid: grid.n_rows)]  # so that what is wrong with it is said


def sheets_with_tables(grids: Sequence[Grid]) -> list[Grid]:
    """The visible sheets on which a header stands with a row below it."""
    return [grid for grid in grids if grid.visible and _holds_table(grid)]


def _holds_table(grid: Grid) -> bool:
    """A note is no table, and neither is a cover sheet with a few words."""
    if grid.n_rows < 2:
        return False
    header, left_out = find_place(grid)
    return bool(header) and grid.n_rows > len(header) + len(left_out)


def _called(grids: Sequence[Grid], sheet: str, name: str) -> Grid:
    found = [grid for grid in grids if grid.sheet.strip().casefold() == sheet.strip().casefold()]
    if not found:
        sheets = ", ".join(grid.sheet for grid in grids if grid.sheet) or "–"
        raise refuse("no_such_sheet", name=name, sheet=sheet, sheets=sheets)
    return found[0]
