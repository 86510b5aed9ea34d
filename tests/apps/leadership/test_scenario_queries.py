"""The number of queries does not grow with tasks, people or scenarios."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.leadership.builders import House, need, person, place_person, task
from apps.leadership.scenario_house import WIDE, Board, agree, build_board, computed, say
from cast import DAY
from colead.apps.leadership.bridge.problem import problem_on
from colead.apps.leadership.bridge.scenarios import read_scenario
from colead.apps.leadership.models import Scenario
from colead.apps.leadership.selectors.scenario_comparison import compare
from colead.apps.leadership.selectors.scenarios import scenario_page, scenario_rows

Count = Callable[[int], AbstractContextManager[object]]
SMALL, LARGE = 0, 12


def furnished(house: House, more: int) -> tuple[Board, list[Scenario]]:
    """The board with so many more tasks and people, and two scenarios."""
    board = build_board(house)
    for number in range(more):
        one = task(house, f"Task {number}", hours_per_week=1)
        need(house, one, "listen", level=2)
        key = f"more-{number}"
        house.people[key] = person(house.organisation, key)
        place_person(house.people[key], house.units["ward"])
        say(house, key, {"listen": (3, 1)})
        agree(house.people[key])
    return board, [computed(board), computed(board, name="Again")]


@pytest.mark.parametrize("more", [SMALL, LARGE])
def test_selectors(house: House, more: int, django_assert_num_queries: Count) -> None:
    board, scenarios = furnished(house, more)
    with django_assert_num_queries(1):
        scenario_rows(board.carla)
    with django_assert_num_queries(1):
        read_scenario(scenarios[0])
    with django_assert_num_queries(5):
        scenario_page(scenarios[0], board.carla)
    with django_assert_num_queries(9):
        compare([one.pk for one in scenarios], board.carla)
    problem_on(DAY, WIDE)  # the structure is in memory from here on
    with django_assert_num_queries(9):
        problem_on(DAY, WIDE)


def test_pages_ask_as_often_for_many_as_for_few(client: Client, house: House) -> None:
    client.force_login(house.cast.carla.user)
    board, scenarios = furnished(house, SMALL)
    client.get(reverse("leadership:new_scenario", args=["clinic"]))  # the structure is in memory from here on
    small = counts(client, scenarios)
    for number in range(LARGE):
        one = task(house, f"Task {number}", hours_per_week=1)
        need(house, one, "listen", level=2)
    large = counts(client, [computed(board, name=f"Number {number}") for number in range(2)])
    assert small == large
    assert max(small.values()) <= 25


def counts(client: Client, scenarios: list[Scenario]) -> dict[str, int]:
    numbers = [one.pk for one in scenarios]
    compare_query = "?" + "&".join(f"scenario={number}" for number in numbers)
    addresses = {
        "list": reverse("leadership:scenarios", args=["clinic"]),
        "new": reverse("leadership:new_scenario", args=["clinic"]),
        "compare": reverse("leadership:compare_scenarios", args=["clinic"]) + compare_query,
        **{
            name: reverse(f"leadership:{name}", args=["clinic", numbers[0]])
            for name in ("scenario", "scenario_json", "scenario_csv")
        },
    }
    return {name: queries(client, address) for name, address in addresses.items()}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
