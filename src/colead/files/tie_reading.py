"""A table of ties, read: who looks to whom, and everything that is no tie, counted by its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.cells import as_keys, as_numbers
from colead.files.civil_registration import civil_registration_problems
from colead.files.known_people import KnownPeople
from colead.files.lookup import NOT_THERE
from colead.files.problems import FileProblem, by_line, problem
from colead.files.tables import Table
from colead.files.tie_layout import Role, Shape, TieLayout
from colead.files.tie_people import ASIDE, LEFT, UNANSWERED, Identifier, PersonQuestion, TieAnswers, not_found
from colead.files.tie_rows import TieRows, tie_rows
from colead.files.tie_tables import TieTable
from colead.files.tie_words import NO, YES

_WORDS = {**dict.fromkeys(YES, 1.0), **dict.fromkeys(NO, 0.0)}
_NOTED = ("both_ways", "empty", "zero", "negative", "own", "outside", "left")

Int32 = NDArray[np.int32]
Bool = NDArray[np.bool_]


class Counts(NamedTuple):
    """What is no tie, or a tie in a way that should be known; each row is counted for one reason alone.

    both_ways : rows that count in both directions.   empty : ties without a weight, which count as 1.
    zero, negative : by their weight.   own : to oneself.
    outside, left : of people who are set aside, and who are not there on the day; outsiders, leavers : how
    many people these are.
    """

    both_ways: int = 0
    empty: int = 0
    zero: int = 0
    negative: int = 0
    own: int = 0
    outside: int = 0
    outsiders: int = 0
    left: int = 0
    leavers: int = 0


@dataclass(frozen=True, eq=False)
class TieReading:
    """The ties of a table, people by index in the organisation of the day.

    source, target : (m,) int32; ties to oneself, and repeated ones, are still among them.
    weight : (m,) float32 above 0, or None.   kind : (m,) text, or None.
    problems : what must be corrected or answered, by line; with any the ties are not to be used.
    questions : spellings that find nobody, or several people.   passed_over : columns that are not read.
    with_a_row : how many people have a row of answers; None where a row is a tie.
    """

    table: Table
    layout: TieLayout
    source: Int32
    target: Int32
    weight: NDArray[np.float32] | None
    kind: pl.Series | None
    counts: Counts
    problems: tuple[FileProblem, ...]
    questions: tuple[PersonQuestion, ...]
    passed_over: tuple[str, ...] = ()
    with_a_row: int | None = None

    @property
    def notes(self) -> list[FileProblem]:
        """What is no tie, and what was understood in a way that should be known."""
        counts = self.counts._asdict()
        found = [problem(f"ties_{name}", **counts) for name in _NOTED if counts[name]]
        if self.passed_over:
            found.append(problem("ties_passed_over", columns=", ".join(self.passed_over)))
        return found


def few_rows(reading: TieReading, people: int) -> list[FileProblem]:
    """The note that only some of those who count as having answered have a row of answers, if that is so."""
    if reading.with_a_row is None or reading.with_a_row == people:
        return []
    return [problem("answers_of_some", rows=reading.with_a_row, people=people)]


def repeated_ties(count: int) -> list[FileProblem]:
    """The note that ties were there already, if any were."""
    return [problem("ties_repeated", repeated=count)] if count else []


def read_tie_table(found: TieTable, known: KnownPeople, answers: TieAnswers = UNANSWERED) -> TieReading:
    """The ties of a table. Cost: O(m), some 0.2 s for ten million ties between whole-number ids."""
    rows = tie_rows(found, known.finder)
    identifier = Identifier(known, answers)
    source, target = identifier.find(rows.source), identifier.find(rows.target)
    weight, unreadable = _weights(rows)
    problems = [
        *found.table.problems,
        *civil_registration_problems(found.table),
        *not_found(identifier, rows.source, source, rows.line, rows.source_column),
        *not_found(identifier, rows.target, target, rows.line, rows.target_column),
        *_bad_weights(rows, unreadable),
    ]
    counts, kept = _counted(rows, source, target, weight)
    back = np.flatnonzero(kept & rows.both_ways) if rows.both_ways is not None else np.zeros(0, np.int64)
    taken = _places(kept, back)
    ends = (target, source) if found.layout.transposed else (source, target)
    return TieReading(
        table=found.table,
        layout=found.layout,
        source=_with_back(ends[0], ends[1], taken, back),
        target=_with_back(ends[1], ends[0], taken, back),
        weight=None if weight is None else _taken(weight, taken, back),
        kind=None if rows.kind is None else rows.kind if taken is None else rows.kind[np.append(taken, back)],
        counts=counts,
        problems=tuple(by_line(problems)),
        questions=identifier.questions,
        passed_over=tuple(found.passed_over),
        with_a_row=_with_a_row(found, known),
    )


def _with_a_row(found: TieTable, known: KnownPeople) -> int | None:
    if found.layout.shape is Shape.EDGES or found.layout.transposed:
        return None
    source = as_keys(found.table.frame.get_column(found.layout.columns[Role.SOURCE][0]))
    person = np.append(known.person, np.int32(NOT_THERE))[known.finder.find(source).where]
    return len(np.unique(person[person >= 0]))


def _places(kept: Bool, back: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Rows that are ties; None = all of them, and none counts both ways."""
    return None if kept.all() and not back.size else np.flatnonzero(kept)


def _with_back(ends: Int32, others: Int32, taken: NDArray[np.int64] | None, back: NDArray[np.int64]) -> Int32:
    return ends if taken is None else np.concatenate([ends[taken], others[back]])


def _taken(
    weight: NDArray[np.float32], taken: NDArray[np.int64] | None, back: NDArray[np.int64]
) -> NDArray[np.float32]:
    return weight if taken is None else weight[np.append(taken, back)]


def _weights(rows: TieRows) -> tuple[NDArray[np.float32] | None, Bool]:
    """Each row's weight, 1 where it has none; and which cells could not be read."""
    if rows.weight is None:
        return None, np.zeros(len(rows.source), np.bool_)
    values, unreadable = as_numbers(rows.weight)
    if rows.are_marks:
        words = rows.weight.str.to_lowercase().replace_strict(_WORDS, default=None, return_dtype=pl.Float64)
        named = (rows.weight.str.to_lowercase() == rows.target.str.to_lowercase()).fill_null(False)
        values = values.fill_null(words).set(named, 1.0)
        unreadable = (values.is_null() & rows.weight.is_not_null()).to_numpy()
    return values.fill_null(1.0).to_numpy().astype(np.float32), unreadable


def _counted(
    rows: TieRows, source: Int32, target: Int32, weight: NDArray[np.float32] | None
) -> tuple[Counts, Bool]:
    """The counts, and (m,) which rows are ties."""
    everybody = (source >= 0) & (target >= 0)
    if everybody.all() and weight is None and not (source == target).any():
        return Counts(both_ways=_count(rows.both_ways)), everybody
    outside = (source == ASIDE) | (target == ASIDE)
    left = ~outside & ((source == LEFT) | (target == LEFT))
    tie = everybody
    zero = negative = np.zeros(len(tie), np.bool_)
    if weight is not None:
        zero, negative = tie & (weight == 0), tie & (weight < 0)
        tie = tie & (weight > 0)
    empty = 0 if rows.weight is None else int((tie & rows.weight.is_null().to_numpy()).sum())
    counts = Counts(
        both_ways=0 if rows.both_ways is None else int((tie & rows.both_ways).sum()),
        empty=empty,
        zero=0 if rows.are_marks else int(zero.sum()),
        negative=int(negative.sum()),
        own=int((tie & (source == target)).sum()),
        outside=int(outside.sum()),
        outsiders=_people(rows, source == ASIDE, target == ASIDE),
        left=int(left.sum()),
        leavers=_people(rows, source == LEFT, target == LEFT),
    )
    return counts, tie


def _count(rows: Bool | None) -> int:
    return 0 if rows is None else int(rows.sum())


def _people(rows: TieRows, source: Bool, target: Bool) -> int:
    """How many different spellings stand in these cells."""
    ends = [rows.source.filter(pl.Series(source)), rows.target.filter(pl.Series(target))]
    return pl.concat([end.cast(pl.String) for end in ends]).n_unique()


def _bad_weights(rows: TieRows, unreadable: Bool) -> Iterator[FileProblem]:
    for row in np.flatnonzero(unreadable).tolist():
        column = rows.weight_column or str(rows.target_column[row])
        value = None if rows.weight is None else rows.weight[row]
        yield problem("bad_number", line=int(rows.line[row]), column=column, value=value)
