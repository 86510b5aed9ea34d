"""Strengths as arrays: for an allocation of people who agreed to that; else what people show to everybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from colead.apps.people.bridge.structure import structure_on
from colead.apps.people.models import Competency, Position, Strength, StrengthConsent

Floats = NDArray[np.float64]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AllocationStrengths:
    """P people, K competencies of the catalogue, both by ascending primary key.

    level : (P, K) of the scale; NaN = nothing said.    wish : (P, K) -1 to 2; NaN = nothing said.
    hours : (P,) hours a week that they would lead at most; infinite where they did not say.
    """

    person_pks: Int64
    competency_pks: Int64
    competency_keys: NDArray[Any]
    level: Floats
    wish: Floats
    hours: Floats


def consented() -> QuerySet[StrengthConsent, int]:
    """Primary keys of the people whose strengths may be used at this moment; for `filter(person__in=...)`."""
    return StrengthConsent.objects.given().values_list("person_id", flat=True)


def strengths_for_allocation(day: date) -> AllocationStrengths:
    """Levels and wishes of everybody who works here on `day` and agrees at this moment.

    The level is the person's own view, or what completed assignments show where that is higher. What
    colleagues answered is never used. Three queries; some 0.3 s for 10,000 people with ten strengths each.
    """
    people = Position.objects.main_on(day).filter(person__in=consented())
    agreed = StrengthConsent.objects.given().filter(person__in=people.values("person")).order_by("person")
    person_pks, hours = _hours(agreed.values_list("person_id", "hours_per_week"))
    rows = Strength.objects.exclude(source=Strength.Source.PEER).filter(person__in=people.values("person"))
    return _strengths(rows, person_pks, hours)


def people_for_allocation(day: date) -> set[int]:
    """Primary keys of the same people. One query, and those of the structure."""
    return set(consented()) & set(structure_on(day).person_pks.tolist())


def shown_strengths(day: date) -> AllocationStrengths:
    """Levels that people who work here on `day` show to everybody; of nobody else, and no wishes.

    For figures that anybody may ask for again and again: nothing hidden is in them. Three queries.
    """
    people = Position.objects.main_on(day).values("person")
    rows = Strength.objects.shown_to_others(as_lead=False).filter(person__in=people)
    person_pks = np.array(sorted(set(rows.values_list("person_id", flat=True))), np.int64)
    return _strengths(rows, person_pks, np.full(len(person_pks), np.inf))


def _strengths(rows: QuerySet[Strength], person_pks: Int64, hours: Floats) -> AllocationStrengths:
    catalogue = list(Competency.objects.order_by("pk").values_list("pk", "key"))
    competency_pks = np.array([pk for pk, _key in catalogue], np.int64)
    level, wish = _arrays(
        rows.values_list("person_id", "competency_id", "level", "wish"), person_pks, competency_pks
    )
    return AllocationStrengths(
        person_pks=person_pks,
        competency_pks=competency_pks,
        competency_keys=np.array([key for _pk, key in catalogue], dtype=object),
        level=level,
        wish=wish,
        hours=hours,
    )


def _hours(rows: Any) -> tuple[Int64, Floats]:
    """(P,) who agreed, and the hours a week that each said with it."""
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 2)  # None becomes NaN
    return table[:, 0].astype(np.int64), np.where(np.isnan(table[:, 1]), np.inf, table[:, 1])


def _arrays(rows: Any, person_pks: Int64, competency_pks: Int64) -> tuple[Floats, Floats]:
    """(P, K) highest level and highest wish of the rows, NaN where there is none."""
    shape = (len(person_pks), len(competency_pks))
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 4)  # None becomes NaN
    person = _places(table[:, 0], person_pks)
    competency = _places(table[:, 1], competency_pks)
    known = (person >= 0) & (competency >= 0)
    level, wish = np.full(shape, np.nan), np.full(shape, np.nan)
    at = (person[known], competency[known])
    np.fmax.at(level, at, table[known, 2])
    np.fmax.at(wish, at, table[known, 3])
    return level, wish


def _places(values: Floats, sorted_pks: Int64) -> Int64:
    """Index of each primary key among the sorted ones; -1 = not there (somebody was faster)."""
    pks = values.astype(np.int64)
    if not len(sorted_pks):
        return np.full(len(pks), -1, np.int64)
    places = np.minimum(np.searchsorted(sorted_pks, pks), len(sorted_pks) - 1)
    return np.where(sorted_pks[places] == pks, places, -1)
