"""A unit closes or is merged: its tasks go on where its people go, and were where they were before."""

from datetime import date, timedelta

import pytest

from apps.leadership.builders import NOW, House, assignment, task
from apps.leadership.turnover import check, everybody, row, take_in, undo
from cast import DAY
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.board import Filters, narrowed, tasks_of_unit
from colead.apps.leadership.selectors.task import task_page
from colead.apps.leadership.selectors.who_led import who_led
from colead.apps.leadership.stewards import stewards_to_tell, stewards_unit
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Unit, UnitPlacement
from colead.apps.people.selectors.imports import import_page
from colead.apps.people.services.answer_questions import answer_questions
from colead.apps.people.services.apply_import import apply_import
from colead.apps.people.services.turnover import said_of

pytestmark = pytest.mark.database("both")

APRIL = date(2026, 4, 1)
# Night is merged into the office.
MERGED = {"finn": row("finn", unit="office"), "gerd": row("gerd", unit="office")}


def of_unit(house: House, unit: str, day: date) -> list[str]:
    """What the page of a unit lists."""
    cards = tasks_of_unit(house.units[unit], day, member=house.cast.carla, today=DAY)
    return [card.title for card in cards]


def on_board(house: House, unit: str, day: date) -> set[str]:
    rows = narrowed(day, Filters(unit=unit), house.organisation)
    return set(rows.values_list("title", flat=True))


def test_tasks_go_on_where_most_of_the_people_go(house: House) -> None:
    rounds = task(house, "Night rounds", unit="night")
    assignment(rounds, house.people["finn"])
    take_in(house, everybody(**MERGED), day=APRIL)
    before = APRIL - timedelta(days=1)
    assert (of_unit(house, "night", before), of_unit(house, "office", before)) == (["Night rounds"], [])
    assert of_unit(house, "office", APRIL) == ["Night rounds"]
    assert (on_board(house, "office", before), on_board(house, "office", APRIL)) == (set(), {"Night rounds"})
    page = task_page(LeadershipTask.objects.get(), APRIL, member=house.cast.carla, today=DAY)
    assert page.unit.key == "office"
    led = who_led(APRIL, unit="office")
    assert [one.unit.key for one in led.all()] == ["office"]


def test_without_people_they_go_to_the_unit_above(house: House) -> None:
    task(house, "Night rounds", unit="night")
    take_in(house, everybody(finn=None, gerd=None))
    assert of_unit(house, "ward", DAY) == ["Night rounds"]


def test_what_ends_after_one_another_is_followed(house: House) -> None:
    task(house, "Night rounds", unit="night")
    take_in(house, everybody(finn=row("finn", unit="ward"), gerd=row("gerd", unit="ward")))
    people = {name: row(name, unit="clinic") for name in ("bo", "alma", "eva", "finn", "gerd")}
    take_in(house, everybody(**people), day=APRIL)
    assert of_unit(house, "ward", DAY) == ["Night rounds"]
    assert of_unit(house, "clinic", APRIL) == ["Night rounds"]


def test_who_leads_the_unit_where_they_go_on_looks_after_them(house: House) -> None:
    rounds = task(house, "Night rounds", unit="night")
    take_in(house, everybody(finn=row("finn", unit="ward"), gerd=row("gerd", unit="ward")))
    assert stewards_unit(house.cast.bo, rounds.unit, today=DAY)
    assert stewards_to_tell(rounds.unit, today=DAY) == {house.cast.bo.user}


def test_undo_brings_the_unit_back(house: House) -> None:
    task(house, "Night rounds", unit="night")
    before = list(UnitPlacement.objects.order_by("pk").values())
    done = take_in(house, everybody(**MERGED))
    assert UnitPlacement.objects.get(unit=house.units["night"]).goes_to == house.units["office"]
    undo(house, done)
    assert list(UnitPlacement.objects.order_by("pk").values()) == before
    assert of_unit(house, "night", DAY) == ["Night rounds"]


def test_the_preview_says_where_they_go(house: House) -> None:
    task(house, "Night rounds", unit="night")
    task(house, "Keys", unit="night")
    checked = check(house.cast.carla, everybody(**MERGED))
    assert said_of(checked.file.findings["follows"]) == [
        "“Night” ends: its 2 leadership tasks go on in “Office”."
    ]


def test_who_imports_may_send_them_elsewhere(house: House) -> None:
    task(house, "Night rounds", unit="night")
    by, content = house.cast.carla, everybody(**MERGED)
    checked = check(by, content)
    asked = import_page(checked, member=by).questions
    assert [(one.text, one.likely) for one in asked] == [
        ("“Night” ends. Where does what belongs to it go on, such as leadership tasks?", "office")
    ]
    assert [one.words for one in asked[0].choices] == ["In “Office”", "In “Ward”", "In “Clinic”"]
    answered = answer_questions(by=by, import_id=checked.pk, answers={"unit_goes_on:night": "ward"}, now=NOW)
    assert said_of(answered.file.findings["follows"]) == [
        "“Night” ends: its leadership task goes on in “Ward”."
    ]
    apply_import(by=by, import_id=checked.pk, now=NOW)
    assert (of_unit(house, "ward", DAY), of_unit(house, "office", DAY)) == (["Night rounds"], [])


def test_a_unit_that_is_there_again_has_its_tasks_back(house: House) -> None:
    task(house, "Night rounds", unit="night")
    take_in(house, everybody(**MERGED))
    take_in(house, everybody(), day=APRIL)
    assert (of_unit(house, "office", DAY), of_unit(house, "night", APRIL)) == (
        ["Night rounds"],
        ["Night rounds"],
    )
    assert of_unit(house, "office", APRIL) == []


def test_no_task_stands_under_no_unit(house: House) -> None:
    for key in house.units:
        task(house, key, unit=key)
    people = {name: row(name, unit="clinic") for name in ("asta", "bo", "hans", "carla")}
    take_in(house, everybody(**people | dict.fromkeys(["alma", "eva", "finn", "gerd", "uma"])))
    structure = structure_on(DAY)
    homes = {structure.home_of(unit.pk) for unit in Unit.objects.all()}
    assert homes == {structure.index_of_unit(house.units["clinic"].pk)}


def test_undoing_an_earlier_end_keeps_where_the_later_one_goes_on(house: House) -> None:
    take_in(house, everybody(**MERGED), day=DAY + timedelta(days=60))
    ends = UnitPlacement.objects.filter(unit__key="night").values_list("valid_until", "goes_to__key")
    before = list(ends)
    assert before[0][1] == "office"
    undo(house, take_in(house, everybody(**MERGED), day=DAY + timedelta(days=30)))
    assert list(ends) == before
