"""The leadership map: every figure about who looks to whom, for the whole organisation and for every unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from colead.engine.disclosure import SMALLEST_GROUP
from colead.engine.errors import TieError
from colead.engine.errors import gettext_noop as _
from colead.engine.network import figures_by_group, suppression
from colead.engine.network.figure_table import FigureTable
from colead.engine.network.figures import Figures, number, with_interval
from colead.engine.network.groups import Groups
from colead.engine.network.nonresponse import Nonresponse, nonresponse
from colead.engine.network.ties import KERNEL_TIES, Int32, Int64, Ties
from colead.engine.organisation import Organisation

UNITS_PRINTED = 25
A = TypeVar("A")
B = TypeVar("B")


class FiguresByUnit(Sequence[Figures]):
    """The figures of every unit, in the order of the organisation's units; made when they are asked for."""

    def __init__(self, table: FigureTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, index: int) -> Figures: ...
    @overload
    def __getitem__(self, index: slice) -> list[Figures]: ...
    def __getitem__(self, index: int | slice) -> Figures | list[Figures]:
        if isinstance(index, slice):
            return [self._table.figures(row) for row in range(*index.indices(len(self)))]
        return self._table.figures(range(len(self))[index])

    def of(self, unit: str) -> Figures:
        """The figures of the unit with this id; KeyError if there is none."""
        try:
            return self[list(self._table.unit).index(unit)]
        except ValueError:
            raise KeyError(unit) from None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Plain dictionaries, one a unit: the fast way to write them all."""
        return self._table.rows()


@dataclass(frozen=True, eq=False)
class LeadershipMap:
    """One network's figures: `whole`, every unit, and who answered.

    The parts of `whole` are at hand directly: `report.spread.gini` is
    `report.whole.spread.gini`.
    """

    name: str
    respondents: int
    whole: Figures
    units: FiguresByUnit
    nonresponse: Nonresponse | None
    """Naive and available-case figures beside each other; None where everybody answered or too few did."""
    dropped: dict[str, int]
    """Entries that are no ties: self_ties, duplicates, unanswered."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in Figures.__dataclass_fields__:
            raise AttributeError(f"LeadershipMap has no '{name}'")
        return getattr(self.whole, name)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, texts, lists and None: one entry of `networks` in Colead's JSON."""
        return {
            "name": self.name,
            "respondents": self.respondents,
            "dropped": self.dropped,
            "nonresponse": self.nonresponse.to_dict() if self.nonresponse else None,
            "whole": self.whole.to_dict(),
            "units": list(self.units.rows()),
        }

    def __str__(self) -> str:
        lines = [f"Leadership map of '{self.name}'", str(self.whole)]
        if self.units:
            shown = [_printed_unit(unit) for unit in self.units[:UNITS_PRINTED]]
            lines += [
                "",
                _table([["Unit", "People", "Density", "Effective leaders", "Centralisation"], *shown]),
            ]
        if len(self.units) > UNITS_PRINTED:
            lines.append(f"... and {len(self.units) - UNITS_PRINTED} more units")
        return "\n".join(lines)

    __repr__ = __str__


def leadership_map(
    organisation: Organisation,
    ties: Ties,
    *,
    seed: int = 1,
    units: bool = True,
    grouped: Organisation | None = None,
    as_if_all_answered: bool = False,
) -> LeadershipMap:
    """Show where leadership really sits, in the whole organisation and in every unit.

    Parameters
    ----------
    organisation, ties : about the same people, in the same order.
    seed : decides every random draw; the same seed gives the same figures.
    units : whether to look at every unit too. A unit is its people and those of every unit below it.
    grouped : the same people, each in the unit that is counted with; None = in their own.
    as_if_all_answered : for figures that others may see, of people to whom it was promised that nobody learns
        who answered. On how many people leadership rests then counts nominations as they are; otherwise it
        counts them as a share of those who could have named the person, which differs by whether the person
        answered.

    Returns a LeadershipMap. Small groups show nothing, or only density and effective leaders, as
    `engine.disclosure` says; nothing is shown where too few answered. Each missing figure has its reason in
    `guards`.

    Raises TieError where ties and organisation have different numbers of people.
    Cost: O(m) for each depth of the unit tree, and sampled betweenness. What is sampled says so in `methods`.

    >>> people = [f"p{number}" for number in range(12)]
    >>> team = Organisation.build(people, [None] + ["p0"] * 11, ["ward"] * 12)
    >>> report = leadership_map(team, Ties.build(range(1, 12), [0] * 11, 12, name="advice"), seed=1)
    >>> report.spread.effective_leaders, report.formal.coverage, report.whole.in_words()["text"]
    (1.0, 1.0, 'Leadership in the organisation rests on about 1 of 12 people.')
    """
    if ties.n_people != organisation.n_people:
        raise TieError(
            _("The ties are about {ties} people, the organisation has {people}."),
            code="different_people",
            hint=_("Read the ties with this organisation."),
            ties=ties.n_people,
            people=organisation.n_people,
        )
    whole, by_unit = _side_by_side(
        lambda: figures_by_group.measured(
            organisation, Groups.whole(ties, as_if_all_answered=as_if_all_answered), seed
        ),
        lambda: (
            _units(grouped or organisation, ties, seed, as_if_all_answered) if units else FigureTable.empty()
        ),
        _prepared(organisation, ties),
    )
    shown = suppression.suppressed(whole, [None], [None])
    return LeadershipMap(
        name=ties.name,
        respondents=ties.n_respondents,
        whole=shown.figures(0),
        units=FiguresByUnit(by_unit),
        nonresponse=_nonresponse(organisation, ties, shown),
        dropped={
            "self_ties": ties.self_ties,
            "duplicates": ties.duplicates,
            "unanswered": ties.unanswered,
        },
    )


def _prepared(organisation: Organisation, ties: Ties) -> bool:
    """Make what whole and units share, and say whether the network is large enough for two threads."""
    if ties.n_ties < KERNEL_TIES:
        return False
    _ = ties.in_indices, ties.is_mutual, ties.undirected, ties.mutual
    _ = organisation.tree.codes, organisation.tree.preorder, organisation.branch_sizes
    return True


def _side_by_side(first: Callable[[], A], second: Callable[[], B], threads: bool) -> tuple[A, B]:
    """Both results; on two threads where compiled code does the work."""
    if not threads:
        return first(), second()
    with ThreadPoolExecutor(1) as beside:
        other = beside.submit(second)
        return first(), other.result()


def organisation_units(organisation: Organisation, least: int) -> Iterator[tuple[Int64, Int32]]:
    """Units with at least `least` people below them, in sets that share nobody."""
    for units, group_of in organisation.unit_groups():
        large = organisation.branch_sizes[units] >= least
        number_of = np.append(np.where(large, np.cumsum(large) - 1, -1), -1).astype(np.int32)
        if large.any():
            yield units[large], number_of[group_of]


def _units(organisation: Organisation, ties: Ties, seed: int, as_if_all_answered: bool) -> FigureTable:
    measured = figures_by_group.nothing_measured(organisation.branch_sizes)
    for units, group_of in organisation_units(organisation, SMALLEST_GROUP):
        groups = Groups(ties, group_of, units.size, as_if_all_answered)
        measured.put(units, figures_by_group.measured(organisation, groups, seed))
    ids: NDArray[Any] = organisation.unit_ids
    return suppression.suppressed(measured, [str(unit) for unit in ids], organisation.unit_names.tolist())


def _nonresponse(organisation: Organisation, ties: Ties, shown: FigureTable) -> Nonresponse | None:
    if ties.everybody_answered or shown.figures(0).reciprocity is None:
        return None
    return nonresponse(organisation, ties)


def _printed_unit(unit: Figures) -> list[str]:
    spread, intervals = unit.spread, unit.intervals
    return [
        unit.name or unit.unit or "",
        str(unit.people),
        with_interval(unit.density, intervals.get("density")),
        with_interval(spread.effective_leaders, intervals.get("spread.effective_leaders")),
        number(spread.centralisation_in),
    ]


def _table(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
