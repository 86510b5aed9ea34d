"""From files to one result: the organisation, its formal structure, and a leadership map for each network.

The result is what ``colead analyse --json`` writes; ``docs/reference/analyse.md`` describes every key.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.leadership_map import leadership_map
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.engine.structure import formal_structure
from colead.files.known_people import people_of_staff_list
from colead.files.places import WHERE_FOUND, Place
from colead.files.problems import FileError, FileProblem, problem
from colead.files.questions import Answers
from colead.files.staff_list import StaffList, open_staff_list
from colead.files.tie_layout import RECOGNISED, TieChoices
from colead.files.tie_people import UNANSWERED, TieAnswers
from colead.files.tie_reading import few_rows, repeated_ties
from colead.files.ties import kinds_of, open_ties, respondents_mask
from colead.files.translation import Translate

SCHEMA = "colead.analyse/1"

Step = Callable[[str], None]


@dataclass(frozen=True)
class Question:
    """What is asked: the files, the day, the seed.

    columns : our name of a staff-list column -> its header, where the guess is not right.
    choices, answers : how the files of ties are read, and who is meant in them.
    place : where in its file the staff list stands.   said : answers to what it leaves open.
    """

    people: Path
    ties: Sequence[Path] = ()
    respondents: Path | None = None
    as_of: datetime.date | None = None
    seed: int = 1
    columns: dict[str, str] | None = None
    choices: TieChoices = RECOGNISED
    answers: TieAnswers = UNANSWERED
    place: Place = WHERE_FOUND
    said: Answers = field(default_factory=dict)


def answer(question: Question, step: Step, gettext: Translate = str) -> dict[str, Any]:
    """Read the files and compute everything. ``step`` is told what is being done.

    gettext : of the warnings about the staff list.

    Raises :class:`FileError` for a file that cannot be used, an :class:`ExceptionGroup` for several.
    """
    step(question.people.name)
    staff = open_staff_list(
        question.people,
        as_of=question.as_of,
        columns=question.columns,
        answers=question.said,
        place=question.place,
    )
    organisation = staff.organisation()
    networks, notes = _read_networks(question, staff, organisation.n_people)
    return {
        "schema": SCHEMA,
        "version": version("colead"),
        "seed": question.seed,
        "as_of": staff.as_of.isoformat(),
        "organisation": _organisation(staff, organisation),
        "networks": [_network(organisation, ties, question.seed, step) for ties in networks],
        "warnings": [
            *({"file": staff.table.name, **warning.to_dict(gettext)} for warning in _noted(staff)),
            *({"file": file, **note.to_dict(gettext)} for file, note in notes),
        ],
    }


def _noted(staff: StaffList) -> list[FileProblem]:
    """What should be known of the staff list: its warnings, and the columns that are not read."""
    unread = ", ".join(staff.mapping.unused)
    return [*staff.warnings, *([problem("columns_passed_over", columns=unread)] if unread else [])]


def steps(question: Question) -> int:
    """How many steps :func:`answer` takes, if each file holds one network."""
    return 1 + len(question.ties)


def _organisation(staff: StaffList, organisation: Organisation) -> dict[str, Any]:
    """The first insight: what the staff list says before anybody has been asked."""
    structure = formal_structure(organisation).to_dict()
    return {"name": Path(staff.table.name).stem, **structure, "by_level": _by_level(organisation)}


def _by_level(organisation: Organisation) -> list[dict[str, int]]:
    """People and formal leaders on each level, from the top."""
    leaders = dict(_counts(organisation.level[organisation.formal_leader]))
    return [
        {"level": level, "people": people, "formal_leaders": leaders.get(level, 0)}
        for level, people in _counts(organisation.level)
    ]


def _counts(values: NDArray[np.int32]) -> list[tuple[int, int]]:
    found, counts = np.unique(values, return_counts=True)
    return list(zip(found.tolist(), counts.tolist(), strict=True))


def _network(organisation: Organisation, ties: Ties, seed: int, step: Step) -> dict[str, Any]:
    step(ties.name)
    return leadership_map(organisation, ties, seed=seed).to_dict()


def _read_networks(
    question: Question, staff: StaffList, n_people: int
) -> tuple[list[Ties], list[tuple[str, FileProblem]]]:
    """Every network of every file, and what should be known of each file.

    What is wrong with several is told at once.
    """
    known = people_of_staff_list(staff)
    networks: list[Ties] = []
    notes: list[tuple[str, FileProblem]] = []
    wrong: list[FileError] = []
    answered = None
    try:
        answered = respondents_mask(question.respondents, known, n_people, question.answers)
    except FileError as error:
        wrong.append(error)
    for path in question.ties:
        try:
            reading = open_ties(path, known, question.choices, question.answers)
        except FileError as error:
            wrong.append(error)
            continue
        found = kinds_of(reading, n_people, answered, path.stem).values()
        networks.extend(found)
        repeated = sum(ties.duplicates for ties in found)
        some = few_rows(reading, n_people) if question.respondents is None else []
        notes += [(path.name, note) for note in [*reading.notes, *repeated_ties(repeated), *some]]
    if len(wrong) > 1:
        raise ExceptionGroup("several files", wrong)
    if wrong:
        raise wrong[0]
    return networks, notes
