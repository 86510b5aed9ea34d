"""Ties from a file: who looks to whom for leadership.

A file has two columns of people (``from`` looks to ``to``), and may have a weight and a kind. The network's
name is the file's name without its ending.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.files.cells import as_keys, as_numbers, as_text
from colead.files.civil_registration import civil_registration_problems
from colead.files.columns import STAFF_COLUMNS, TIE_COLUMNS, ColumnMapping, guess_columns
from colead.files.lookup import NOT_THERE, positions
from colead.files.problems import FileProblem, TiesError, by_line, problem
from colead.files.reading import read_table
from colead.files.tables import Table


class TieRows(NamedTuple):
    """The ties of a table, people as indices.

    source, target : (m,) int32.   weight : (m,) float32, or None.   kind : (m,) text, or None.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float32] | None
    kind: pl.Series | None


def read_ties(
    path: str | Path,
    organisation: Organisation,
    respondents: str | Path | Iterable[Any] | None = None,
    name: str | None = None,
) -> Ties:
    """The ties in a CSV, XLSX or Parquet file.

    respondents : a file with the ids of those who answered, or the ids themselves; None = everybody answered.
    name : of the network; None = the file's name without its ending.

    Raises :class:`TiesError` listing every unknown person and unreadable cell by line, and for a file with
    several kinds of ties (see :func:`read_tie_kinds`).
    """
    table = read_table(path, or_without_header=True)
    rows = tie_rows(table, organisation)
    kinds = [] if rows.kind is None else rows.kind.drop_nulls().unique(maintain_order=True).to_list()
    if len(kinds) > 1:
        raise TiesError([problem("several_kinds", name=table.name, kinds=", ".join(kinds))], name=table.name)
    return _ties(rows, organisation, respondents_mask(respondents, organisation), name or Path(path).stem)


def read_tie_kinds(
    path: str | Path, organisation: Organisation, respondents: str | Path | Iterable[Any] | None = None
) -> dict[str, Ties]:
    """The ties in a file, one network for each kind in order of appearance; one named as the file without.

    Parameters and errors are those of :func:`read_ties`.
    """
    rows = tie_rows(read_table(path, or_without_header=True), organisation)
    answered = respondents_mask(respondents, organisation)
    stem = Path(path).stem
    if rows.kind is None:
        return {stem: _ties(rows, organisation, answered, stem)}
    kinds = rows.kind.fill_null(stem)
    return {
        kind: _ties(_of_kind(rows, kinds, kind), organisation, answered, kind)
        for kind in kinds.unique(maintain_order=True)
    }


def tie_rows(table: Table, organisation: Organisation) -> TieRows:
    """The rows of a table as ties between the people of an organisation.

    Raises :class:`TiesError` with every problem. Cost: O(m), some 0.2 s for ten million ties
    between whole-number ids; a hash join for text ids.
    """
    mapping = _first_two_columns(table, guess_columns(table.header, TIE_COLUMNS))
    problems: list[FileProblem] = [*table.problems, *civil_registration_problems(table)]
    people = _id_series(organisation.person_ids)
    source, target = (_people(table, mapping.columns[end], people, problems) for end in ("source", "target"))
    weight = _weights(table, mapping.header("weight"), problems)
    if problems:
        raise TiesError(by_line(problems), name=table.name)
    kind = mapping.header("kind")
    return TieRows(source, target, weight, None if kind is None else as_text(table.frame.get_column(kind)))


def respondents_mask(
    respondents: str | Path | Iterable[Any] | None, organisation: Organisation
) -> NDArray[np.bool_] | None:
    """(n_people,) bool from a file of ids or from ids; such a mask, and None = everybody, stay as they are.

    Raises :class:`TiesError` naming the ids that are not in the organisation.
    """
    if respondents is None or (isinstance(respondents, np.ndarray) and respondents.dtype == np.bool_):
        return respondents
    if isinstance(respondents, str | Path):
        return _respondents_in_file(read_table(respondents, or_without_header=True), organisation)
    ids = pl.Series([str(one) for one in respondents], dtype=pl.String)
    table = Table(ids.to_frame("id"), np.arange(1, len(ids) + 1, dtype=np.int32), "")
    return _respondents_in_file(table, organisation)


def _respondents_in_file(table: Table, organisation: Organisation) -> NDArray[np.bool_]:
    column = guess_columns(table.header, STAFF_COLUMNS).header("key") or table.header[0]
    problems: list[FileProblem] = [*table.problems, *civil_registration_problems(table)]
    found = _people(table, column, _id_series(organisation.person_ids), problems)
    if problems:
        raise TiesError(by_line(problems), name=table.name)
    answered = np.zeros(organisation.n_people, np.bool_)
    answered[found] = True
    return answered


def _first_two_columns(table: Table, mapping: ColumnMapping) -> ColumnMapping:
    """Headers that say nothing: then the first two columns are the two people, as in every edge list."""
    if mapping.header("source") and mapping.header("target"):
        return mapping
    free = [
        label for label in table.header if label not in mapping.columns.values() or label in mapping.unused
    ]
    ends = [label for label in (mapping.header("source"), mapping.header("target")) if label]
    if ends or len(free) < 2:
        raise TiesError([problem("no_tie_columns", header=", ".join(table.header))], name=table.name)
    return ColumnMapping(mapping.columns | {"source": free[0], "target": free[1]})


def _people(table: Table, column: str, people: pl.Series, problems: list[FileProblem]) -> NDArray[np.int32]:
    """Index of the person in each cell; a problem for each cell without one."""
    cells = as_keys(table.frame.get_column(column))
    found = positions(cells, people)
    if (found == NOT_THERE).any():
        for row in np.flatnonzero(found == NOT_THERE).tolist():
            code = "tie_without_person" if cells[row] is None else "unknown_person"
            problems.append(problem(code, line=int(table.lines[row]), column=column, value=cells[row]))
    return found


def _weights(table: Table, column: str | None, problems: list[FileProblem]) -> NDArray[np.float32] | None:
    if column is None:
        return None
    cells = table.frame.get_column(column)
    values, unreadable = as_numbers(cells)
    problems.extend(
        problem("bad_number", line=int(table.lines[row]), column=column, value=cells[row])
        for row in np.flatnonzero(unreadable).tolist()
    )
    return values.fill_null(1.0).to_numpy().astype(np.float32)


def _id_series(ids: NDArray[Any]) -> pl.Series:
    return pl.Series(ids) if ids.dtype != object else pl.Series([str(one) for one in ids], dtype=pl.String)


def _of_kind(rows: TieRows, kinds: pl.Series, kind: str) -> TieRows:
    where = (kinds == kind).to_numpy()
    weight = None if rows.weight is None else rows.weight[where]
    return TieRows(rows.source[where], rows.target[where], weight, None)


def _ties(
    rows: TieRows, organisation: Organisation, respondents: NDArray[np.bool_] | None, name: str
) -> Ties:
    return Ties.build(
        rows.source,
        rows.target,
        organisation.n_people,
        weight=rows.weight,
        respondents=respondents,
        name=name,
    )
