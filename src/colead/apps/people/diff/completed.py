"""A partial staff list completed with everybody else, so that managers are found and circles seen.

And the values in it that are longer than the database keeps.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from colead.apps.people.diff.rows import Current, Post
from colead.files.columns import POSITION_FACTS, STAFF, ColumnMapping
from colead.files.problems import FileProblem
from colead.files.spelling import cleaned
from colead.files.staff_list import StaffList
from colead.files.staff_people import PLACE
from colead.files.tables import Table
from colead.files.translation import gettext_noop as _

NO_LINE = 0  # people who do not stand in the file themselves


def completed(table: Table, mapping: ColumnMapping, current: Current) -> Table:
    """The table with a row, of line 0, for every position of people whom the file does not list."""
    header = mapping.header("key")
    if header is None or header not in table.header:
        return table
    frame = table.frame.with_columns(pl.all().cast(pl.String))
    in_file = set(cleaned(frame.get_column(header)).drop_nulls())
    rows = _rows(current, mapping, in_file)
    others = pl.DataFrame(rows, schema=dict.fromkeys(frame.columns, pl.String), orient="row")
    lines = np.concatenate([table.lines, np.full(len(rows), NO_LINE, np.int32)])
    return replace(table, frame=pl.concat([frame, others]), lines=lines)


def _rows(current: Current, mapping: ColumnMapping, in_file: set[str]) -> list[dict[str, Any]]:
    now = [row for row in current.posts if row.start <= current.day and row.value.person not in in_file]
    here = in_file | {row.value.person for row in now}
    managers = {
        row.value.person: row.value.manager
        for row in current.lines
        if row.value.is_solid and row.start <= current.day and row.value.manager in here
    }
    found: dict[tuple[str | None, ...], dict[str, Any]] = {}
    place = [mapping.header(ours) for ours in PLACE if mapping.header(ours)]
    for row in sorted(now, key=lambda row: not row.value.is_primary):
        post = row.value
        person = current.people[post.person]
        cells = {
            "key": post.person,
            "name": person.name,
            "given_name": person.name,
            "email": person.email,
            "manager": managers.get(post.person) if post.is_primary else None,
            "end_date": None if row.until is None else row.until.isoformat(),
            **{ours: _cell(value) for ours, value in zip(POSITION_FACTS, post.facts, strict=True)},
            **_unit_cells(post, current, mapping),
        }
        told = _by_header(cells, mapping)
        # of positions that the file's columns do not tell apart, the main one
        found.setdefault((post.person, *(told.get(header or "") for header in place)), told)
    return list(found.values())


def _cell(value: Any) -> str | None:
    """A fact of a position as a file would have it."""
    return None if value is None else str(int(value)) if isinstance(value, bool) else str(value)


def _unit_cells(post: Post, current: Current, mapping: ColumnMapping) -> dict[str, str]:
    """The unit as the file would write it: by id and name where it has ids, else by path or name."""
    if post.unit is None:
        return {}
    name = current.units[post.unit].name
    is_id = post.unit != name and not post.unit.endswith(f" / {name}")
    return {"unit_key": post.unit, "unit": name if mapping.header("unit_key") or is_id else post.unit}


def _by_header(cells: dict[str, str | None], mapping: ColumnMapping) -> dict[str, str | None]:
    named = {ours: header for ours, header in mapping.columns.items() if cells.get(ours)}
    if "name" in mapping.columns:
        named.pop("given_name", None)
    return {header: cells[ours] for ours, header in reversed(named.items())}


def without_made_up_line(found: FileProblem) -> FileProblem:
    """A problem names the lines of the file alone: people outside it, who have line 0, have none."""
    values = dict(found.values)
    lines = [line for line in str(values.get("lines", "")).split(", ") if line != str(NO_LINE)]
    if "lines" in values:
        values["lines"] = ", ".join(lines)
    line = int(lines[0]) if found.line == NO_LINE and lines and lines[0].isdigit() else found.line or None
    return FileProblem(line, found.column, found.value, found.code, found.template, found.hint, values)


LONGEST = {ours: column.longest for ours, column in STAFF.items() if column.longest}
_SHOWN = 40


def too_long(staff: StaffList) -> Iterator[FileProblem]:
    """A problem for each text that does not fit."""
    for column, length in LONGEST.items():
        rows = staff.rows.filter(pl.col(column).cast(pl.String).str.len_chars() > length)
        for line, value in rows.select("line", pl.col(column).cast(pl.String)).iter_rows():
            yield FileProblem(
                line,
                staff.mapping.header(column),
                value[:_SHOWN],
                "too_long",
                _("“{value}…” is longer than {length} characters."),
                _("Shorten it."),
                {"length": length},
            )
