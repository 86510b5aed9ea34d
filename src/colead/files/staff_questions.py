"""What a staff list leaves open, and the list as the answers make it.

Whatever an answer decides is written into the table before it is read, so that one way of reading follows:
dates in one order, ids in one spelling, columns chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from colead.files.cells import as_keys, as_text
from colead.files.columns import STAFF, Cell, ColumnMapping
from colead.files.ids import Form, canonical, spellings
from colead.files.questions import Answers, Question, ask
from colead.files.spelling import alike, as_alike, compared, same_id
from colead.files.staff_statuses import left_by_status
from colead.files.tables import Table

_NAMED = 5
_OF_AN_ID = r"[\d@]"
_HEADINGS = 0.5  # of the rows; more of them are a list of names
_SAMPLES = 3
_REPEATED = r" \(\d+\)$"
_TWO_THEN_YEAR = r"^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})\b"
_WHOLE = r"^(\d+)[.,]0+$"
_DATES = [ours for ours, column in STAFF.items() if column.cell is Cell.DATE]


class Known(NamedTuple):
    """What the organisation has. people : id -> name.   units : ids and names as they are compared."""

    people: Mapping[str, str] = MappingProxyType({})
    units: frozenset[str] = frozenset()


NOTHING = Known()


class Settled(NamedTuple):
    """table, mapping : as the answers make them.    left : lines of people whose status ends it.

    questions : all that the file leaves open, answered or not.
    """

    table: Table
    mapping: ColumnMapping
    left: pl.Series
    questions: tuple[Question, ...]
    answers: Answers
    known: Known


def settle(table: Table, mapping: ColumnMapping, answers: Answers, known: Known = NOTHING) -> Settled:
    """The list as it is read by the answers, or by what is likely where there are none.

    Cost: a few looks at the columns of ids and dates; a loop over the ids that are spelled in several ways.
    """
    desk = _Desk(table, mapping, answers)
    desk.choose_columns()
    desk.leave_out_headings()
    desk.order_dates()
    desk.join_spellings(known.people)
    left = desk.left()
    return Settled(desk.table, desk.mapping, left, tuple(desk.questions), answers, known)


class _Desk:
    """A list on its way through the questions."""

    def __init__(self, table: Table, mapping: ColumnMapping, answers: Answers) -> None:
        self.table, self.mapping, self.answers = table, mapping, answers
        self.questions: list[Question] = []

    def ask(self, code: str, **rest: object) -> str:
        """The choice by which the list is read."""
        question = ask(code, self.answers, **rest)  # type: ignore[arg-type]
        self.questions.append(question)
        return question.taken

    def choose_columns(self) -> None:
        """Of several columns with one name, the one that is meant, unless each has a meaning of its own."""
        for ours, label in list(self.mapping.columns.items()):
            alike_named = [one for one in self.table.header if _name(one) == _name(label)]
            others = [one for one in alike_named if one not in self.mapping.columns.values()]
            if len(alike_named) > 1 and others and _name(label) in alike_named:
                samples = {one: self._sample(one) for one in [label, *others]}
                chosen = self.ask(
                    "which_column",
                    column=_name(label),
                    choices=sorted(samples, key=self.table.header.index),
                    likely=label,
                    count=len(alike_named),
                    name=_name(label),
                    label=STAFF[ours].label,
                    samples=samples,
                )
                columns = self.mapping.columns | {ours: chosen}
                self.mapping = ColumnMapping(columns, self.mapping.confidence, self.mapping.unused)

    def leave_out_headings(self) -> None:
        """Rows of a text alone where the id stands, among rows that hold more."""
        key = self._label("key")
        if key is None or self._cells(key).dtype != pl.String:
            return
        filled = self.table.frame.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
        alone = (filled == 1) & ~self._cells(key).str.contains(_OF_AN_ID).fill_null(True)
        if not alone.any() or alone.sum() > _HEADINGS * len(alone):
            return
        rows = self._cells(key).filter(alone)
        shown = ", ".join(rows.head(_NAMED)) + (", …" if len(rows) > _NAMED else "")
        if self.ask("headings", column=key, likely="headings", rows=shown, count=len(rows)) == "headings":
            kept = ~alone
            self.table = replace(
                self.table, frame=self.table.frame.filter(kept), lines=self.table.lines[kept.to_numpy()]
            )

    def order_dates(self) -> None:
        """Dates that can only have the month first decide for their column, and for those that may."""
        columns = {label: self._cells(label) for ours in _DATES if (label := self._label(ours))}
        orders = {label: _order(cells) for label, cells in columns.items() if cells.dtype == pl.String}
        month_first = [label for label, (is_month_first, _) in orders.items() if is_month_first is True]
        if not month_first:
            return
        day_first = any(is_month_first is False for is_month_first, _ in orders.values())
        others = [] if day_first else [one for one, (order, _) in orders.items() if order is None]
        concerned = [label for label in orders if label in {*month_first, *others}]
        example = orders[month_first[0]][1]
        taken = self.ask("date_order", likely="month_first", columns=", ".join(concerned), example=example)
        if taken == "month_first":
            turned = [columns[label].str.replace(_TWO_THEN_YEAR, "$2-$1-$3") for label in concerned]
            self._write(turned)

    def join_spellings(self, known: Mapping[str, str]) -> None:
        """Ids in one spelling: that of the organisation, else the first of the list."""
        key, manager = self._label("key"), self._label("manager")
        if key is None:
            return
        labels = [label for label in (key, manager) if label]
        columns = [_without_decimals(as_keys(self._cells(label))) for label in labels]
        sure = _spelled(columns, known, same_id)
        columns = [canonical(cells, sure) for cells in columns]
        names = self._names(columns[0])
        unsure = _spelled(columns, known, alike)
        pairs = [_pair(one, other, names, known) for one, other in unsure.items()]
        pairs = [pair for pair in pairs if pair.agrees or not {pair.spelled, pair.meant} <= names.keys()]
        meant = {
            **self._the_same("same_people", "same", [pair for pair in pairs if pair.agrees]),
            **self._the_same("same_people_renamed", "different", [pair for pair in pairs if not pair.agrees]),
        }
        columns = [canonical(cells, meant) for cells in columns]
        self._write([cells.alias(label) for cells, label in zip(columns, labels, strict=True)])

    def _the_same(self, code: str, likely: str, pairs: list["_Pair"]) -> dict[str, str]:
        """Spelling -> id of those pairs that are the same people, by the answer."""
        if not pairs:
            return {}
        shown = ", ".join(pair.text for pair in pairs[:_NAMED]) + (", …" if len(pairs) > _NAMED else "")
        taken = self.ask(code, likely=likely, count=len(pairs), people=shown)
        return {pair.spelled: pair.meant for pair in pairs} if taken == "same" else {}

    def left(self) -> pl.Series:
        """The lines of those whom the status says to have left, if that is the answer."""
        label = self._label("status")
        lines = pl.Series(self.table.lines)
        gone = left_by_status(self._cells(label)) if label else pl.repeat(False, len(lines), eager=True)
        if label is None or not gone.any():
            return lines.clear()
        words = as_text(self._cells(label)).filter(gone).unique(maintain_order=True).head(_NAMED)
        people = self._people().filter(gone)
        taken = self.ask(
            "status",
            column=label,
            likely="left",
            count=people.n_unique(),
            words=", ".join(words),
            people=", ".join(people.head(_NAMED)) + (", …" if len(people) > _NAMED else ""),
        )
        return lines.filter(gone) if taken == "left" else lines.clear()

    def _label(self, ours: str) -> str | None:
        label = self.mapping.header(ours)
        return label if label in self.table.header else None

    def _cells(self, label: str) -> pl.Series:
        return self.table.frame.get_column(label)

    def _sample(self, label: str) -> str:
        values = self._cells(label).drop_nulls().head(_SAMPLES).cast(pl.String)
        return ", ".join(values) or "–"

    def _people(self) -> pl.Series:
        """What each row's person is called."""
        label = self._label("name") or self._label("key")
        return as_text(self._cells(label)).fill_null("–") if label else pl.Series([""] * self.table.n_rows)

    def _names(self, keys: pl.Series) -> dict[str, str]:
        """id -> name of the people whom the list has; without a name the empty text."""
        label = self._label("name")
        names = as_text(self._cells(label)).fill_null("") if label else pl.repeat("", len(keys), eager=True)
        pairs = pl.DataFrame({"key": keys.cast(pl.String), "name": names}).drop_nulls("key")
        return dict(pairs.unique("key", keep="first").iter_rows())

    def _write(self, columns: Iterable[pl.Series]) -> None:
        self.table = replace(self.table, frame=self.table.frame.with_columns(*columns))


def _name(label: str) -> str:
    """What the column is called in the file, where the reader has numbered it."""
    return pl.Series([label]).str.replace(_REPEATED, "")[0] or label


def _order(cells: pl.Series) -> tuple[bool | None, str]:
    """Whether the month stands first: yes, no, or None where each date can be either; and an example."""
    text = as_text(cells)
    first, second = (text.str.extract(_TWO_THEN_YEAR, group).cast(pl.Int32) for group in (1, 2))
    month_first = ((first <= 12) & (second > 12)).fill_null(False)
    day_first = ((first > 12) & (second <= 12)).fill_null(False)
    if day_first.any():
        return False, ""
    return (True, text.filter(month_first)[0]) if month_first.any() else (None, "")


def _without_decimals(keys: pl.Series) -> pl.Series:
    """Whole numbers that some program wrote as decimals, all of the column."""
    if keys.dtype != pl.String or keys.is_null().all() or not keys.drop_nulls().str.contains(_WHOLE).all():
        return keys
    return keys.str.replace(_WHOLE, "$1")


def _spelled(columns: list[pl.Series], known: Mapping[str, str], form: Form) -> dict[str, str]:
    """Spelling -> the id that is meant: one of the organisation, else the first of the list."""
    suspects = _suspects(columns, known)
    if not suspects:
        return {}
    ids = known.keys() | set(columns[0].cast(pl.String).drop_nulls())
    return {one: meant for one, meant in spellings(suspects, list(known), form).items() if meant in ids}


def _suspects(columns: list[pl.Series], known: Mapping[str, str]) -> list[str]:
    """What may be an id in another spelling: the ids first, then the managers."""
    if not known and all(cells.dtype.is_integer() for cells in columns):
        return []
    texts = pl.concat([cells.cast(pl.String) for cells in columns]).drop_nulls().unique(maintain_order=True)
    may_be = ~texts.is_in(list(known)) if known else as_alike(texts).is_duplicated()
    return texts.filter(may_be).to_list()


class _Pair(NamedTuple):
    """Two spellings of what may be one id. agrees : the people are called the same, as far as is known."""

    spelled: str
    meant: str
    agrees: bool
    text: str


def _pair(spelled: str, meant: str, listed: Mapping[str, str], known: Mapping[str, str]) -> _Pair:
    name, other = listed.get(spelled, ""), known.get(meant) or listed.get(meant, "")
    agrees = not name or not other or compared(name) == compared(other)
    return _Pair(spelled, meant, agrees, f"{_called(spelled, name)} – {_called(meant, other)}")


def _called(key: str, name: str) -> str:
    return f"{key} ({name})" if name else key
