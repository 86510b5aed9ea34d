"""Scenarios as programs ask for them, read them and take them."""

from typing import Any

import pytest

from api.caller import CLINIC, Caller, caller
from apps.leadership.builders import House
from apps.leadership.scenario_house import Board, build_board, computed
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Offer, Scenario
from queue_of_jobs import run_pending
from remembered import remembered

SCENARIOS = f"{CLINIC}/leadership/scenarios"


@pytest.fixture
@remembered
def board(house: House) -> Board:
    return build_board(house)


@pytest.fixture
def program(board: Board) -> Caller:
    return caller(board.carla)


def test_from_asking_to_taking(program: Caller, board: Board) -> None:
    asked = program.post(SCENARIOS, {"name": "Autumn", "day": "2026-03-02", "hours": 6})
    assert asked.status_code == 202
    number = asked.json()["id"]
    assert asked.json() == {"id": number, "state": "waiting"}
    run_pending()
    shown = program.get(f"{SCENARIOS}/{number}").json()
    assert shown["state"] == "proposed"
    assert shown["summary"][0] == "4 of 4 seats have a proposal."
    assert {seat["person"] for seat in shown["seats"]} == {"Alma Holm", "Bo Holm", "Eva Holm", "Finn Holm"}
    taken = program.post(f"{SCENARIOS}/{number}/take", {"seats": [shown["seats"][0]["number"]]})
    assert taken.json() == {"offered": 1, "already": 0, "withdrew": 0, "waiting": 0, "refused": {}}
    listed = program.get(SCENARIOS).json()["items"]
    assert [(row["id"], row["filled"], row["wanted"], row["offers"]) for row in listed] == [(number, 4, 4, 1)]


def test_a_retry_with_its_key_makes_one_scenario_and_one_offer(program: Caller, board: Board) -> None:
    body = {"name": "Autumn", "day": "2026-03-02", "hours": 6}
    first, again = (program.post(SCENARIOS, body, key="k1").json() for _try in range(2))
    assert first == again
    run_pending()
    path = f"{SCENARIOS}/{first['id']}/take"
    receipts = [program.post(path, {}, key="k2").json() for _try in range(2)]
    assert receipts[0] == receipts[1]
    assert Scenario.objects.count() == 1
    assert Offer.objects.count() == 4


def test_pairs_are_named_by_employee_number(program: Caller, board: Board) -> None:
    roster, people = board.tasks["roster"].pk, board.house.people
    body = {
        "name": "Pairs",
        "day": "2026-03-02",
        "locked": [{"task": roster, "person": "eva"}],
        "exclusion_pairs": [["alma", "bo"]],
    }
    assert program.post(SCENARIOS, body).status_code == 202
    wishes = Wishes.from_dict(Scenario.objects.get().wishes)
    assert wishes.locked == ((roster, people["eva"].pk),)
    assert wishes.exclusion_pairs == ((people["alma"].pk, people["bo"].pk),)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "x", "hours": 0}, 422),
        ({"name": "x", "hours": 900}, 422),
        ({"name": "x", "formal_share": 2}, 422),
        ({"name": "x", "tasks": [999999]}, 422),
        ({"name": "x", "locked": [{"task": 1, "person": "nobody"}]}, 422),
        ({"name": "x", "exclusion_pairs": [["gerd", "eva"]]}, 422),
        ({"name": "x", "unknown": 1}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused(program: Caller, body: dict[str, Any], status: int) -> None:
    assert program.post(SCENARIOS, body).status_code == status
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("alma", 403), ("dan", 403), ("carla", 200), ("olga", 200)])
def test_only_who_may_allocate_reads(board: Board, name: str, status: int) -> None:
    made = computed(board)
    program = caller(getattr(board.house.cast, name))
    for path in (SCENARIOS, f"{SCENARIOS}/{made.pk}", f"{SCENARIOS}/{made.pk}/document"):
        assert program.get(path).status_code == status


def test_unknown_scenarios_are_not_found(program: Caller) -> None:
    assert program.get(f"{SCENARIOS}/12345").status_code == 404
    assert program.post(f"{SCENARIOS}/12345/take", {}).status_code == 404
