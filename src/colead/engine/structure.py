"""First insight with no survey at all: what the formal structure alone tells, and how it changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.organisation import Organisation
from colead.engine.tree import Int32, Int64

LEADS_EVERYBODY, ONLY_LINK = "leads everybody", "only link"
"""How a unit hangs on one person."""


@dataclass(frozen=True)
class Distribution:
    """median, largest value, and how many people have each value."""

    median: float | None
    max: int | None
    histogram: dict[int, int]


@dataclass(frozen=True)
class UnitOnOnePerson:
    """A unit that hangs on one person.

    kind : "leads everybody" = all others in the unit report to this person;
        "only link" = every reporting line between the unit and the rest passes this person, a member.
    """

    unit: str
    person: str
    kind: str


@dataclass(frozen=True)
class UnitStructure:
    """people, formal_leaders, reporting layers : in the unit and every unit below it; share in [0, 1]."""

    unit: str
    name: str
    people: int
    formal_leaders: int
    formal_leader_share: float | None
    layers: int


@dataclass(frozen=True)
class FormalStructure:
    """The formal structure in figures.

    spans : direct reports of each formal leader. layers : steps up to the top of one's line, counted from 1.
    without_lead : ids of people who report to nobody; one is usual.
    """

    people: int
    units: int
    levels: int
    formal_leaders: int
    formal_leader_share: float
    spans: Distribution
    layers: Distribution
    without_lead: list[str]
    on_one_person: list[UnitOnOnePerson]
    by_unit: list[UnitStructure]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join(
            [
                f"{self.people} people in {self.units} units on {self.levels} levels",
                f"{self.formal_leaders} formal leaders ({self.formal_leader_share:.0%} of all)",
                f"spans: median {self.spans.median}, largest {self.spans.max}",
                f"layers: median {self.layers.median}, deepest {self.layers.max}",
                f"people without a lead: {len(self.without_lead)}",
                f"units that hang on one person: {len({found.unit for found in self.on_one_person})}",
            ]
        )


class Change(NamedTuple):
    """One person before and after; None = none."""

    person: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class StructureChange:
    """What happened between two dates. joined, left, now_lead, lead_no_more : ids of people."""

    joined: list[str]
    left: list[str]
    moved: list[Change]
    """Another unit."""
    new_lead: list[Change]
    """Report to somebody else."""
    now_lead: list[str]
    lead_no_more: list[str]


def formal_structure(organisation: Organisation) -> FormalStructure:
    """Spans, layers, people without a lead, units that hang on one person. Cost O(n log n).

    >>> team = Organisation.build(["ida", "bo", "eva"], ["", "ida", "ida"], ["ward"] * 3)
    >>> found = formal_structure(team)
    >>> found.spans.max, found.without_lead, found.on_one_person[0].kind
    (2, ['ida'], 'leads everybody')
    """
    leads = organisation.formal_leader
    return FormalStructure(
        people=organisation.n_people,
        units=organisation.n_units,
        levels=np.unique(organisation.level).size,
        formal_leaders=int(leads.sum()),
        formal_leader_share=float(leads.mean()),
        spans=_distribution(organisation.spans[leads]),
        layers=_distribution(organisation.depth + 1),
        without_lead=_ids(organisation, organisation.roots),
        on_one_person=units_on_one_person(organisation),
        by_unit=_by_unit(organisation),
    )


def units_on_one_person(organisation: Organisation) -> list[UnitOnOnePerson]:
    """Units of three people or more that hang on one person; both kinds, unit by unit."""
    size = np.bincount(organisation.unit[organisation.unit >= 0], minlength=organisation.n_units)
    led, linked = _led_by_one(organisation, size), _linked_by_one(organisation, size)
    found = [*((*hit, LEADS_EVERYBODY) for hit in led), *((*hit, ONLY_LINK) for hit in linked)]
    return [
        UnitOnOnePerson(str(organisation.unit_ids[unit]), str(organisation.person_ids[person]), kind)
        for unit, person, kind in sorted(found, key=lambda hit: (hit[0], hit[2]))
    ]


def _led_by_one(organisation: Organisation, size: Int64) -> list[tuple[int, int]]:
    unit, lead = organisation.unit, organisation.manager
    led = (unit >= 0) & (lead >= 0)
    pairs, reports = _counted(unit[led], lead[led], organisation.n_people)
    own_unit, person = pairs
    others = size[own_unit] - (unit[person] == own_unit)
    return _hits(own_unit, person, (others >= 2) & (reports == others))


def _linked_by_one(organisation: Organisation, size: Int64) -> list[tuple[int, int]]:
    unit, lead = organisation.unit, organisation.manager
    crossing = np.flatnonzero((lead >= 0) & (unit != unit[lead]))
    ends = np.concatenate([crossing, lead[crossing]])
    ends = ends[unit[ends] >= 0]
    (own_unit, person), _ = _counted(unit[ends], ends, organisation.n_people)
    links = np.bincount(own_unit, minlength=organisation.n_units)
    return _hits(own_unit, person, (links[own_unit] == 1) & (size[own_unit] >= 3))


def _counted(
    unit: NDArray[np.integer], person: NDArray[np.integer], people: int
) -> tuple[tuple[Int64, Int64], Int64]:
    """Different (unit, person) pairs and how often each occurs."""
    keys, counts = np.unique(unit.astype(np.int64) * people + person, return_counts=True)
    return (keys // people, keys % people), counts


def _hits(unit: Int64, person: Int64, chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    return list(zip(unit[chosen].tolist(), person[chosen].tolist(), strict=True))


def _by_unit(organisation: Organisation) -> list[UnitStructure]:
    people = organisation.branch_sizes
    leaders, layers = np.zeros_like(people), np.zeros_like(people)
    for units, group_of in organisation.unit_groups():
        inside = group_of >= 0
        group = group_of[inside]
        leaders[units] = np.bincount(group[organisation.formal_leader[inside]], minlength=units.size)
        layers[units] = _layers_of(group, organisation.depth[inside], units.size)
    return [
        UnitStructure(str(unit), str(name), size, led, led / size if size else None, deep)
        for unit, name, size, led, deep in zip(
            organisation.unit_ids,
            organisation.unit_names,
            people.tolist(),
            leaders.tolist(),
            layers.tolist(),
            strict=True,
        )
    ]


def _layers_of(group: Int32, depth: Int32, groups: int) -> Int64:
    """Different depths in each group."""
    (found, _), _counts = _counted(group, depth, int(depth.max(initial=0)) + 1)
    return np.bincount(found, minlength=groups)


def _distribution(values: NDArray[np.integer]) -> Distribution:
    if not values.size:
        return Distribution(None, None, {})
    kinds, counts = np.unique(values, return_counts=True)
    histogram = dict(zip(kinds.tolist(), counts.tolist(), strict=True))
    return Distribution(float(np.median(values)), int(values.max()), histogram)


def _ids(organisation: Organisation, people: NDArray[np.integer]) -> list[str]:
    return [str(person) for person in organisation.person_ids[people]]


def structure_change(before: Organisation, after: Organisation) -> StructureChange:
    """Who joined, left, moved, got another lead, began or ceased to lead. Cost O(n).

    >>> spring = Organisation.build(["ida", "bo", "eva"], ["", "ida", "ida"], ["a", "a", "a"])
    >>> autumn = Organisation.build(["ida", "bo", "per"], ["", "ida", "bo"], ["a", "b", "b"])
    >>> change = structure_change(spring, autumn)
    >>> change.joined, change.left, change.now_lead, change.moved
    (['per'], ['eva'], ['bo'], [Change(person='bo', before='a', after='b')])
    """
    old, new = _units_and_leads(before), _units_and_leads(after)
    stayed = [person for person in new if person in old]
    return StructureChange(
        joined=[person for person in new if person not in old],
        left=[person for person in old if person not in new],
        moved=_changes(stayed, old, new, "unit"),
        new_lead=_changes(stayed, old, new, "lead"),
        now_lead=[person for person in stayed if new[person].leads and not old[person].leads],
        lead_no_more=[person for person in stayed if old[person].leads and not new[person].leads],
    )


class _UnitAndLead(NamedTuple):
    unit: str | None
    lead: str | None
    leads: bool


def _units_and_leads(organisation: Organisation) -> dict[str, _UnitAndLead]:
    ids = _ids(organisation, np.arange(organisation.n_people))
    units = [*(str(unit) for unit in organisation.unit_ids), None]
    rows = zip(
        organisation.unit.tolist(),
        organisation.manager.tolist(),
        organisation.formal_leader.tolist(),
        strict=True,
    )
    return {
        person: _UnitAndLead(units[unit], ids[lead] if lead >= 0 else None, leads)
        for person, (unit, lead, leads) in zip(ids, rows, strict=True)
    }


def _changes(
    people: list[str],
    old: dict[str, _UnitAndLead],
    new: dict[str, _UnitAndLead],
    what: Literal["unit", "lead"],
) -> list[Change]:
    pairs = ((person, getattr(old[person], what), getattr(new[person], what)) for person in people)
    return [Change(person, was, now) for person, was, now in pairs if was != now]
