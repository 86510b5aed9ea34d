"""Reads: what they say, and that the number of queries does not grow with the number of people."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.people.staff import NOW, changed, staff_list, take_in
from cast import DAY, Cast
from colead.apps.people import selectors
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Competency, Person, Position, ReportingLine, Strength, Unit
from colead.apps.people.selectors import Filters
from colead.apps.people.selectors.charts import MOST_COLUMNS, column_chart
from colead.apps.people.selectors.tree import UnitChoice, deepest_shown
from colead.kit import scope

LATER = DAY + timedelta(days=30)


def large_list(people: int) -> bytes:
    """A tree with span 5, a unit for each lead."""
    rows = [
        f"{n},Person {n},p{n}@example.org,{(n - 1) // 5 if n else ''},Unit {(n - 1) // 5 if n else 0},"
        f"{f'Unit {((n - 1) // 5 - 1) // 5}' if n > 5 else ''},Nurse"
        for n in range(people)
    ]
    return staff_list(*rows)


READS: dict[str, Callable[[Cast], Any]] = {
    "directory": lambda cast: selectors.directory(DAY, Filters(), member=cast.alma).numbered(),
    "search": lambda cast: selectors.directory(DAY, Filters(q="person 1"), member=cast.alma).numbered(),
    "leads": lambda cast: selectors.directory(DAY, Filters(leads=True), member=cast.alma).numbered(),
    "unit filter": lambda cast: selectors.directory(DAY, Filters(unit="Unit 0"), member=cast.alma).numbered(),
    "find_people": lambda cast: selectors.find_people(DAY, "nurse", member=cast.alma),
    "person": lambda cast: selectors.person_page(
        Person.objects.get(key="1"), DAY, member=cast.alma, today=DAY
    ),
    "unit": lambda _cast: selectors.unit_page(Unit.objects.get(key="Unit 0"), DAY),
    "units": lambda _cast: selectors.unit_tree(DAY),
    "upper units": lambda _cast: selectors.upper_tree(DAY, "Unit 0", most=3),
    "choices": lambda _cast: selectors.unit_choices(DAY),
    "structure": lambda _cast: selectors.structure_page(DAY, DAY, known_from=None),
    "imports": lambda _cast: selectors.recent_imports(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_queries_do_not_grow_with_people(clinic: Cast, read: Callable[[Cast], Any]) -> None:
    counts = []
    for people in (30, 180):
        take_in(clinic.carla, large_list(people))
        read(clinic)  # the structure is in memory afterwards
        with CaptureQueriesContext(connection) as queries:
            read(clinic)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_a_large_tree_opens_by_level(clinic: Cast) -> None:
    """Unit 0 lies above units 1 to 5, unit 1 above units 6 to 10, and so on: 36 units in four levels."""
    take_in(clinic.carla, large_list(180))
    whole = selectors.upper_tree(DAY)
    assert whole.rows == selectors.unit_tree(DAY).rows
    assert whole.hidden == {}
    upper = selectors.upper_tree(DAY, most=6)
    assert [row.key for row in upper.rows] == ["Unit 0", *(f"Unit {unit}" for unit in range(1, 6))]
    assert upper.hidden == {f"Unit {unit}": 10 if unit == 1 else 5 for unit in range(1, 6)}
    assert len(upper.rows) + sum(upper.hidden.values()) == len(whole.rows)
    branch = selectors.upper_tree(DAY, "Unit 2", most=6)
    assert [row.key for row in branch.rows] == ["Unit 2", *(f"Unit {unit}" for unit in range(11, 16))]
    assert branch.under == UnitChoice("Unit 2", "Unit 2")
    assert (branch.without_lead, branch.with_several_leads) == (upper.without_lead, upper.with_several_leads)
    assert selectors.upper_tree(DAY, "no such unit").under is None


def test_the_structure_is_read_once_for_each_version(clinic: Cast) -> None:
    take_in(clinic.carla)
    first = structure_on(DAY)
    assert structure_on(DAY) is first
    Position.objects.filter(person__key="4").update(valid_until=LATER)
    assert structure_on(DAY) is not first
    assert structure_on(LATER).engine.n_people == 4


@pytest.mark.usefixtures("ids_in_order")
def test_the_structure_in_arrays(clinic: Cast) -> None:
    take_in(clinic.carla)
    structure = structure_on(DAY)
    assert structure.person_keys.tolist() == ["1", "2", "3", "4", "5"]
    assert structure.engine.manager.tolist() == [-1, 0, 1, 1, 0]
    assert structure.people_below.tolist() == [4, 2, 0, 0, 0]
    assert structure.person_keys[structure.unit_leads.people].tolist() == ["2"]
    assert structure.index_of(Person.objects.get(key="3").pk) == 2
    assert structure.index_of(10**9) == -1


@pytest.mark.usefixtures("ids_in_order")
def test_a_manager_who_does_not_work_here_that_day_is_none(clinic: Cast) -> None:
    take_in(clinic.carla)
    Position.objects.filter(person__key="2").update(valid_until=LATER)
    assert structure_on(LATER).engine.manager.tolist() == [-1, -1, -1, 0]


@pytest.mark.usefixtures("ids_in_order")
def test_a_circle_made_by_rows_of_different_days_is_cut(clinic: Cast) -> None:
    take_in(clinic.carla)
    people = {person.key: person for person in Person.objects.all()}
    ReportingLine.objects.create(
        organisation=clinic.clinic, person=people["1"], manager=people["3"], valid_from=DAY
    )
    engine = structure_on(DAY).engine
    assert len(engine.roots) == 1
    assert engine.depth.max() == 2


def test_an_organisation_without_people(clinic: Cast) -> None:
    assert selectors.structure_page(DAY, DAY, known_from=None).figures is None
    assert selectors.unit_tree(DAY).rows == []


def test_leads_of_units(clinic: Cast) -> None:
    take_in(clinic.carla)
    ward = selectors.unit_page(Unit.objects.get(key="Ward"), DAY)
    assert [lead.name for lead in ward.leads] == ["Bo Berg"]
    office = selectors.unit_page(Unit.objects.get(key="Office"), DAY)
    assert (office.leads, office.led_by.name if office.led_by else None) == ([], "Åse Holm")


def test_two_leads_and_none_are_flagged(clinic: Cast) -> None:
    rows = ["1,A,,x", "2,A,1,x", "3,B,1,", "4,B,2,"]
    take_in(clinic.carla, staff_list(*rows, header="id,unit,manager,leads"))
    tree = selectors.unit_tree(DAY)
    assert (tree.without_lead, tree.with_several_leads) == (1, 1)


def test_history_joins_what_continues(clinic: Cast) -> None:
    take_in(clinic.carla)
    moved = changed(p3="3,Alma Dahl,alma@example.org,2,Office,Clinic,Nurse")
    take_in(clinic.carla, moved, day=LATER)
    take_in(clinic.carla, day=LATER)  # taken back on the same day
    page = selectors.person_page(Person.objects.get(key="3"), LATER, member=clinic.alma, today=LATER)
    positions = [period for period in page.history if period.what == "Position"]
    assert [(period.start, period.until) for period in positions] == [(DAY, None)]


@pytest.mark.parametrize(
    ("visible_to", "seen_by"),
    [
        ("self", {"alma"}),
        ("lead", {"alma", "bo"}),
        ("organisation", {"alma", "bo", "uma", "carla"}),
    ],
)
def test_strengths_are_seen_by_whom_their_owner_lets(
    clinic: Cast, visible_to: str, seen_by: set[str]
) -> None:
    take_in(clinic.carla)
    alma = Person.objects.get(key="3")
    competency = Competency.objects.create(organisation=clinic.clinic, key="x", name_en="X", name_da="X")
    Strength.objects.create(
        organisation=clinic.clinic, person=alma, competency=competency, level=3, visible_to=visible_to
    )
    viewers = {"alma": clinic.alma, "bo": clinic.bo, "uma": clinic.uma, "carla": clinic.carla}
    seen = {
        name
        for name, member in viewers.items()
        if selectors.person_page(alma, DAY, member=member, today=DAY).strengths
    }
    assert seen == seen_by


def test_changes_say_from_when_the_whole_staff_is_known(clinic: Cast) -> None:
    take_in(clinic.carla, staff_list("1,A,2019-01-01", "2,A,2025-09-01", header="id,unit,start_date"))
    found = selectors.structure_page(DAY, date(2025, 3, 2), known_from=DAY)
    assert found.changes is not None
    assert found.changes.joined.count == 1
    assert found.changes.is_partly_known


def test_other_organisations_are_not_seen(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        take_in(cast.carla)
    with scope.organisation(cast.other):
        assert structure_on(DAY).engine.n_people == 0
        assert selectors.directory(DAY, Filters(), member=cast.ida).numbered().paginator.count == 0


def test_a_chart_gathers_what_is_too_far_out() -> None:
    chart = column_chart({1: 4, 3: 8, 90: 2, 95: 1})
    assert len(chart.columns) == MOST_COLUMNS
    assert (chart.columns[-1].label, chart.columns[-1].count) == ("24+", 3)
    assert chart.columns[1].count == 0
    assert max(column.height for column in chart.columns) == chart.columns[2].height
    assert column_chart({}).columns == ()


def test_a_table_shows_as_many_levels_as_fit() -> None:
    assert deepest_shown([0, 1, 2, 2, 1], most=5) == 2
    assert deepest_shown([0, 1, 2, 2, 1], most=4) == 1
    assert deepest_shown([0, 0, 0], most=2) == 0


def test_imports_are_listed_newest_first(clinic: Cast) -> None:
    take_in(clinic.carla)
    take_in(clinic.carla, changed(p4=None), day=LATER)
    rows = selectors.recent_imports()
    assert [row.headline for row in rows] == ["1 leaves", "5 join, 3 other changes"]
    assert rows[1].created_at == NOW
