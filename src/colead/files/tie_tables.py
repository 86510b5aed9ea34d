"""A file of ties as a table: where it begins, whether it has a header, and what its columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from colead.files.grids import Cell, Grid
from colead.files.header_names import column_names, header_names
from colead.files.known_words import is_known
from colead.files.person_finder import PersonFinder
from colead.files.places import Place, find_place, is_total
from colead.files.problems import TiesError, problem
from colead.files.sheets import chosen_sheets
from colead.files.tables import Table, table_of
from colead.files.tie_files import TieFile
from colead.files.tie_headers import Heads, is_person
from colead.files.tie_layout import RECOGNISED, Shape, TieChoices, TieLayout, chosen_layout
from colead.files.tie_recognition import recognise, says_both_ends

_IMPORT_ID = '{"ImportId"'  # the third header row of Qualtrics
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:\s+[\w'’.-]+)*\s+[^\W\d_a-z][\w'’-]*")
_FIRST_ROWS = 10  # in which the header stands, where it is not found by its words


@dataclass(frozen=True, eq=False)
class TieTable:
    """A table of ties, and what its columns hold.

    heads : header of a column -> the cells it is made of.   is_graph : whether it was made of a graph.
    """

    table: Table
    layout: TieLayout
    heads: Heads
    is_graph: bool = False

    @property
    def passed_over(self) -> list[str]:
        """The columns that are not read; a graph says what else its nodes are called."""
        return [] if self.is_graph else self.layout.passed_over(self.table.header)

    def first_values(self, label: str, most: int = 3) -> list[str]:
        """What stands first in a column."""
        cells = self.table.frame.get_column(label).head(200).drop_nulls()
        return [str(cell) for cell in cells.unique(maintain_order=True).head(most)]


def tie_table(file: TieFile, name: str, finder: PersonFinder, choices: TieChoices = RECOGNISED) -> TieTable:
    """The table of ties in a file, as it is recognised and as somebody chose.

    Raises :class:`TiesError` where no two columns can say who looks to whom.
    """
    if isinstance(file, Table):
        known = _with_layout(file, {label: [label] for label in file.header}, finder, choices)
        return replace(known, is_graph=not file.header_lines)
    grid = chosen_sheets(file, Place(sheet=choices.sheet), name)[0]
    place, heads = _place(grid, finder, choices.header)
    whole = table_of(replace(grid, widths=None), name, place, or_without_header=True)
    found = _with_layout(whole, _heads(whole, grid, heads), finder, choices)
    if found.layout.shape is not Shape.EDGES or not place.header or grid.widths is None:
        return found
    return replace(found, table=table_of(grid, name, place))  # every row must have all cells


def respondent_table(
    file: TieFile, name: str, finder: PersonFinder, choices: TieChoices = RECOGNISED
) -> Table:
    """The table in a file of those who answered, with a header or without."""
    if isinstance(file, Table):
        return file
    grid = replace(chosen_sheets(file, Place(sheet=choices.sheet), name)[0], widths=None)
    return table_of(grid, name, _place(grid, finder, choices.header)[0], or_without_header=True)


def _with_layout(table: Table, heads: Heads, finder: PersonFinder, choices: TieChoices) -> TieTable:
    if len(table.header) < 2:
        raise TiesError([problem("no_tie_columns", header=", ".join(table.header))], name=table.name)
    found = recognise(table, heads, finder, table.header_lines)
    return TieTable(table, chosen_layout(found, choices, table.header, table.name), heads)


def _place(grid: Grid, finder: PersonFinder, chosen: tuple[int, ...] | None) -> tuple[Place, list[int]]:
    """Where the table stands, and the lines of all its header rows.

    Of the three of Qualtrics the first names the columns. A row of people is no header, except of a matrix.
    """
    if chosen is not None:
        return Place(header=chosen), list(chosen)
    rows = grid.rows(_FIRST_ROWS)
    coded = [at for at, row in enumerate(rows) if any(cell and cell.startswith(_IMPORT_ID) for cell in row)]
    if coded:
        lines = grid.lines[: coded[-1] + 1].tolist()
        return Place(header=(lines[0],), left_out=tuple(lines[1:])), lines
    header, _left_out = find_place(grid)
    if header and says_both_ends(grid.cells.row(grid.row_at(header[-1]))):
        return Place(header=header), list(header)
    people = _people_in(grid, finder)
    matrix = next(
        (at for at, row in enumerate(people.rows) if _is_matrix_header(row, people, rows[at])), None
    )
    if matrix is not None:
        header = (int(grid.lines[matrix]),)
    elif header and _is_row_of_people(grid.row_at(header[-1]), rows, people):
        header = ()
    return Place(header=header), list(header)


class _People(NamedTuple):
    """Which cells name people: of each of the first rows, and of the first column."""

    rows: list[list[bool]]
    first: list[bool]


def _people_in(grid: Grid, finder: PersonFinder) -> _People:
    rows = grid.rows(_FIRST_ROWS)
    first = grid.cells.to_series(0).head(max(_FIRST_ROWS, grid.cells.width)).to_list()
    known = is_person([*chain.from_iterable(rows), *first], finder)
    width = grid.cells.width
    return _People(
        [known[at * width : (at + 1) * width] for at in range(len(rows))], known[len(rows) * width :]
    )


def _is_row_of_people(at: int, rows: Sequence[Sequence[Cell]], people: _People) -> bool:
    """Whether a row names people as those below do; also people whom the list does not have."""
    if at >= len(rows):
        return False
    if any(people.rows[at]):
        return True
    filled = [(place, cell) for place, cell in enumerate(rows[at]) if cell]
    named_below = all(any(known[place] for known in people.rows[at + 1 :]) for place, _ in filled)
    return named_below and all(_NAME.fullmatch(cell) and not is_known(cell) for _, cell in filled)


def _is_matrix_header(known: Sequence[bool], people: _People, row: Sequence[Cell]) -> bool:
    """Whether the columns are called as people, who stand in the first column, too."""
    named = [cell for cell in row[1:] if cell and not is_total([cell])]
    in_the_first = 3 * sum(people.first) > len(people.first)
    different = len(set(named)) == len(named) > 1
    return not known[0] and different and 2 * sum(known) > len(named) and in_the_first


def _heads(table: Table, grid: Grid, lines: Sequence[int]) -> Heads:
    """Header -> the cells that it is made of; nothing where there is no header."""
    rows = [grid.cells.row(grid.row_at(line)) for line in lines]
    names = column_names(
        header_names([row for row, line in zip(rows, lines, strict=True) if line in table.header_lines])
    )
    cells = {label: [row[at] for row in rows] for at, label in enumerate(names)}
    return {label: [cell for cell in cells[label] if cell] for label in table.header if label in cells}
