"""Somebody who withdraws consent is in no later run, and disappears from the earlier ones."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from api.caller import CLINIC, caller
from apps.leadership.builders import NOW, House, place_person
from apps.leadership.scenario_house import WIDE, Board, agree, build_board, computed, say, withdraw
from colead.apps.jobs.models import Job
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Scenario
from colead.apps.leadership.services.scenarios import forget_person, forget_withdrawn, take_scenario
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import IdempotencyRecord
from colead.apps.people.models import Person
from colead.cli.forget import command as forget
from colead.kit.errors import NotAllowed
from remembered import remembered

CANARY_PK = 987654321
CANARIES = ("canary-name", "canary-key", str(CANARY_PK))


@pytest.fixture
def board(house: House) -> Board:
    """The board, and a person who would fit nearly everything."""
    board = build_board(house)
    person = Person.objects.create(
        pk=CANARY_PK, organisation=house.organisation, key="canary-key", name="Canary-name Holm"
    )
    house.people["canary"] = person
    place_person(person, house.units["ward"])
    say(house, "canary", {"plan-work": (4, 1), "listen": (4, 1), "resolve-conflict": (4, 1)})
    agree(person)
    return board


def wishes_that_name(board: Board) -> Wishes:
    """The canary is locked in, locked out and in a pair."""
    tasks, people = board.tasks, board.house.people
    return replace(
        WIDE,
        locked=((tasks["rounds"].pk, CANARY_PK),),
        locked_out=((tasks["mediation"].pk, CANARY_PK),),
        exclusion_pairs=((CANARY_PK, people["alma"].pk),),
    )


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.casefold()]


def pages(client: Client, scenarios: list[Scenario]) -> Iterator[tuple[str, str]]:
    """Every page and file of these scenarios, for somebody who may allocate."""
    numbers = [one.pk for one in scenarios]
    for name in ("scenario", "scenario_json", "scenario_csv"):
        for number in numbers:
            yield name, body(client, reverse(f"leadership:{name}", args=["clinic", number]))
    for name in ("scenarios", "new_scenario"):
        yield name, body(client, reverse(f"leadership:{name}", args=["clinic"]))
    compare = reverse("leadership:compare_scenarios", args=["clinic"])
    yield "compare", body(client, f"{compare}?" + "&".join(f"scenario={number}" for number in numbers))
    copy = reverse("leadership:new_scenario", args=["clinic"])
    for number in numbers:
        yield "copy", body(client, f"{copy}?copy={number}")


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def through_the_api(board: Board, scenarios: list[Scenario]) -> Iterator[tuple[str, str]]:
    program = caller(board.carla)
    yield "list", program.get(f"{CLINIC}/leadership/scenarios").content.decode()
    for one in scenarios:
        for tail in ("", "/document"):
            yield tail, program.get(f"{CLINIC}/leadership/scenarios/{one.pk}{tail}").content.decode()


def kept_rows() -> str:
    """Everything that is stored about scenarios and what was done with them."""
    rows: list[Any] = [
        *Scenario.objects.values_list("name", "wishes", "question", "result"),
        *LedgerRecord.objects.values_list("text"),
        *Job.objects.values_list("arguments", "result", "error", "message"),
        *Notice.objects.values_list("values"),
        *IdempotencyRecord.objects.values_list("response"),
    ]
    return json.dumps(rows, default=str)


@pytest.fixture
@remembered
def older(board: Board) -> list[Scenario]:
    """Two scenarios in which the canary is proposed, locked, and next in line."""
    return [computed(board), computed(board, wishes_that_name(board), name="Named")]


def test_before_withdrawing_the_canary_is_everywhere(
    client: Client, board: Board, older: list[Scenario]
) -> None:
    client.force_login(board.carla.user)
    seen = {name for name, text in pages(client, older) if leaks(text)}
    assert seen >= {"scenario", "scenario_json", "scenario_csv", "new_scenario", "compare", "copy"}
    assert all(leaks(json.dumps([one.question, one.result])) for one in older)
    assert any(
        str(CANARY_PK) == one["person"]
        for seat in older[0].result["seats"] for one in seat["runners_up"]
    ) or any(seat["person"] == str(CANARY_PK) for seat in older[0].result["seats"])  # fmt: skip


def test_older_scenarios_show_nothing_from_the_same_moment(
    client: Client, board: Board, older: list[Scenario]
) -> None:
    withdraw(board.house.people["canary"])
    client.force_login(board.carla.user)
    assert [(name, leaks(text)) for name, text in pages(client, older) if leaks(text)] == []
    assert [(name, leaks(text)) for name, text in through_the_api(board, older) if leaks(text)] == []
    assert "somebody who has withdrawn" in body(
        client, reverse("leadership:scenario", args=["clinic", older[1].pk])
    )


def test_later_runs_know_nothing_of_them(
    client: Client, board: Board, older: list[Scenario], caplog: pytest.LogCaptureFixture
) -> None:
    withdraw(board.house.people["canary"])
    caplog.clear()
    later = computed(board, name="Later")
    take_scenario(by=board.carla, scenario=later.pk, now=NOW)
    client.force_login(board.carla.user)
    assert [(name, leaks(text)) for name, text in pages(client, [later]) if leaks(text)] == []
    assert leaks(json.dumps([later.wishes, later.question, later.result])) == []
    assert leaks(caplog.text) == []
    assert leaks(kept_rows()) == []  # a new run erases them from the older ones, too


def test_every_day_they_are_erased_from_what_is_stored(board: Board, older: list[Scenario]) -> None:
    withdraw(board.house.people["canary"])
    assert leaks(kept_rows())
    assert forget_withdrawn(by=board.carla, now=NOW) == 2
    assert leaks(kept_rows()) == []
    assert forget_withdrawn(by=board.carla, now=NOW) == 0
    erased = Scenario.objects.get(pk=older[0].pk)
    assert erased.question["erased"] == 1
    assert [seat["kind"] for seat in erased.result["seats"]] == [
        seat["kind"] for seat in older[0].result["seats"]
    ]


def test_a_person_can_be_erased_at_once(board: Board, older: list[Scenario]) -> None:
    assert forget_person(by=board.carla, person=board.house.people["canary"], now=NOW) == 2
    assert leaks(kept_rows()) == []


def test_the_people_team_takes_out_who_asks_for_it(
    client: Client, board: Board, older: list[Scenario]
) -> None:
    url = reverse("leadership:forget_person", args=["clinic"])
    client.force_login(board.carla.user)
    assert "canary-key" in body(client, f"{url}?q=canary")
    assert "Take out for good" in body(client, f"{url}?person=canary-key")
    answer = client.post(url, {"person": "canary-key"}, follow=True)
    assert "Taken out of 2 scenarios." in answer.content.decode()
    assert leaks(kept_rows()) == []


def test_nobody_else_takes_anybody_out(client: Client, board: Board, older: list[Scenario]) -> None:
    before = kept_rows()
    client.force_login(board.house.cast.bo.user)
    url = reverse("leadership:forget_person", args=["clinic"])
    assert client.post(url, {"person": "canary-key"}).status_code == 403
    with pytest.raises(NotAllowed):
        forget_person(by=board.house.cast.bo, person=board.house.people["canary"], now=NOW)
    assert kept_rows() == before


def test_the_operator_takes_out_who_asks_for_it(board: Board, older: list[Scenario]) -> None:
    done = CliRunner().invoke(forget, ["clinic", "canary-key", "--yes"])
    assert (done.exit_code, done.output) == (0, "Taken out of 2 stored allocations.\n")
    assert leaks(kept_rows()) == []
    assert CliRunner().invoke(forget, ["clinic", "nobody", "--yes"]).exit_code == 2


def test_who_is_erased_entirely_is_forgotten_too(client: Client, board: Board, older: list[Scenario]) -> None:
    Person.objects.filter(pk=CANARY_PK).delete()
    client.force_login(board.carla.user)
    assert [(name, leaks(text)) for name, text in pages(client, older) if leaks(text)] == []


def test_how_many_withdrew_is_told_and_not_who(client: Client, board: Board, older: list[Scenario]) -> None:
    withdraw(board.house.people["canary"])
    client.force_login(board.carla.user)
    url = reverse("leadership:scenario", args=["clinic", older[0].pk])
    told = "One person has withdrawn since this was computed"
    assert told in body(client, url)
    forget_withdrawn(by=board.carla, now=NOW)
    assert told in body(client, url)


def test_agreeing_again_does_not_bring_them_back(client: Client, board: Board, older: list[Scenario]) -> None:
    withdraw(board.house.people["canary"])
    agree(board.house.people["canary"], given_at=NOW.replace(hour=23))
    client.force_login(board.carla.user)
    shown = body(client, reverse("leadership:scenario", args=["clinic", older[0].pk]))
    assert leaks(shown) == []
