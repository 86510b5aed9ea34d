"""Units that the file only names, placed by who reports to whom: an offer, never done without a word."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.reporting_lines import levels_from
from colead.files.lookup import taken
from colead.files.questions import Question, ask
from colead.files.spelling import compared
from colead.files.staff_questions import Settled
from colead.files.staff_units import Units

_NOWHERE = -1
_NAMED = 5


class Tree(NamedTuple):
    """units : as the reporting lines place them.   question : whether they do."""

    units: Units
    question: Question


def question_of_tree(
    settled: Settled, units: Units, unit: NDArray[np.int32], manager: NDArray[np.int32]
) -> Tree | None:
    """Asked where the file says of no unit where it lies; those that the organisation knows stay.

    unit, manager : (n_people,) of the people employed; without circles.
    """
    keys, names = units.frame.get_column("key"), units.frame.get_column("name")
    if settled.mapping.header("unit_parent") or (units.parent >= 0).any():
        return None
    parent = parents_by_lines(len(names), unit, manager, levels_from(None, manager))
    for at, (key, name) in enumerate(zip(keys, names, strict=True)):
        if {compared(key), compared(name)} & settled.known.units:
            parent[at] = _NOWHERE
    placed = np.flatnonzero(parent >= 0)
    if not placed.size:
        return None
    shown = [f"{names[at]} – {names[int(parent[at])]}" for at in placed[:_NAMED].tolist()]
    question = ask(
        "unit_tree",
        settled.answers,
        likely="flat",
        count=len(placed),
        units=", ".join(shown) + (", …" if len(placed) > _NAMED else ""),
    )
    frame = units.frame.with_columns(taken(keys, parent, "parent"))
    return Tree(units._replace(frame=frame, parent=parent), question)


def parents_by_lines(
    n_units: int, unit: NDArray[np.int32], manager: NDArray[np.int32], level: NDArray[np.int32]
) -> NDArray[np.int32]:
    """(n_units,) the unit in which whoever leads each unit reports, -1 = none.

    unit, manager, level : (n_people,) of the people employed; the lead is the one nearest to the top. A unit
    lies below one whose lead is nearer to the top still, so that there are no circles.
    """
    parent = np.full(n_units, _NOWHERE, np.int32)
    for person in np.lexsort((np.arange(len(unit)), level))[::-1].tolist():  # the nearest to the top is last
        above = manager[person]
        while above >= 0 and unit[above] < 0:
            above = manager[above]
        if unit[person] >= 0:
            parent[unit[person]] = unit[above] if above >= 0 else _NOWHERE
    return np.where(parent == np.arange(len(parent)), _NOWHERE, parent).astype(np.int32)
