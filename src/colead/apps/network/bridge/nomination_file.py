"""A file of nominations to people: columns and names understood, every problem found with its line."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext
from numpy.typing import NDArray

from colead.apps.people.bridge import Structure, everybody_listed
from colead.files.dialects import Dialect
from colead.files.exports import csv_text, error_file
from colead.files.known_people import KnownPeople
from colead.files.problems import FileError, FileProblem
from colead.files.respondents import RespondentReading, read_respondents
from colead.files.tables import Table
from colead.files.tie_layout import RECOGNISED, TieChoices
from colead.files.tie_people import UNANSWERED, PersonQuestion, TieAnswers, asked_together
from colead.files.tie_reading import TieReading, few_rows, read_tie_table, repeated_ties
from colead.files.tie_tables import TieTable, tie_table
from colead.kit.uploads import read_uploaded_ties

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Kind:
    """The nominations of one kind, people by primary key. name : as in the file, empty where it has none."""

    name: str
    source: Ints
    target: Ints
    weight: NDArray[np.float32] | None
    repeated: int

    @property
    def count(self) -> int:
        return len(self.source)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a file says, or why it cannot be used: with problems there are no kinds.

    respondents : (r,) primary keys of those who answered.   notes : what is no tie, counted by its reason.
    questions : spellings in either file that find nobody, or several people.
    table, respondent_table : what was read, None where it could not be.
    """

    kinds: list[Kind]
    respondents: Ints
    problems: list[FileProblem]
    respondent_problems: list[FileProblem]
    notes: list[FileProblem]
    questions: list[PersonQuestion]
    table: Table | None
    respondent_table: Table | None

    @property
    def all_problems(self) -> list[FileProblem]:
        """Those of either file."""
        return [*self.problems, *self.respondent_problems]

    @property
    def is_usable(self) -> bool:
        return any(kind.count for kind in self.kinds) and not self.all_problems


def read_nominations(
    content: bytes,
    name: str,
    structure: Structure,
    *,
    respondents: bytes | None = None,
    respondents_name: str = "",
    choices: TieChoices = RECOGNISED,
    answers: TieAnswers = UNANSWERED,
) -> Reading:
    """Read a file of nominations among the people of a structure, and a list of those who answered.

    People are found as managers are in a staff list. Without a list everybody answered. One query.
    """
    known = everybody_listed(structure)
    ties, problems = _ties(content, name, known, choices, answers)
    listed, respondent_problems = _respondents(respondents, respondents_name, known, answers)
    kinds = [] if ties is None or problems else _kinds(ties, structure)
    return Reading(
        kinds=kinds,
        respondents=structure.person_pks if listed is None else structure.person_pks[listed.people],
        problems=problems,
        respondent_problems=respondent_problems,
        notes=[] if ties is None else _notes(ties, kinds, structure, everybody=respondents is None),
        questions=asked_together(*(one.questions for one in (ties, listed) if one is not None)),
        table=None if ties is None else ties.table,
        respondent_table=None if listed is None else listed.table,
    )


def look_at_columns(content: bytes, name: str, structure: Structure, choices: TieChoices) -> TieTable:
    """What the columns of a file of nominations hold. One query. FileError for what cannot be read."""
    return tie_table(read_uploaded_ties(content, name), name, everybody_listed(structure).finder, choices)


def problem_file(reading: Reading, dialect: Dialect) -> str:
    """The rows to correct as CSV: of the nominations, or of the respondents when only those have problems."""
    table = reading.table if reading.problems else reading.respondent_table
    problems = reading.problems or reading.respondent_problems
    if table is None:
        return csv_text([gettext("problem")], [[problem.text(gettext)] for problem in problems], dialect)
    return error_file(table, problems, dialect, gettext)


def _ties(
    content: bytes, name: str, known: KnownPeople, choices: TieChoices, answers: TieAnswers
) -> tuple[TieReading | None, list[FileProblem]]:
    try:
        table = tie_table(read_uploaded_ties(content, name), name, known.finder, choices)
    except FileError as error:
        return None, error.problems
    reading = read_tie_table(table, known, answers)
    return reading, list(reading.problems)


def _kinds(ties: TieReading, structure: Structure) -> list[Kind]:
    if ties.kind is None:
        return [_kind("", np.ones(len(ties.source), np.bool_), ties, structure)]
    names = ties.kind.fill_null("")
    return [
        _kind(kind, (names == kind).to_numpy(), ties, structure) for kind in names.unique(maintain_order=True)
    ]


def _kind(name: str, here: NDArray[np.bool_], ties: TieReading, structure: Structure) -> Kind:
    """One kind, without ties to oneself; repeated ties keep the largest weight.

    In the order of the people's primary keys, in which rows are written quickest.
    """
    source, target = ties.source[here].astype(np.int64), ties.target[here].astype(np.int64)
    weight = np.ones(len(source), np.float32) if ties.weight is None else ties.weight[here]
    kept = source != target
    keys = (source * structure.engine.n_people + target)[kept]
    order = np.lexsort((-weight[kept], keys))
    first = np.append(True, np.diff(keys[order]) != 0) if len(keys) else np.zeros(0, np.bool_)
    chosen = np.flatnonzero(kept)[order[first]]
    pks = structure.person_pks
    chosen = chosen[np.lexsort((pks[target[chosen]], pks[source[chosen]]))]
    return Kind(
        name=name,
        source=pks[source[chosen]],
        target=pks[target[chosen]],
        weight=None if ties.weight is None else weight[chosen],
        repeated=int(kept.sum()) - len(chosen),
    )


def _notes(
    ties: TieReading, kinds: list[Kind], structure: Structure, *, everybody: bool
) -> list[FileProblem]:
    """What should be known of the file. everybody : whether all count as having answered."""
    some = few_rows(ties, structure.engine.n_people) if everybody else []
    return [*ties.notes, *repeated_ties(sum(kind.repeated for kind in kinds)), *some]


def _respondents(
    content: bytes | None, name: str, known: KnownPeople, answers: TieAnswers
) -> tuple[RespondentReading | None, list[FileProblem]]:
    if content is None:
        return None, []
    try:
        reading = read_respondents(read_uploaded_ties(content, name), name, known, answers)
    except FileError as error:
        return None, error.problems
    return reading, list(reading.problems)
