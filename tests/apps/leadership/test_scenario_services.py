"""Scenarios are asked for, computed, copied, mended and deleted; the same question has the same answer."""

import json
from dataclasses import replace
from typing import Any

import pytest

from apps.leadership.builders import NOW, House, assignment, offer
from apps.leadership.scenario_house import WIDE, Board, ask, build_board, computed, conflicting, withdraw
from cast import DAY
from colead.apps.leadership.bridge.scenarios import document_of, read_scenario, write_proposal
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Assignment, Offer, Scenario
from colead.apps.leadership.services import scenarios
from colead.apps.leadership.services.scenarios import answer, forget_withdrawn
from colead.apps.ledger.models import LedgerRecord
from colead.files.exports import json_text
from colead.kit.errors import DomainError, NotAllowed, NotFound
from queue_of_jobs import run_pending
from remembered import remembered

State = Scenario.State


@pytest.fixture
@remembered
def board(house: House) -> Board:
    return build_board(house)


def entries() -> list[dict[str, Any]]:
    return [
        json.loads(text)
        for text in LedgerRecord.objects.order_by("leaf__index").values_list("text", flat=True)
    ]


def test_a_scenario_is_computed_in_the_background(board: Board) -> None:
    asked = ask(board)
    assert asked.state == State.WAITING
    run_pending()
    asked.refresh_from_db()
    assert asked.state == State.PROPOSED
    assert asked.result["filled"] == asked.result["wanted"] == 4
    assert asked.job is not None
    assert asked.job.result_url.endswith(f"/leadership/allocate/{asked.pk}/")


def test_nothing_is_assigned_or_offered_by_computing(board: Board) -> None:
    computed(board)
    assert not Assignment.objects.exists()
    assert not Offer.objects.exists()


def test_the_ledger_has_counts_and_no_names(board: Board) -> None:
    made = computed(board)
    scenarios.delete_scenario(by=board.carla, scenario=made.pk, now=NOW)
    told = [(one["action"], one["subject"], one.get("details", {})) for one in entries()]
    assert told == [
        ("leadership.scenario_created", f"scenario:{made.pk}", {}),
        ("leadership.scenario_computed", f"scenario:{made.pk}", {"filled": 4, "wanted": 4}),
        ("leadership.scenario_deleted", f"scenario:{made.pk}", {}),
    ]


@pytest.mark.parametrize("seed", [1, 2, 99])
def test_the_export_computed_again_gives_the_same(board: Board, seed: int) -> None:
    asked = scenarios.create_scenario(by=board.carla, name="Again", day=DAY, wishes=WIDE, seed=seed, now=NOW)
    made = scenarios.compute_scenario(by=board.carla, scenario=asked.pk, now=NOW)
    exported = json.loads(json_text(document_of(read_scenario(made))))
    assert exported["seed"] == exported["question"]["rules"]["seed"] == seed
    assert write_proposal(answer(exported["question"])) == exported["result"]


def test_computing_the_same_question_twice_gives_the_same_rows(board: Board) -> None:
    first, second = computed(board), computed(board)
    assert (first.question, first.result) == (second.question, second.result)


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Wishes(hours=0), "hours"),
        (Wishes(hours=61), "hours"),
        (Wishes(most_tasks=0), "most_tasks"),
        (Wishes(formal_share=1.5), "formal_share"),
        (Wishes(continuity=-1), "continuity"),
        (Wishes(tasks=(999_999,)), "tasks"),
        (Wishes(must_fill=(999_999,)), "tasks"),
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(board: Board, wishes: Wishes, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        ask(board, wishes)
    assert caught.value.field == field
    assert not Scenario.objects.exists()


def test_nobody_is_locked_in_who_has_not_agreed_or_is_elsewhere(board: Board) -> None:
    pair = (board.tasks["roster"].pk, board.house.people["gerd"].pk)
    elsewhere = (board.tasks["roster"].pk, board.house.people["uma"].pk)
    for wishes in (replace(WIDE, locked=(pair,)), replace(WIDE, people_units=("ward",), locked=(elsewhere,))):
        with pytest.raises(DomainError) as caught:
            ask(board, wishes)
        assert caught.value.field == "pairs"  # the same words for both: consent is nobody's business


def test_nobody_is_locked_into_a_task_without_a_free_seat(board: Board) -> None:
    mediation, people = board.tasks["mediation"], board.house.people
    offer(mediation, people["eva"])
    with pytest.raises(DomainError, match="Mediation") as caught:
        ask(board, replace(WIDE, locked=((mediation.pk, people["bo"].pk),)))
    assert caught.value.field == "pairs"
    assert ask(
        board, replace(WIDE, locked=((mediation.pk, people["eva"].pk),))
    )  # it is offered to her already


def test_nobody_is_locked_into_a_task_that_is_not_asked_about(board: Board) -> None:
    pair = (board.tasks["mediation"].pk, board.house.people["bo"].pk)
    with pytest.raises(DomainError, match="Mediation"):
        ask(board, replace(WIDE, task_units=("ward",), locked=(pair,)))


def test_a_seat_that_is_proposed_anew_is_free(board: Board) -> None:
    mediation, people = board.tasks["mediation"], board.house.people
    assignment(mediation, people["eva"])
    wishes = replace(WIDE, locked=((mediation.pk, people["bo"].pk),))
    with pytest.raises(DomainError, match="Mediation"):
        ask(board, wishes)
    assert ask(board, replace(wishes, reopen=True))


def test_where_nothing_can_be_asked_it_says_why(board: Board) -> None:
    for key in ("alma", "eva", "finn", "uma", "bo"):
        withdraw(board.house.people[key])
    nobody = computed(board)
    assert (nobody.state, nobody.result) == (State.FAILED, {"lacks": "people"})
    for one in board.tasks.values():
        one.valid_until = DAY
        one.save()
    nothing = computed(board)
    assert (nothing.state, nothing.result) == (State.FAILED, {"lacks": "seats"})


def test_a_copy_asks_again_as_things_are_now(board: Board) -> None:
    made = computed(board, replace(WIDE, most_tasks=1))
    withdraw(board.house.people["bo"])
    copied = scenarios.copy_scenario(by=board.carla, scenario=made.pk, now=NOW)
    again = scenarios.compute_scenario(by=board.carla, scenario=copied.pk, now=NOW)
    assert Wishes.from_dict(again.wishes).most_tasks == 1
    assert board.house.people["bo"].pk not in again.question["people"]
    assert Scenario.objects.count() == 2


def test_demands_that_conflict_are_told_and_each_can_be_mended(board: Board) -> None:
    made = computed(board, conflicting(board))
    assert made.state == State.CONFLICT
    assert made.result["seats"] == []
    kinds = sorted(demand["constraint"] for demand in made.result["conflict"])
    assert kinds == ["hours", "locked", "locked"]
    for number in range(3):
        mended = scenarios.mend_scenario(by=board.carla, scenario=made.pk, demand=number, now=NOW)
        again = scenarios.compute_scenario(by=board.carla, scenario=mended.pk, now=NOW)
        assert again.state == State.PROPOSED, made.result["conflict"][number]


def test_what_is_no_demand_cannot_be_mended(board: Board) -> None:
    made = computed(board, conflicting(board))
    for number in (-1, 3):
        with pytest.raises(DomainError, match="mend nothing"):
            scenarios.mend_scenario(by=board.carla, scenario=made.pk, demand=number, now=NOW)


def test_only_who_may_allocate_touches_scenarios(board: Board) -> None:
    made, alma = computed(board), board.house.cast.alma
    calls: list[Any] = [
        lambda: scenarios.create_scenario(by=alma, name="x", day=DAY, wishes=WIDE, now=NOW),
        lambda: scenarios.compute_scenario(by=alma, scenario=made.pk, now=NOW),
        lambda: scenarios.copy_scenario(by=alma, scenario=made.pk, now=NOW),
        lambda: scenarios.mend_scenario(by=alma, scenario=made.pk, demand=0, now=NOW),
        lambda: scenarios.delete_scenario(by=alma, scenario=made.pk, now=NOW),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_unknown_scenarios_are_not_found(board: Board) -> None:
    with pytest.raises(NotFound):
        scenarios.delete_scenario(by=board.carla, scenario=12345, now=NOW)


def test_forgetting_finds_nothing_where_nobody_withdrew(board: Board) -> None:
    made = computed(board)
    before = (made.question, made.result)
    assert forget_withdrawn(by=board.carla, now=NOW) == 0
    made.refresh_from_db()
    assert (made.question, made.result) == before
