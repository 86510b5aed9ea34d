"""Leadership tasks as programs open, read and change them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.caller import CLINIC, Caller, caller
from apps.leadership.builders import House, assignment, build_house, mandate, many_tasks, task
from cast import Cast
from colead.apps.leadership.models import LeadershipTask, Mandate
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.ledger.models import LedgerRecord
from colead.kit import scope

TASKS = f"{CLINIC}/leadership/tasks"
ROSTER: dict[str, Any] = {
    "title": "Duty roster",
    "purpose": "A roster that all can live with.",
    "unit": "ward",
    "hours_per_week": 2.5,
    "accountabilities": ["Is out in time"],
    "needs": [{"competency": "listen", "level": 3, "is_critical": True}],
    "mandate": {"may_decide": "who works when", "limit_amount": 3000, "units": ["ward", "night"]},
    "opens_on": "2026-03-02",
}


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    with scope.organisation(cast.clinic):
        yield build_house(cast)


@pytest.fixture
def bo(house: House) -> Caller:
    return caller(house.cast.bo)


def made(bo: Caller, **changes: Any) -> dict[str, Any]:
    response = bo.post(TASKS, ROSTER | changes)
    assert response.status_code == 201, response.content
    return dict(response.json())


class TestOpening:
    def test_a_task_with_all_that_belongs_to_it(self, bo: Caller) -> None:
        answer = made(bo)
        assert answer["accountabilities"] == ["Is out in time"]
        assert (answer["needs"][0]["name"], answer["needs"][0]["level"]) == ("Listening and asking", 3)
        assert answer["mandate"]["sentence"] == (
            "Holds “Duty roster”: may decide who works when, up to 3,000 DKK, in Night and Ward."
        )
        assert bo.get(f"{TASKS}/{answer['id']}", as_of="2026-03-02").json() == answer

    def test_twice_with_one_key_is_one_task(self, bo: Caller) -> None:
        first, second = (bo.post(TASKS, ROSTER, key="again") for _time in range(2))
        assert first.json() == second.json()
        assert LeadershipTask.objects.count() == LedgerRecord.objects.count() == 1

    def test_a_recipe_and_what_is_different(self, bo: Caller) -> None:
        key, recipe = next(iter(shipped_recipes().items()))
        wanted = {"recipe": key, "unit": "night", "seats": 2, "needs": [], "mandate": None}
        answer = bo.post(TASKS, wanted).json()
        assert (answer["title"], answer["seats"], answer["needs"]) == (recipe.title.en, 2, [])
        assert answer["recipe"] == recipe.title.en
        assert recipe.mandate.may_decide.en in answer["mandate"]["sentence"]
        assert answer["accountabilities"] == [text.en for text in recipe.accountabilities]

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"title": " "}, "empty", "title"),
            ({"unit": "nowhere"}, "unknown_unit", "unit"),
            ({"hours_per_week": None}, "hours_missing", "hours_per_week"),
            ({"recipe": "no-such"}, "unknown_recipe", "recipe"),
            ({"most_terms": 2}, "rotation_without_term", "term_months"),
            ({"needs": [{"competency": "sing", "level": 1}]}, "unknown_competency", "needs"),
            ({"seats": 51}, "out_of_range", "seats"),
            ({"colour": "red"}, "invalid_request", "data.colour"),
        ],
    )
    def test_mistakes_are_told(self, bo: Caller, changes: dict[str, Any], code: str, field: str) -> None:
        response = bo.post(TASKS, ROSTER | changes)
        assert (response.status_code, response.json()["code"]) == (422, code)
        assert response.json()["field"] == field
        assert not LeadershipTask.objects.exists()

    def test_only_those_who_look_after_the_unit(self, house: House, bo: Caller) -> None:
        assert bo.post(TASKS, ROSTER | {"unit": "office"}).status_code == 403
        assert caller(house.cast.alma).post(TASKS, ROSTER).status_code == 403
        assert caller(house.cast.dan).post(TASKS, ROSTER).status_code == 403
        assert caller(house.cast.carla).post(TASKS, ROSTER | {"unit": "office"}).status_code == 201


class TestReading:
    def test_lists_by_stage_unit_and_words(self, house: House, bo: Caller) -> None:
        task(house, "Open")
        assignment(task(house, "Held", unit="office"), house.people["eva"])

        def titles(**query: str) -> list[str]:
            return [row["title"] for row in bo.get(TASKS, as_of="2026-03-02", **query).json()["items"]]

        assert titles() == ["Held", "Open"]
        assert titles(stage="open") == titles(unit="ward") == titles(q="ward") == ["Open"]
        assert titles(stage="held") == titles(q="eva") == ["Held"]
        assert titles(stage="ending") == []
        assert bo.get(TASKS, stage="gone").status_code == 422

    def test_pages_hold_each_task_once_and_ask_no_more(self, house: House, bo: Caller) -> None:
        titles: list[str] = []
        asked: list[int] = []
        for size in (5, 20):
            many_tasks(house, size)
            bo.get(TASKS)  # from here on the structure is in memory
            with CaptureQueriesContext(connection) as queries:
                bo.get(TASKS)
            asked.append(len(queries))
        page: dict[str, Any] = {"next": ""}
        while page["next"] is not None:
            page = bo.get(TASKS, limit=7, cursor=page["next"]).json()
            titles += [row["id"] for row in page["items"]]
        assert len(titles) == len(set(titles)) == 25
        assert asked[0] == asked[1]

    def test_recipes_are_listed_and_found(self, bo: Caller) -> None:
        key, recipe = next(iter(shipped_recipes().items()))
        everything = bo.get(f"{CLINIC}/leadership/recipes", limit=200).json()["items"]
        assert len(everything) == len(shipped_recipes())
        found = bo.get(f"{CLINIC}/leadership/recipes", q=recipe.title.en).json()["items"]
        assert key in {one["key"] for one in found}

    def test_another_organisations_tasks_are_missing(self, house: House) -> None:
        found = task(house)
        ida = caller(house.cast.ida)
        elsewhere = TASKS.replace("clinic", "elsewhere")
        assert ida.get(f"{elsewhere}/{found.pk}").status_code == 404
        assert ida.get(f"{elsewhere}/{found.pk}/mandate").status_code == 404
        assert ida.post(f"{elsewhere}/{found.pk}/close").status_code == 404
        assert ida.get(elsewhere).json()["items"] == []


class TestChanging:
    def test_what_is_left_out_stays(self, bo: Caller) -> None:
        first = made(bo, term_months=12)
        address = f"{TASKS}/{first['id']}"
        assert bo.send("PATCH", address, {"seats": 2}).json()["term_months"] == 12
        changed = bo.send("PATCH", address, {"term_months": None, "title": None}).json()
        assert (changed["seats"], changed["term_months"], changed["title"]) == (2, None, "Duty roster")

    def test_rows_change_from_a_day(self, bo: Caller) -> None:
        address = f"{TASKS}/{made(bo)['id']}"
        later = {"accountabilities": ["Is fair"], "day": "2099-01-01"}
        assert bo.send("PUT", f"{address}/accountabilities", later).json() == ["Is fair"]
        assert bo.get(address).json()["accountabilities"] == ["Is out in time"]
        assert bo.get(address, as_of="2099-01-01").json()["accountabilities"] == ["Is fair"]
        needs = bo.send("PUT", f"{address}/needs", {"needs": [{"competency": "plan-work", "level": 1}]})
        assert [row["competency"] for row in needs.json()] == ["plan-work"]

    def test_a_mandate_is_set_read_as_of_a_day_and_ended(self, bo: Caller) -> None:
        address = f"{TASKS}/{made(bo)['id']}/mandate"
        wanted = {"may_decide": "everything", "day": "2099-01-01"}
        assert bo.send("PUT", address, wanted).json()["valid_from"] == "2099-01-01"
        assert bo.get(address).json()["may_decide"] == "who works when"
        assert bo.get(address, as_of="2099-01-01").json()["may_decide"] == "everything"
        assert bo.send("DELETE", address + "?day=2099-06-01").status_code == 200
        assert bo.get(address, as_of="2099-06-01").json() is None
        assert Mandate.objects.count() == 2

    def test_a_day_that_has_passed_is_refused(self, house: House, bo: Caller) -> None:
        found = task(house)
        mandate(found)
        wanted = {"may_decide": "everything", "day": "2026-03-01"}
        response = bo.send("PUT", f"{TASKS}/{found.pk}/mandate", wanted)
        assert (response.status_code, response.json()["code"]) == (422, "day_has_passed")

    def test_closing_is_told_and_once(self, bo: Caller) -> None:
        address = f"{TASKS}/{made(bo)['id']}/close"
        assert bo.post(f"{address}?day=2099-01-01").json()["valid_until"] == "2099-01-01"
        assert bo.post(f"{address}?day=2099-01-01").status_code == 409
        assert bo.post(f"{address}?date=2099-01-01").json()["code"] == "unknown_parameter"

    def test_nobody_else_changes_it(self, house: House, bo: Caller) -> None:
        address, alma = f"{TASKS}/{made(bo)['id']}", caller(house.cast.alma)
        calls = [
            alma.send("PATCH", address, {"seats": 2}),
            alma.send("PUT", f"{address}/mandate", {"may_decide": "everything"}),
            alma.send("DELETE", f"{address}/mandate"),
            alma.send("PUT", f"{address}/needs", {"needs": []}),
            alma.send("PUT", f"{address}/accountabilities", {"accountabilities": []}),
            alma.post(f"{address}/close"),
        ]
        assert {call.status_code for call in calls} == {403}
        assert alma.get(address).status_code == 200
