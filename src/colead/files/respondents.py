"""Who answered: a file that names them, with a header or without, and whatever else stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.cells import as_keys
from colead.files.civil_registration import civil_registration_problems
from colead.files.known_people import KnownPeople
from colead.files.problems import FileProblem, by_line
from colead.files.tables import Table
from colead.files.tie_files import TieFile
from colead.files.tie_people import UNANSWERED, Identifier, PersonQuestion, TieAnswers, not_found
from colead.files.tie_recognition import who_answers
from colead.files.tie_tables import respondent_table


@dataclass(frozen=True, eq=False)
class RespondentReading:
    """Those who answered. table, column : where they stand.

    people : (r,) int32 index of each in the organisation of the day; who is not there on it is left out.
    problems, questions : as of :class:`colead.files.tie_reading.TieReading`.
    """

    table: Table
    column: str
    people: NDArray[np.int32]
    problems: tuple[FileProblem, ...]
    questions: tuple[PersonQuestion, ...]


def read_respondents(
    file: TieFile, name: str, known: KnownPeople, answers: TieAnswers = UNANSWERED
) -> RespondentReading:
    """Everybody in a file has answered: in the column that names people, or the first."""
    table = respondent_table(file, name, known.finder)
    column = who_answers(table, known.finder)
    identifier = Identifier(known, answers)
    written = as_keys(table.frame.get_column(column))
    person = identifier.find(written)
    problems = [*table.problems, *civil_registration_problems(table)]
    problems += not_found(identifier, written, person, table.lines, column)
    return RespondentReading(
        table, column, np.unique(person[person >= 0]), tuple(by_line(problems)), identifier.questions
    )


def listed(ids: Sequence[str]) -> Table:
    """Ids as a file that holds nothing else."""
    column = pl.Series("id", ids, dtype=pl.String)
    return Table(column.to_frame(), np.arange(1, len(ids) + 1, dtype=np.int32), "")
