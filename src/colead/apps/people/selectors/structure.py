"""The structure in figures and in words, with no survey: where leadership formally sits, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Person, StaffImport
from colead.apps.people.selectors.charts import ColumnChart, column_chart
from colead.apps.people.selectors.links import PersonLink, UnitLink, links_at
from colead.apps.people.selectors.tree import UnitRow, deepest_shown, unit_tree
from colead.engine.structure import (
    ONLY_LINK,
    FormalStructure,
    StructureChange,
    UnitStructure,
    formal_structure,
    structure_change,
)
from colead.kit.columns import Column, Kind, ListOf

SHOWN = 25
WIDE_SPAN = 15  # direct reports above which a team seldom gets the time of its lead


@dataclass(frozen=True)
class OnOnePerson:
    """A unit whose every reporting line to the rest passes one person."""

    unit: Annotated[UnitLink, Column(_("Unit"))]
    person: Annotated[PersonLink, Column(_("Person"))]
    people: Annotated[int, Column(_("People"))]


@dataclass(frozen=True)
class WideSpan:
    """Somebody with many direct reports."""

    person: PersonLink
    reports: int


@dataclass(frozen=True)
class UnitFigures:
    """A unit of the table with everything below it, in the order of the tree."""

    unit: Annotated[UnitLink, Column(_("Unit"))]
    people: Annotated[int, Column(_("People"))]
    formal_leaders: Annotated[int, Column(_("Formal leaders"))]
    share: Annotated[float | None, Column(_("Their share"), Kind.SHARE)]
    layers: Annotated[int, Column(_("Layers"))]


UNITS_IN_FIGURES = ListOf(_("Unit by unit"), UnitFigures, page="people:structure")
ON_ONE_PERSON = ListOf(_("Units that hang on one person"), OnOnePerson, page="people:structure")


@dataclass(frozen=True)
class ChangeList:
    """How many, and the first of them by name."""

    count: int
    people: list[PersonLink]


@dataclass(frozen=True)
class Changes:
    """What happened between two days. `known_from` : before that day only people still here are known."""

    since: date
    people_before: int
    leaders_before: int
    known_from: date | None
    joined: ChangeList
    left: ChangeList
    moved: ChangeList
    new_lead: ChangeList
    now_lead: ChangeList
    lead_no_more: ChangeList

    @property
    def is_partly_known(self) -> bool:
        """The earlier day lies before the first day on which Colead knew everybody."""
        return self.known_from is not None and self.since < self.known_from


@dataclass(frozen=True)
class StructurePage:
    """The page "Structure". `figures` is None while nobody works here."""

    figures: FormalStructure | None
    spans: ColumnChart
    layers: ColumnChart
    wide: list[WideSpan]
    without_lead: ChangeList
    only_links: list[OnOnePerson]
    n_only_links: int
    n_led_by_one: int
    units: list[UnitFigures]
    more_units: int
    units_without_lead: int
    units_with_several_leads: int
    changes: Changes | None


def structure_page(day: date, compare: date, *, known_from: date | None) -> StructurePage:
    """The structure on `day`, beside that on `compare`. Four queries, and those of two structures."""
    structure = structure_on(day)
    if not structure.engine.n_people:
        return _nothing()
    formal, tree = figures_of(structure), unit_tree(day)
    deepest = deepest_shown([row.depth for row in tree.rows])
    shown = [row for row in tree.rows if row.depth <= deepest]
    links = [found for found in formal.on_one_person if found.kind == ONLY_LINK]
    wide = _widest(structure)
    names = links_at(structure, [*wide, *structure.engine.roots.tolist()[:SHOWN], *_places(structure, links)])
    return StructurePage(
        figures=formal,
        spans=column_chart(formal.spans.histogram),
        layers=column_chart(formal.layers.histogram),
        wide=[WideSpan(names[person], int(structure.engine.spans[person])) for person in wide],
        without_lead=ChangeList(
            len(formal.without_lead),
            [link for person, link in names.items() if structure.engine.manager[person] < 0][:SHOWN],
        ),
        only_links=_only_links(structure, names),
        n_only_links=len(links),
        n_led_by_one=len({found.unit for found in formal.on_one_person}),
        units=_unit_figures(shown, formal),
        more_units=len(tree.rows) - len(shown),
        units_without_lead=tree.without_lead,
        units_with_several_leads=tree.with_several_leads,
        changes=_changes(structure, structure_on(compare), known_from),
    )


@lru_cache(maxsize=8)
def figures_of(structure: Structure) -> FormalStructure:
    """The formal structure in figures; computed once for each structure in memory."""
    return formal_structure(structure.engine)


@lru_cache(maxsize=8)
def change_between(before: Structure, after: Structure) -> StructureChange:
    """What changed between two structures; computed once for each pair in memory."""
    return structure_change(before.engine, after.engine)


def first_known_day() -> date | None:
    """The first day on which a staff list was applied. One query."""
    applied = StaffImport.objects.filter(state=StaffImport.State.APPLIED)
    first: date | None = applied.aggregate(first=Min("as_of"))["first"]
    return first


def _nothing() -> StructurePage:
    nobody = ChangeList(0, [])
    return StructurePage(None, ColumnChart(()), ColumnChart(()), [], nobody, [], 0, 0, [], 0, 0, 0, None)


def _widest(structure: Structure) -> list[int]:
    """Indices of people with wide spans, the widest first."""
    spans = structure.engine.spans
    found = [int(person) for person in (-spans).argsort(kind="stable")[:SHOWN]]
    return [person for person in found if spans[person] >= WIDE_SPAN]


def _places(structure: Structure, found: Iterable[object]) -> list[int]:
    wanted = {getattr(one, "person", "") for one in list(found)[:SHOWN]}
    return [index for index, key in enumerate(structure.person_keys) if key in wanted]


def _only_links(structure: Structure, names: dict[int, PersonLink]) -> list[OnOnePerson]:
    people = {link.key: link for link in names.values()}
    units = {str(key): index for index, key in enumerate(structure.engine.unit_ids)}
    found = [one for one in figures_of(structure).on_one_person if one.kind == ONLY_LINK][:SHOWN]
    return [
        OnOnePerson(
            unit=UnitLink(one.unit, str(structure.engine.unit_names[units[one.unit]])),
            person=people[one.person],
            people=int(structure.unit_sizes[units[one.unit]]),
        )
        for one in found
    ]


def _unit_figures(rows: list[UnitRow], formal: FormalStructure) -> list[UnitFigures]:
    by_key: dict[str, UnitStructure] = {one.unit: one for one in formal.by_unit}
    return [
        UnitFigures(
            unit=UnitLink(row.key, row.name),
            people=row.people_below,
            formal_leaders=found.formal_leaders,
            share=found.formal_leader_share,
            layers=found.layers,
        )
        for row in rows
        if (found := by_key[row.key])
    ]


def _changes(after: Structure, before: Structure, known_from: date | None) -> Changes | None:
    if not before.engine.n_people:
        return None
    found = change_between(before, after)
    lists = {
        "joined": found.joined,
        "left": found.left,
        "moved": [one.person for one in found.moved],
        "new_lead": [one.person for one in found.new_lead],
        "now_lead": found.now_lead,
        "lead_no_more": found.lead_no_more,
    }
    wanted = {key for keys in lists.values() for key in keys[:SHOWN]}
    names = dict(Person.objects.filter(key__in=wanted).values_list("key", "name"))
    return Changes(
        since=before.day,
        people_before=before.engine.n_people,
        leaders_before=int(before.engine.formal_leader.sum()),
        known_from=known_from,
        **{
            what: ChangeList(len(keys), [PersonLink(key, names[key]) for key in keys[:SHOWN]])
            for what, keys in lists.items()
        },
    )
