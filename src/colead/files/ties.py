"""Ties from a file: who looks to whom for leadership.

A file may have a row for each tie, a row for each person who answered, be a matrix or a graph:
:mod:`colead.files.tie_layout` says what is recognised. The network's name is the file's without its ending.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.files.known_people import KnownPeople, people_of_organisation
from colead.files.problems import TiesError, problem
from colead.files.respondents import listed, read_respondents
from colead.files.tie_files import open_tie_file
from colead.files.tie_layout import RECOGNISED, TieChoices
from colead.files.tie_people import UNANSWERED, TieAnswers
from colead.files.tie_reading import TieReading, read_tie_table
from colead.files.tie_tables import tie_table

Respondents = str | Path | Iterable[Any] | None


def read_ties(
    path: str | Path,
    organisation: Organisation,
    respondents: Respondents = None,
    name: str | None = None,
) -> Ties:
    """The ties in a file: a table, a matrix or a graph.

    respondents : a file of those who answered, or their ids; None = everybody answered.
    name : of the network; None = the file's name without its ending.

    People are found by id and by name. Raises :class:`TiesError` listing every unknown person and unreadable
    cell by line, and for a file with several kinds of ties (see :func:`read_tie_kinds`).
    """
    known = people_of_organisation(organisation)
    reading = open_ties(path, known)
    kinds = [] if reading.kind is None else reading.kind.drop_nulls().unique(maintain_order=True).to_list()
    if len(kinds) > 1:
        name = reading.table.name
        raise TiesError([problem("several_kinds", name=name, kinds=", ".join(kinds))], name=name)
    answered = respondents_mask(respondents, known, organisation.n_people)
    everything = np.ones(len(reading.source), np.bool_)
    return _ties(reading, everything, organisation.n_people, answered, name or Path(path).stem)


def read_tie_kinds(
    path: str | Path, organisation: Organisation, respondents: Respondents = None
) -> dict[str, Ties]:
    """The ties in a file, one network for each kind in order of appearance; one named as the file without.

    Parameters and errors are those of :func:`read_ties`.
    """
    known = people_of_organisation(organisation)
    reading = open_ties(path, known)
    answered = respondents_mask(respondents, known, organisation.n_people)
    return kinds_of(reading, organisation.n_people, answered, Path(path).stem)


def open_ties(
    path: str | Path,
    known: KnownPeople,
    choices: TieChoices = RECOGNISED,
    answers: TieAnswers = UNANSWERED,
) -> TieReading:
    """The ties in a file, with what of it is no tie. Raises :class:`TiesError` with every problem by line."""
    path = Path(path)
    table = tie_table(open_tie_file(path), path.name, known.finder, choices)
    reading = read_tie_table(table, known, answers)
    if reading.problems:
        raise TiesError(reading.problems, name=path.name)
    return reading


def kinds_of(
    reading: TieReading, n_people: int, respondents: NDArray[np.bool_] | None, name: str
) -> dict[str, Ties]:
    """A network for each kind in order of appearance; ties of no kind are called `name`."""
    if reading.kind is None:
        everything = np.ones(len(reading.source), np.bool_)
        return {name: _ties(reading, everything, n_people, respondents, name)}
    kinds = reading.kind.fill_null(name)
    return {
        kind: _ties(reading, (kinds == kind).to_numpy(), n_people, respondents, kind)
        for kind in kinds.unique(maintain_order=True)
    }


def respondents_mask(
    respondents: Respondents, known: KnownPeople, n_people: int, answers: TieAnswers = UNANSWERED
) -> NDArray[np.bool_] | None:
    """(n_people,) bool from a file of people or from ids; such a mask, and None = everybody, stay so.

    Raises :class:`TiesError` naming the people who are not known.
    """
    if respondents is None or (isinstance(respondents, np.ndarray) and respondents.dtype == np.bool_):
        return respondents
    if isinstance(respondents, str | Path):
        file, name = open_tie_file(Path(respondents)), Path(respondents).name
    else:
        file, name = listed([str(one) for one in respondents]), ""
    reading = read_respondents(file, name, known, answers)
    if reading.problems:
        raise TiesError(reading.problems, name=name)
    answered = np.zeros(n_people, np.bool_)
    answered[reading.people] = True
    return answered


def _ties(
    reading: TieReading,
    here: NDArray[np.bool_],
    n_people: int,
    respondents: NDArray[np.bool_] | None,
    name: str,
) -> Ties:
    which: Any = slice(None) if here.all() else here
    weight = None if reading.weight is None else reading.weight[which]
    source, target = reading.source[which], reading.target[which]
    return Ties.build(source, target, n_people, weight=weight, respondents=respondents, name=name)
