"""What the columns of a table of ties hold, by what they are called and by whom their cells name."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from colead.files.columns import TIE_COLUMNS, guess_columns, plain_label
from colead.files.lookup import NOT_THERE
from colead.files.person_finder import PersonFinder
from colead.files.several_people import taken_apart
from colead.files.tables import Table
from colead.files.tie_headers import Heads, are_choices, columns_of_people
from colead.files.tie_layout import Role, TieLayout
from colead.files.tie_words import BOTH_WAYS, NUMBER, ONE_WAY, WHO_ANSWERS, question_of

_SAMPLE = 200
_MOST = 0.5  # of the filled cells of a column of people
_SAME = 0.8  # of the rows of two columns that say who somebody is


@dataclass(frozen=True, eq=False)
class _Sample:
    """The first rows of a table, and whom their cells name."""

    table: Table
    finder: PersonFinder

    @cached_property
    def frame(self) -> pl.DataFrame:
        return self.table.frame.head(_SAMPLE).cast(pl.String)

    @cached_property
    def place(self) -> dict[str, int]:
        """Cell -> the person in it, the first of several; only of cells in which somebody is known."""
        cells = pl.concat([column.rename("") for column in self.frame.iter_columns()]).drop_nulls().unique()
        found = self._known(cells)
        rest = cells.filter(~cells.is_in(pl.Series(list(found), dtype=pl.String).implode()))
        several = taken_apart(rest, self.finder)
        parts = self._known(
            pl.Series([part for parts in several.values() for part in parts], dtype=pl.String)
        )
        first = {cell: [parts[part] for part in split if part in parts] for cell, split in several.items()}
        return found | {cell: places[0] for cell, places in first.items() if places}

    def _known(self, cells: pl.Series) -> dict[str, int]:
        found = self.finder.find(cells)
        rows = zip(cells, found.where.tolist(), found.ambiguous.tolist(), strict=True)
        return {cell: place for cell, place, several in rows if place != NOT_THERE or several}

    def cells(self, label: str) -> list[str]:
        return self.frame.get_column(label).drop_nulls().to_list()

    def named(self, label: str) -> float:
        """The share of the filled cells of a column that name somebody."""
        cells = self.cells(label)
        return sum(cell in self.place for cell in cells) / len(cells) if cells else 0.0

    def names_people(self, label: str) -> bool:
        return self.named(label) >= _MOST

    def says_the_same(self, *pairs: tuple[str, str]) -> bool:
        """Whether pairs of columns name the same person in nearly every row in which both name one."""
        rows = [
            (self.place[first], self.place[second])
            for pair in pairs
            for first, second in self.frame.select(pair).iter_rows()
            if self.place.get(first, NOT_THERE) >= 0 and self.place.get(second, NOT_THERE) >= 0
        ]
        return bool(rows) and sum(first == second for first, second in rows) >= _SAME * len(rows)

    def found(self, label: str) -> int:
        """How many cells of a column name one person."""
        return sum(self.place.get(cell, NOT_THERE) >= 0 for cell in self.cells(label))

    def holds_numbers(self, label: str) -> bool:
        return all(map(NUMBER.fullmatch, self.cells(label)))

    def counts_rows(self, label: str) -> bool:
        """Whether a column numbers the rows of the table."""
        return self.cells(label) == [str(row + 1) for row in range(len(self.frame))]

    def repeats(self, label: str) -> bool:
        """Whether the same people stand in many of its rows."""
        cells = self.cells(label)
        return len(set(cells)) < _SAME * len(cells)


def recognise(table: Table, heads: Heads, finder: PersonFinder, header: tuple[int, ...]) -> TieLayout:
    """What the columns hold, as far as it can be told. Looks at the first 200 rows."""
    sample = _Sample(table, finder)
    about = {} if says_both_ends(table.header) else columns_of_people(heads, sample.cells, finder)
    if about and are_choices(about.values()) and _names_others(sample, heads, about):
        about = {}
    free = [label for label in table.header if label not in about]
    guess = guess_columns(free if heads else [], TIE_COLUMNS).columns
    directions = tuple(label for label in free if _is_direction(sample.cells(label)))[:1]
    free = [label for label in free if label not in directions]
    if about:
        source = _who_answers(sample, free, heads) or next(iter(free), None)
        columns = {Role.SOURCE: (source,) if source else (), Role.ABOUT: tuple(about)}
        people = {label: one.person for label, one in about.items()}
        asked = {label: question_of(one.question) for label, one in about.items()}
        return TieLayout(columns, header, people, _kinds(asked))
    edges = _edge_columns(sample, guess, free)
    columns = edges or _answer_columns(sample, free, heads)
    if len(columns.get(Role.TARGET, ())) == 1:
        columns |= {Role.DIRECTION: directions, **_extra_columns(sample, guess, free, columns)}
    kinds = {} if len(columns.get(Role.TARGET, ())) < 2 else _kinds(_questions(columns[Role.TARGET], heads))
    columns = {role: labels for role, labels in columns.items() if labels}
    answers = bool(heads) and edges is None and columns.keys() <= {Role.SOURCE, Role.TARGET}
    return TieLayout(columns, header, {}, kinds, answers=answers)


def _names_others(sample: _Sample, heads: Heads, about: Container[str]) -> bool:
    """Whether a column besides these names others than whoever answers."""
    free = [label for label in heads if label not in about]
    return any(map(sample.names_people, _answer_columns(sample, free, heads).get(Role.TARGET, ())))


def says_both_ends(labels: Sequence[str | None]) -> bool:
    """Whether a header says all: who answers, whom they name, and nothing that is not known."""
    guess = guess_columns([label for label in labels if label], TIE_COLUMNS)
    return {"source", "target"} <= guess.columns.keys() and not guess.unused


def who_answers(table: Table, finder: PersonFinder) -> str:
    """The column that names people most surely; the first, where none does."""
    heads = {label: [label] for label in table.header}
    return _who_answers(_Sample(table, finder), table.header, heads) or table.header[0]


def _is_direction(cells: Sequence[str]) -> bool:
    return bool(cells) and {cell.lower() for cell in cells} <= BOTH_WAYS | ONE_WAY


def _edge_columns(
    sample: _Sample, guess: Mapping[str, str], free: Sequence[str]
) -> dict[Role, tuple[str, ...]] | None:
    """The two ends, where the header says both and no further column goes on with one of them."""
    if "source" not in guess or "target" not in guess:
        return None
    source, target = guess["source"], guess["target"]
    more = [
        label for label in free if label not in guess.values() and question_of(label) == question_of(target)
    ]
    if any(sample.names_people(label) for label in more):
        return None
    pairs = [
        (source, target),
        *((label, f"to{label[4:]}") for label in free if label[:5] == "from " and f"to{label[4:]}" in free),
    ]
    if len(pairs) == 1:
        return {Role.SOURCE: (source,), Role.TARGET: (target,)}
    best = _surest(sample, pairs)
    return {Role.SOURCE: best[:1], Role.TARGET: best[1:]}


def _surest(sample: _Sample, pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The first pair that names people, or one that says the same and finds more of them.

    Not the one that finds most: numbers that a program gave its nodes may all be the ids of others.
    """
    likely = next((pair for pair in pairs if sum(map(sample.named, pair)) >= 2 * _MOST), None)
    if likely is not None:
        pairs = [
            pair for pair in pairs if pair == likely or sample.says_the_same(*zip(pair, likely, strict=True))
        ]
    return max(pairs, key=lambda pair: sum(map(sample.found, pair)))


def _answer_columns(sample: _Sample, free: Sequence[str], heads: Heads) -> dict[Role, tuple[str, ...]]:
    """Who answers, and every column that names others; without anybody known the first two columns."""
    source = _who_answers(sample, free, heads)
    if source is None:
        return {Role.SOURCE: tuple(free[:1]), Role.TARGET: tuple(free[1:2])}
    others = [label for label in free if label != source and not sample.says_the_same((label, source))]
    named = [label for label in others if sample.names_people(label)]
    if heads:
        named = _without_numbers(sample, source, named)
    if not heads and sample.repeats(source):
        named = named[:1]  # a row for each tie, and then its weight
    asked = {question_of(label) for label in named} if heads else set()
    targets = [label for label in others if label in named or question_of(label) in asked]
    return {Role.SOURCE: (source,), Role.TARGET: tuple(targets or others[:1])}


def _without_numbers(sample: _Sample, source: str, named: Sequence[str]) -> list[str]:
    """The columns without counters and, where people are called by texts, without ratings and ages."""
    named = [label for label in named if not sample.counts_rows(label)] or list(named)
    if all(map(sample.holds_numbers, [source, *named])):
        return named
    return [label for label in named if not sample.holds_numbers(label)] or named


def _who_answers(sample: _Sample, free: Sequence[str], heads: Heads) -> str | None:
    """The column that says it most surely, among those that name people."""
    named = [label for label in free if sample.names_people(label)]
    known = [plain_label(word) for word in WHO_ANSWERS]

    def sureness(label: str) -> tuple[bool, int, int]:
        texts = [plain_label(text) for text in heads.get(label, [label])]
        words = [known.index(text) for text in texts if text in known]
        running = sample.counts_rows(label) and any(
            other != label and _is_known(other, heads, known) for other in named
        )
        return running, min(words, default=len(known)), free.index(label)

    return min(named, key=sureness, default=None)


def _is_known(label: str, heads: Heads, known: Sequence[str]) -> bool:
    return any(plain_label(text) in known for text in heads.get(label, [label]))


def _extra_columns(
    sample: _Sample,
    guess: Mapping[str, str],
    free: Sequence[str],
    columns: Mapping[Role, tuple[str, ...]],
) -> dict[Role, tuple[str, ...]]:
    """Weight and kind, of a table with a row for each tie."""
    used = {label for labels in columns.values() for label in labels}
    rest = [label for label in free if label not in used]
    found = {
        role: tuple(label for label in (guess.get(role.value),) if label in rest and sample.cells(label))
        for role in (Role.WEIGHT, Role.KIND)
    }
    if not guess and len(rest) == 1 and all(map(NUMBER.fullmatch, sample.cells(rest[0]))):
        found[Role.WEIGHT] = (rest[0],)  # no header: two people and a number
    return found


def _questions(labels: Sequence[str], heads: Heads) -> dict[str, str]:
    """What each column asks: by its name, told by the whole question where a second header row has it."""
    short = {label: question_of(label) for label in labels}
    times = Counter(short.values())
    if len(times) == 1:
        return short
    return {
        label: question_of(heads[label][1]) if label in heads and len(heads[label]) > 1 else question
        for label, question in short.items()
    }


def _kinds(questions: Mapping[str, str]) -> dict[str, str]:
    """Header -> question; empty where there is one alone."""
    return dict(questions) if len({plain_label(question) for question in questions.values()}) > 1 else {}
