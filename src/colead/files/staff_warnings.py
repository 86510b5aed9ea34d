"""What is remarkable without being wrong: nobody or several on top, units without a lead or with two."""

import numpy as np
from numpy.typing import NDArray

from colead.engine.unit_leads import led_from_outside, unit_leads
from colead.files.places import FOOTER, HEADER_AGAIN, TOTAL
from colead.files.problems import FileProblem, problem
from colead.files.staff_people import People
from colead.files.staff_units import Units
from colead.files.tables import Table

_PEOPLE_NAMED = 5
_LEFT_OUT = {TOTAL: "total_left_out", HEADER_AGAIN: "header_left_out", FOOTER: "note_left_out"}


def left_out_rows(table: Table) -> list[FileProblem]:
    """A warning for each row below the header that was found to be nobody's."""
    return [
        problem(_LEFT_OUT[row.why], line=row.line, text=row.text)
        for row in table.left_out
        if row.why in _LEFT_OUT
    ]


def structure_warnings(people: People, manager: NDArray[np.int32], units: Units) -> list[FileProblem]:
    """Warnings about the structure as it stands on the day, first the top, then the units in their order."""
    return [*_top_warnings(people, manager), *_unit_warnings(people, manager, units)]


def leads_in_main_position(
    people: People, manager: NDArray[np.int32], unit: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Indices of the people who lead the unit of their main position, as the column ``leads`` marks them."""
    marked = np.flatnonzero(people.rows.get_column("leads").fill_null(False).to_numpy()[people.main])
    return unit_leads(unit, manager, marked, unit[marked]).people


def _top_warnings(people: People, manager: NDArray[np.int32]) -> list[FileProblem]:
    top = np.flatnonzero(manager < 0)
    if not len(manager) or len(top) == 1:
        return []
    if not len(top):
        return [problem("nobody_on_top")]
    return [problem("several_on_top", count=len(top), people=_named(people, top))]


def _unit_warnings(people: People, manager: NDArray[np.int32], units: Units) -> list[FileProblem]:
    unit = units.of_row[people.main]
    leads = leads_in_main_position(people, manager, unit)
    sizes = np.bincount(unit[unit >= 0], minlength=units.frame.height)
    lead_counts = np.bincount(unit[leads], minlength=units.frame.height)
    has_lead_outside = led_from_outside(unit, manager, units.frame.height) >= 0
    keys, names = units.frame.get_column("key"), units.frame.get_column("name")
    no_lead = np.flatnonzero((sizes >= 2) & (lead_counts == 0) & ~has_lead_outside)
    several = np.flatnonzero(lead_counts >= 2)
    return [
        *(
            problem("unit_without_lead", key=keys[i], unit=names[i], people=int(sizes[i]))
            for i in no_lead.tolist()
        ),
        *(_two_leads(people, names[i], leads[unit[leads] == i]) for i in several.tolist()),
    ]


def _two_leads(people: People, unit: str, who: NDArray[np.int64]) -> FileProblem:
    return problem("unit_two_leads", unit=unit, count=len(who), people=_named(people, who))


def _named(people: People, who: NDArray[np.int64]) -> str:
    keys = people.rows.get_column("key").gather(people.main[who[:_PEOPLE_NAMED]])
    return ", ".join(f"'{key}'" for key in keys) + (", …" if len(who) > _PEOPLE_NAMED else "")
