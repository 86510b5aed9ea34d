"""The page "How leadership is spread": today, over two years, and by unit where it is large enough."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.single_holders import SingleHolderRisk, single_holder_risk
from colead.apps.leadership.bridge.spread import (
    AssignmentsOverTime,
    Figures,
    Filling,
    assignments_over_time,
    figures_on,
    fillings,
)
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.selectors.tree import MOST_UNITS, UnitRow, upper_tree
from colead.engine import disclosure
from colead.engine.dates import month_starts
from colead.engine.disclosure import Shown
from colead.kit.columns import INSIDE, Column, Kind, ListOf, Part, Withheld
from colead.kit.shapes import shape

MONTHS = 24


@dataclass(frozen=True)
class Month:
    """The whole organisation on the first day of a month, or on the last day shown."""

    day: Annotated[date, Column(_("Day"))]
    people: Annotated[int, Column(_("People"))]
    figures: Annotated[Figures, INSIDE]
    wait: Annotated[Filling, INSIDE]


MONTHS_OF_SPREAD = ListOf(
    _("Over two years"),
    Month,
    page="leadership:spread",
    file="leadership:spread_months_csv",
    api="/leadership/spread",
    on_page=(
        "day",
        *(f"figures.{name}" for name in ("tasks", "open_seats", "holders", "without_position")),
        *("figures.effective_holders", "figures.gini", "wait.days", "wait.filled", "figures.overloaded"),
    ),
)


@dataclass(frozen=True)
class UnitSpread:
    """A unit with all below it. `figures` None = too few people; what `shown` leaves out is None in it.

    hanging : None = too few people there show strengths to everybody.
    """

    key: Annotated[str, Column(_("Key"))]
    name: Annotated[str, Column(_("Unit"), cell="leadership/_spread_unit_cell.html")]
    depth: int
    people: Annotated[int, Column(_("People"))]
    shown: Shown
    tasks: Annotated[int | None, Column(_("Tasks"))]
    open_seats: Annotated[float | None, Column(_("Open seats"))]
    figures: Annotated[Figures | None, INSIDE]
    hanging: Annotated[
        SingleHolderRisk | None,
        Column(
            _("One person at most"),
            Kind.NUMBER,
            cell="leadership/_one_person_cell.html",
            parts=(
                Part(header=_("Tasks that were looked at"), value="counted"),
                Part(header=_("Tasks for one person at most"), value="tasks"),
            ),
        ),
    ]

    @property
    def withheld(self) -> Withheld | None:
        """Why some figures are not shown."""
        if self.shown == Shown.NOTHING:
            return Withheld(_("too few people"), after="people")
        least = gettext("fewer than %(least)s people") % {"least": disclosure.ALL_FIGURES_FROM}
        return Withheld(least, after="open_seats") if self.shown == Shown.SOME else None

    @property
    def indent(self) -> str:
        """A wide space for each level above."""
        return "\u2003" * self.depth


UNITS_OF_SPREAD = ListOf(
    _("By unit"),
    UnitSpread,
    page="leadership:spread",
    file="leadership:spread_units_csv",
    api="/leadership/spread",
    on_page=(
        *("name", "people", "tasks", "open_seats", "figures.without_position"),
        *("figures.effective_holders", "figures.ending", "figures.overloaded", "hanging"),
    ),
    in_file=(
        *("key", "name", "people", "tasks", "figures.seats", "open_seats", "figures.holders"),
        *("figures.without_position", "figures.gini", "figures.effective_holders"),
        *("figures.ending", "figures.overloaded", "hanging"),
    ),
)


@dataclass(frozen=True)
class Spread:
    """The page. `months` has the earliest first and ends with `now`.

    hanging : of the whole organisation, as things are on `counted_on`.
    """

    now: Month
    months: list[Month]
    units: list[UnitSpread]
    more_units: int
    hanging: SingleHolderRisk | None
    counted_on: date

    @property
    def has_tasks(self) -> bool:
        """Whether there is, or was, anything to lead."""
        return any(month.figures.tasks for month in self.months)


def leadership_spread(day: date, *, today: date) -> Spread:
    """How leadership is spread on `day`, in the two years before, and by unit.

    Nine queries, and those of the structure three times, twice when `day` is `today`. What rests on strengths
    is counted for `today`. Cost: months and units shown, times tasks.
    """
    days = month_days(day)
    holding = assignments_over_time(days[0], max(day, today), days)
    filled = fillings(holding)
    people = holding.people
    months = [
        Month(one, people[one], figures_on(one, holding, people[one]), filled.typical_wait(one))
        for one in days
    ]
    structure = structure_on(day)
    hanging = _hanging(holding, structure if day == today else structure_on(today))
    shown = upper_tree(day, most=MOST_UNITS).rows
    return Spread(
        now=months[-1],
        months=months,
        units=_units(shown, structure, holding, hanging),
        more_units=structure.engine.n_units - len(shown),
        hanging=hanging.get(""),
        counted_on=today,
    )


def month_days(day: date) -> list[date]:
    """The first day of each of the MONTHS months before the day's own, of its own, and the day itself.

    >>> [one.isoformat() for one in month_days(date(2026, 3, 2))[-3:]]
    ['2026-02-01', '2026-03-01', '2026-03-02']
    """
    firsts = month_starts(day, MONTHS)
    return firsts if firsts[-1] == day else [*firsts, day]


def _hanging(holding: AssignmentsOverTime, structure: Structure) -> dict[str, SingleHolderRisk]:
    """By key of the unit, "" = the whole organisation. Tasks of units that do not exist yet are left out."""
    tasks = holding.tasks
    unit = structure.homes_of(tasks.unit)
    here = tasks.on(structure.day) & (unit >= 0)
    found = single_holder_risk(structure, tasks.pk[here], unit[here])
    keys = [str(key) for key in structure.engine.unit_ids]
    return {keys[unit] if unit >= 0 else "": one for unit, one in found.items()}


def _units(
    rows: list[UnitRow],
    structure: Structure,
    holding: AssignmentsOverTime,
    hanging: dict[str, SingleHolderRisk],
) -> list[UnitSpread]:
    place, found = {str(key): unit for unit, key in enumerate(structure.engine.unit_ids)}, []
    unit_of, tree = structure.homes_of(holding.tasks.unit), structure.engine.unit_tree
    for row in rows:
        shown, below = disclosure.shown(row.people_below), tree.is_below(place[row.key], unit_of)
        figures = figures_on(structure.day, holding, row.people_below, below)
        unit = shape(
            UnitSpread,
            row,
            people=row.people_below,
            shown=shown,
            tasks=figures.tasks if shown else None,
            open_seats=figures.open_seats if shown else None,
            figures=figures if shown == Shown.EVERYTHING else None,
            hanging=hanging.get(row.key) if shown == Shown.EVERYTHING else None,
        )
        found.append(unit)
    return found
