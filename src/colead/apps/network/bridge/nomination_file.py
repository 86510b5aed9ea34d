"""A file of nominations to people: columns and names understood, every problem found with its line."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from django.utils.translation import gettext
from numpy.typing import NDArray

from colead.apps.network.models import NominationImport
from colead.apps.people.bridge import Structure
from colead.apps.people.models import Person
from colead.files.columns import STAFF_COLUMNS, guess_columns
from colead.files.exports import csv_text, error_file
from colead.files.problems import FileError, FileProblem
from colead.files.tables import Table
from colead.files.ties import respondents_mask, tie_rows
from colead.kit.uploads import read_upload

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Kind:
    """The nominations of one kind, people by primary key. name : as in the file, empty where it has none."""

    name: str
    source: Ints
    target: Ints
    weight: NDArray[np.float32] | None
    self_ties: int
    repeated: int

    @property
    def count(self) -> int:
        return len(self.source)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a file says, or why it cannot be used: with problems there are no kinds.

    respondents : (r,) primary keys of those who answered.
    """

    kinds: list[Kind]
    respondents: Ints
    problems: list[FileProblem]
    respondent_problems: list[FileProblem]

    @property
    def is_usable(self) -> bool:
        return bool(self.kinds) and not self.problems and not self.respondent_problems


def read_nominations(
    content: bytes,
    name: str,
    structure: Structure,
    *,
    respondents: bytes | None = None,
    respondents_name: str = "",
) -> Reading:
    """Read a file of nominations among the people of a structure, and a list of those who answered.

    People are matched by key, or by e-mail address where a cell holds one. Without a list everybody answered.
    One query where addresses occur.
    """
    kinds, problems = _kinds(content, name, structure)
    answered, respondent_problems = _respondents(respondents, respondents_name, structure)
    return Reading(kinds, answered, problems, respondent_problems)


def problem_file(found: NominationImport, reading: Reading) -> str:
    """The rows to correct as CSV: of the nominations, or of the respondents when only those have problems."""
    if reading.problems:
        content, name, problems = bytes(found.nominations), found.file_name, reading.problems
    else:
        content, name = bytes(found.respondents or b""), found.respondents_name
        problems = reading.respondent_problems
    try:
        table = read_upload(content, name, or_without_header=True)
    except FileError:
        return csv_text([gettext("problem")], [[problem.text(gettext)] for problem in problems])
    return error_file(table, problems, gettext)


def _kinds(content: bytes, name: str, structure: Structure) -> tuple[list[Kind], list[FileProblem]]:
    try:
        rows = tie_rows(_with_keys(read_upload(content, name, or_without_header=True)), structure.engine)
    except FileError as error:
        return [], error.problems
    if rows.kind is None:
        return [_kind("", np.ones(len(rows.source), np.bool_), rows, structure)], []
    names = rows.kind.fill_null("")
    return [
        _kind(kind, (names == kind).to_numpy(), rows, structure) for kind in names.unique(maintain_order=True)
    ], []


def _kind(name: str, here: NDArray[np.bool_], rows: Any, structure: Structure) -> Kind:
    """One kind, without ties to oneself and ties of no weight; repeated ties keep the largest weight."""
    source, target = rows.source[here].astype(np.int64), rows.target[here].astype(np.int64)
    weight = np.ones(len(source), np.float32) if rows.weight is None else rows.weight[here]
    kept = (source != target) & (weight > 0)
    keys = (source * structure.engine.n_people + target)[kept]
    order = np.lexsort((-weight[kept], keys))
    first = np.append(True, np.diff(keys[order]) != 0) if len(keys) else np.zeros(0, np.bool_)
    chosen = np.flatnonzero(kept)[order[first]]
    return Kind(
        name=name,
        source=structure.person_pks[source[chosen]],
        target=structure.person_pks[target[chosen]],
        weight=None if rows.weight is None else weight[chosen],
        self_ties=int((source == target).sum()),
        repeated=int(kept.sum()) - len(chosen),
    )


def _respondents(content: bytes | None, name: str, structure: Structure) -> tuple[Ints, list[FileProblem]]:
    if content is None:
        return structure.person_pks, []
    try:
        table = _with_keys(read_upload(content, name, or_without_header=True))
        column = guess_columns(table.header, STAFF_COLUMNS).header("key") or table.header[0]
        cells = table.frame.get_column(column).cast(pl.String).drop_nulls()
        mask = respondents_mask(cells.to_list(), structure.engine)
    except FileError as error:
        return np.zeros(0, np.int64), error.problems
    return structure.person_pks if mask is None else structure.person_pks[mask], []


def _with_keys(table: Table) -> Table:
    """The table with e-mail addresses replaced by keys; unknown ones stay, to be told as unknown."""
    text = [column for column in table.header if table.frame.get_column(column).dtype == pl.String]
    with_addresses = [c for c in text if table.frame.get_column(c).str.contains("@", literal=True).any()]
    if not with_addresses:
        return table
    people = Person.objects.exclude(email="").values_list("email", "key")
    key_of = {email.lower(): key for email, key in people}
    columns = [
        pl.col(column).replace_strict(
            _addresses(table.frame.get_column(column), key_of), default=pl.col(column)
        )
        for column in with_addresses
    ]
    return replace(table, frame=table.frame.with_columns(columns))


def _addresses(cells: pl.Series, key_of: dict[str, str]) -> dict[str, str]:
    """Cell -> key, for the cells that hold the address of somebody known."""
    found = {cell: key_of.get(cell.strip().lower()) for cell in cells.unique().drop_nulls().to_list()}
    return {cell: key for cell, key in found.items() if key} or {"": ""}
