"""One unit on a day: where it lies, who leads it, who works there, what lies below."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Position, Unit
from colead.apps.people.selectors.history import Period, unit_history
from colead.apps.people.selectors.links import PersonLink, UnitLink, links_at, unit_path
from colead.apps.people.selectors.tree import children, lacks_lead

SHOWN_PEOPLE = 100


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in the unit itself."""

    key: str
    name: str
    title: str
    reports: int
    is_lead: bool


@dataclass(frozen=True)
class UnitBelow:
    """A unit directly below."""

    key: str
    name: str
    people: int
    leads: int
    lacks_lead: bool


@dataclass(frozen=True)
class UnitPage:
    """Everything the page of a unit shows. `led_by` : the one outside to whom everybody here reports."""

    key: str
    name: str
    exists: bool
    path: list[UnitLink]
    leads: list[PersonLink]
    led_by: PersonLink | None
    people_here: int
    people_below: int
    formal_leaders: int
    formal_leader_share: float | None
    layers: int
    median_span: float | None
    largest_span: int | None
    colleagues: list[Colleague]
    units: list[UnitBelow]
    history: list[Period]


def unit_page(unit: Unit, day: date) -> UnitPage:
    """A unit on `day`. Four queries, and those of the structure, whatever the number of people."""
    structure = structure_on(day)
    index = structure.index_of_unit(unit.pk)
    if index < 0:
        return _not_on_this_day(unit)
    engine = structure.engine
    branch = engine.branch_of_unit(index)
    spans = engine.spans[branch][engine.formal_leader[branch]]
    leads = structure.leads_of(index)
    outside = [int(lead) for lead in structure.outside_leads[[index]] if lead >= 0]
    links = links_at(structure, [*leads, *outside])
    return UnitPage(
        key=unit.key,
        name=unit.name,
        exists=True,
        path=unit_path(structure, int(engine.unit_parent[index])),
        leads=[link for person, link in links.items() if person in leads],
        led_by=next((links[person] for person in outside), None) if not leads else None,
        people_here=int(structure.unit_sizes[index]),
        people_below=len(branch),
        formal_leaders=len(spans),
        formal_leader_share=len(spans) / len(branch) if len(branch) else None,
        layers=len(np.unique(engine.depth[branch])),
        median_span=float(np.median(spans)) if len(spans) else None,
        largest_span=int(spans.max()) if len(spans) else None,
        colleagues=_colleagues(structure, unit, day, set(leads)),
        units=[_below(structure, child) for child in children(structure, index)],
        history=unit_history(unit.pk),
    )


def _not_on_this_day(unit: Unit) -> UnitPage:
    nothing = {"people_here": 0, "people_below": 0, "formal_leaders": 0, "layers": 0}
    return UnitPage(
        key=unit.key,
        name=unit.name,
        exists=False,
        path=[],
        leads=[],
        led_by=None,
        formal_leader_share=None,
        median_span=None,
        largest_span=None,
        colleagues=[],
        units=[],
        history=unit_history(unit.pk),
        **nothing,
    )


def _colleagues(structure: Structure, unit: Unit, day: date, leads: set[int]) -> list[Colleague]:
    """Those who lead come first."""
    rows = Position.objects.main_on(day).filter(unit=unit).order_by("person__name_plain")
    named = rows.values_list("person_id", "person__key", "person__name", "title")[:SHOWN_PEOPLE]
    places = [(structure.index_of(pk), key, name, title) for pk, key, name, title in named]
    found = [
        Colleague(key, name, title, int(structure.engine.spans[index]), index in leads)
        for index, key, name, title in places
    ]
    return sorted(found, key=lambda one: not one.is_lead)


def _below(structure: Structure, unit: int) -> UnitBelow:
    engine = structure.engine
    return UnitBelow(
        key=str(engine.unit_ids[unit]),
        name=str(engine.unit_names[unit]),
        people=int(engine.branch_sizes[unit]),
        leads=int(structure.lead_counts[unit]),
        lacks_lead=lacks_lead(structure, unit),
    )
