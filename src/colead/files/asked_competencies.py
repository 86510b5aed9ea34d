"""The competencies that leadership tasks need, as arrays of tasks and of people."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from colead.engine.leadership.problem import Bools, Floats
from colead.files.lookup import NOT_THERE, positions
from colead.files.needs import Need, compared
from colead.files.problems import FileProblem, problem
from colead.files.strengths import Strengths


class AskedCompetencies:
    """K competencies in the order in which they are first named, spelled as there."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        first: dict[str, str] = {}
        for need in needs:
            first.setdefault(compared(need)[1], need.competency)
        self.names = list(first.values())
        self.compared = list(first)

    def of_people(self, said: Strengths, people: int) -> tuple[Floats, Floats]:
        """(P, K) level and wish, NaN = nothing said."""
        column = positions(said.competency, pl.Series(self.compared, dtype=pl.String))
        asked = column != NOT_THERE
        level, wish = np.full((2, people, len(self.names)), np.nan)
        level[said.person[asked], column[asked]] = said.level[asked]
        wish[said.person[asked], column[asked]] = said.wish[asked]
        return level, wish

    def of_tasks(self, tasks: int) -> tuple[Floats, Floats, Bools]:
        """(T, K) level needed (0 = not asked), weight, and whether it is critical."""
        shape = tasks, len(self.names)
        needed, weight, critical = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.bool_)
        for need in self.needs:
            cell = need.task, self.compared.index(compared(need)[1])
            needed[cell], weight[cell], critical[cell] = need.level, need.weight, need.critical
        return needed, weight, critical

    def nobody_has(self, level: Floats) -> tuple[FileProblem, ...]:
        """A warning for each competency about which nobody says anything: it may be misspelled.

        level : (P, K) of the people.
        """
        needed = [compared(need)[1] for need in self.needs]
        return tuple(
            problem(
                "unknown_competency", value=name, competency=name, tasks=needed.count(self.compared[place])
            )
            for place, name in enumerate(self.names)
            if np.isnan(level[:, place]).all()
        )
