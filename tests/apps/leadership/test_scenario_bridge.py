"""Rows become the engine's arrays: checked by hand, cell by cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from apps.leadership.builders import House, assignment, offer, task
from apps.leadership.scenario_house import Board, build_board, computed, withdraw
from cast import DAY
from colead.apps.leadership.bridge.problem import problem_on, rules_of
from colead.apps.leadership.bridge.scenarios import (
    question_without,
    read_proposal,
    read_question,
    write_proposal,
    write_question,
)
from colead.apps.leadership.bridge.wishes import Wishes, mended
from colead.apps.leadership.models import LeadershipTask
from colead.apps.people.models import Leave, Position, StrengthConsent
from colead.engine.leadership.problem import AllocationProblem, Demand
from colead.engine.leadership.proposal import propose
from remembered import remembered

pytestmark = pytest.mark.usefixtures("ids_in_order")
NAN = float("nan")
EVERYTHING = Wishes(hours=6.0)


@pytest.fixture
@remembered
def board(house: House) -> Board:
    return build_board(house)


def pk(board: Board, key: str) -> int:
    return board.house.people[key].pk


def of_person(problem: AllocationProblem, board: Board, name: str, key: str) -> Any:
    """A person's entry in one of the arrays of people."""
    return getattr(problem, name)[problem.person_ids.tolist().index(pk(board, key))]


def of_pair(problem: AllocationProblem, board: Board, name: str, title: str, key: str) -> bool:
    """A pair's entry in one of the arrays of pairs."""
    row = problem.task_ids.tolist().index(board.tasks[title].pk)
    return bool(getattr(problem, name)[row, problem.person_ids.tolist().index(pk(board, key))])


def test_every_array_is_what_the_rows_say(board: Board) -> None:
    problem = problem_on(DAY, replace(EVERYTHING, must_fill=(board.tasks["rounds"].pk,)))
    assert problem.task_ids.tolist() == [board.tasks[key].pk for key in ("roster", "rounds", "mediation")]
    assert problem.person_ids.tolist() == [pk(board, key) for key in ("bo", "alma", "eva", "finn", "uma")]
    assert problem.competency_ids.tolist() == ["listen", "plan-work", "resolve-conflict"]
    np.testing.assert_array_equal(
        problem.level, [[4, 4, 4], [2, 3, NAN], [NAN, 2, 3], [3, 1, NAN], [NAN, NAN, 2]]
    )
    np.testing.assert_array_equal(
        problem.wish, [[0, 0, 0], [0, 2, NAN], [NAN, NAN, 1], [1, 0, NAN], [NAN, NAN, -1]]
    )
    np.testing.assert_array_equal(problem.needed, [[1, 2, 0], [3, 0, 0], [0, 0, 2]])
    np.testing.assert_array_equal(problem.weight, [[1, 3, 0], [1, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(problem.critical, [[False, True, False], [False] * 3, [False, False, True]])
    assert problem.hours.tolist() == [3, 2, 4]
    assert problem.seats.tolist() == [2, 1, 1]
    assert problem.deputies.tolist() == [0, 1, 0]
    assert problem.must_fill.tolist() == [False, True, False]
    assert problem.capacity.tolist() == [6] * 5
    assert problem.most_tasks.tolist() == [4] * 5
    assert problem.formal_leader.tolist() == [True, False, False, False, False]
    assert problem.allowed.all()
    assert not problem.locked.any()
    assert not problem.current.any()


def test_only_who_agrees_and_works_here_is_asked_about(board: Board) -> None:
    withdraw(board.house.people["uma"])
    Position.objects.filter(person=board.house.people["finn"]).update(valid_until=DAY)
    people = problem_on(DAY, EVERYTHING).person_ids.tolist()
    assert people == [pk(board, key) for key in ("bo", "alma", "eva")]


def test_units_count_with_everything_below(board: Board) -> None:
    problem = problem_on(DAY, replace(EVERYTHING, task_units=("ward",), people_units=("night",)))
    assert problem.task_ids.tolist() == [board.tasks["roster"].pk, board.tasks["rounds"].pk]
    assert problem.person_ids.tolist() == [pk(board, "finn")]
    one = replace(EVERYTHING, task_units=("night",), tasks=(board.tasks["mediation"].pk,))
    assert problem_on(DAY, one).task_ids.tolist() == [board.tasks[key].pk for key in ("rounds", "mediation")]


def test_strengths_that_no_task_asks_for_are_left_out(board: Board) -> None:
    problem = problem_on(DAY, replace(EVERYTHING, tasks=(board.tasks["mediation"].pk,)))
    assert problem.competency_ids.tolist() == ["resolve-conflict"]
    assert problem.level.shape == (5, 1)


def test_what_is_held_takes_seats_hours_and_tasks(board: Board) -> None:
    roster = board.tasks["roster"]
    assignment(roster, board.house.people["gerd"])  # has not agreed, holds a seat all the same
    assignment(board.tasks["rounds"], board.house.people["alma"], share=Decimal("0.50"))
    problem = problem_on(DAY, replace(EVERYTHING, most_tasks=2))
    assert problem.task_ids.tolist() == [roster.pk, board.tasks["mediation"].pk]  # half a seat is no seat
    assert problem.seats.tolist() == [1, 1]
    assert of_person(problem, board, "capacity", "alma") == 5
    assert of_person(problem, board, "most_tasks", "alma") == 1
    assert of_person(problem, board, "most_tasks", "eva") == 2


@pytest.mark.parametrize(("said", "counted"), [(None, 6), ("2.5", 2.5), ("9", 6)])
def test_nobody_is_counted_on_for_more_hours_than_they_said(
    board: Board, said: str | None, counted: float
) -> None:
    StrengthConsent.objects.filter(person=board.house.people["eva"]).update(hours_per_week=said)
    assert of_person(problem_on(DAY, EVERYTHING), board, "capacity", "eva") == counted


def test_each_seat_of_a_task_that_wants_deputies_gets_one(board: Board) -> None:
    LeadershipTask.objects.filter(title="Duty roster").update(wants_deputy=True)
    assert problem_on(DAY, EVERYTHING).deputies.tolist() == [2, 1, 0]
    held = assignment(board.tasks["roster"], board.house.people["bo"])
    assignment(board.tasks["roster"], board.house.people["eva"], kind="deputy", beside=held)
    assert problem_on(DAY, EVERYTHING).deputies.tolist() == [1, 1, 0]


def test_what_is_held_elsewhere_counts_too(board: Board) -> None:
    other = task(board.house, "Elsewhere", unit="office", hours_per_week=10)
    held = assignment(other, board.house.people["bo"])
    assignment(other, board.house.people["eva"], kind="deputy", beside=held)
    problem = problem_on(DAY, replace(EVERYTHING, task_units=("ward",)))
    assert of_person(problem, board, "capacity", "bo") == 0  # never below nothing
    assert of_person(problem, board, "capacity", "eva") == 3.5  # a quarter of ten


def test_an_offer_that_waits_takes_the_seat_and_the_hours(board: Board) -> None:
    offer(board.tasks["mediation"], board.house.people["eva"])
    offer(board.tasks["rounds"], board.house.people["uma"], state="declined")
    problem = problem_on(DAY, EVERYTHING)
    assert board.tasks["mediation"].pk not in problem.task_ids.tolist()
    assert board.tasks["rounds"].pk in problem.task_ids.tolist()
    assert of_person(problem, board, "capacity", "eva") == 2


def test_what_is_over_takes_nothing(board: Board) -> None:
    before = of_person(problem_on(DAY, EVERYTHING), board, "capacity", "eva")
    assignment(board.tasks["mediation"], board.house.people["eva"], valid_until=DAY)
    problem = problem_on(DAY, EVERYTHING)
    assert board.tasks["mediation"].pk in problem.task_ids.tolist()
    assert of_person(problem, board, "capacity", "eva") == before
    assert of_pair(problem, board, "allowed", "mediation", "eva")


def test_nobody_is_proposed_for_what_they_have(board: Board) -> None:
    assignment(board.tasks["roster"], board.house.people["alma"])
    problem = problem_on(DAY, EVERYTHING)
    assert not of_pair(problem, board, "allowed", "roster", "alma")
    assert of_pair(problem, board, "allowed", "roster", "eva")


def test_reopened_seats_are_asked_about_with_their_holders(board: Board) -> None:
    assignment(board.tasks["roster"], board.house.people["alma"])
    assignment(board.tasks["roster"], board.house.people["gerd"])  # has not agreed: stays
    problem = problem_on(DAY, replace(EVERYTHING, reopen=True))
    assert problem.seats.tolist() == [1, 1, 1]
    assert of_pair(problem, board, "current", "roster", "alma")
    assert of_pair(problem, board, "allowed", "roster", "alma")
    assert of_person(problem, board, "capacity", "alma") == 6  # its hours are given back


def test_a_deputy_who_stands_beside_is_not_asked_for_again(board: Board) -> None:
    held = assignment(board.tasks["rounds"], board.house.people["finn"])
    assignment(board.tasks["rounds"], board.house.people["eva"], kind="deputy", beside=held)
    problem = problem_on(DAY, replace(EVERYTHING, reopen=True))
    assert problem.deputies.tolist() == [0, 0, 0]
    assert problem_on(DAY, replace(EVERYTHING, deputies=False)).deputies.tolist() == [0, 0]


def test_locks_and_pairs(board: Board) -> None:
    roster = board.tasks["roster"].pk
    wishes = replace(
        EVERYTHING,
        locked=((roster, pk(board, "eva")),),
        locked_out=((roster, pk(board, "bo")), (roster, pk(board, "gerd"))),
        exclusion_pairs=((pk(board, "alma"), pk(board, "finn")), (pk(board, "alma"), pk(board, "gerd"))),
    )
    problem = problem_on(DAY, wishes)
    assert of_pair(problem, board, "locked", "roster", "eva")
    assert problem.locked.sum() == 1
    assert not of_pair(problem, board, "allowed", "roster", "bo")
    assert (~problem.allowed).sum() == 1  # Gerd has not agreed, so there is no such pair
    assert [[int(problem.person_ids[place]) for place in pair] for pair in problem.exclusion_pairs] == [
        [pk(board, "alma"), pk(board, "finn")]
    ]


@pytest.mark.parametrize(
    ("ended", "allowed"),
    [(date(2026, 2, 1), False), (date(2025, 6, 1), True)],
    ids=["just now", "longer ago than a term"],
)
def test_whose_turn_is_over_is_ruled_out(board: Board, ended: date, allowed: bool) -> None:
    rounds = board.tasks["rounds"]
    LeadershipTask.objects.filter(pk=rounds.pk).update(rotation="after_terms", term_months=6, most_terms=1)
    assignment(rounds, board.house.people["finn"], valid_from=date(2025, 1, 1), valid_until=ended)
    assert of_pair(problem_on(DAY, EVERYTHING), board, "allowed", "rounds", "finn") is allowed


@pytest.mark.parametrize(
    ("term", "until", "allowed"),
    [
        (6, None, False),
        (6, date(2026, 9, 2), False),
        (6, date(2026, 9, 1), True),
        (None, None, False),
        (None, date(2030, 1, 1), True),
    ],
)
def test_whoever_is_away_all_term_is_ruled_out(
    board: Board, term: int | None, until: date | None, allowed: bool
) -> None:
    rounds, finn = board.tasks["rounds"], board.house.people["finn"]
    LeadershipTask.objects.filter(pk=rounds.pk).update(term_months=term)
    Leave.objects.create(
        organisation=finn.organisation, person=finn, valid_from=date(2026, 2, 1), valid_until=until
    )
    assert of_pair(problem_on(DAY, EVERYTHING), board, "allowed", "rounds", "finn") is allowed


def test_a_question_is_read_as_it_was_written(board: Board) -> None:
    wishes = replace(
        EVERYTHING,
        locked_out=((board.tasks["roster"].pk, pk(board, "bo")),),
        exclusion_pairs=((pk(board, "alma"), pk(board, "finn")),),
    )
    problem, rules = problem_on(DAY, wishes), rules_of(wishes, seed=7)
    again, rules_again = read_question(write_question(problem, rules))
    assert rules_again == rules
    for name, value in vars(problem).items():
        if name == "exclusion_pairs":
            assert again.exclusion_pairs == value
        else:
            np.testing.assert_array_equal(getattr(again, name), value, err_msg=name)
            assert getattr(again, name).dtype == value.dtype, name


def test_a_question_without_somebody_is_as_if_they_had_never_been_asked(board: Board) -> None:
    wishes = replace(
        EVERYTHING,
        locked=((board.tasks["roster"].pk, pk(board, "eva")),),
        exclusion_pairs=((pk(board, "eva"), pk(board, "finn")),),
    )
    question = write_question(problem_on(DAY, wishes), rules_of(wishes, seed=1))
    withdraw(board.house.people["eva"])
    asked = write_question(problem_on(DAY, wishes), rules_of(wishes, seed=1))
    assert question_without(question, {pk(board, "eva")}) == asked


def test_an_answer_is_read_as_it_was_written(board: Board) -> None:
    proposal = propose(*read_question(computed(board).question))
    assert read_proposal(write_proposal(proposal)) == proposal
    unknown = write_proposal(proposal) | {"of_a_later_version": 1}
    assert read_proposal(unknown) == proposal


def test_wishes_are_read_as_they_were_stored() -> None:
    wishes = Wishes(
        tasks=(1, 2), task_units=("ward",), locked=((1, 2),), exclusion_pairs=((3, 4),), most_tasks=2
    )
    assert Wishes.from_dict({**wishes.to_dict(), "locked": [[1, 2]], "exclusion_pairs": [[3, 4]]}) == wishes


@pytest.mark.parametrize(
    ("demand", "change"),
    [
        (Demand("must_fill", task="1", mend="fill_fewer"), {"must_fill": (2,)}),
        (Demand("hours", person="5", mend="add_hours"), {"hours": 8.0}),
        (Demand("most_tasks", person="5", mend="allow_more_tasks"), {"most_tasks": 2}),
        (Demand("formal_share", mend="raise_share"), {"formal_share": None}),
        (Demand("locked", task="1", person="5", mend="unlock"), {"locked": ()}),
        (Demand("locked_out", task="1", person="6", mend="unlock"), {"locked_out": ()}),
        (Demand("exclusion_pairs", person="6", other="5", mend="unlock"), {"exclusion_pairs": ()}),
    ],
    ids=lambda value: value.constraint if isinstance(value, Demand) else "",
)
def test_mending_gives_up_one_wish(demand: Demand, change: dict[str, Any]) -> None:
    wishes = Wishes(
        hours=6.0,
        most_tasks=1,
        formal_share=0.2,
        must_fill=(1, 2),
        locked=((1, 5),),
        locked_out=((1, 6),),
        exclusion_pairs=((5, 6),),
    )
    assert mended(wishes, demand) == replace(wishes, **change)


def test_what_is_no_wish_cannot_be_mended() -> None:
    assert mended(Wishes(), Demand("locked_out", task="1", person="5", mend="unlock")) is None


def test_scenarios_kept_under_the_old_word_are_renamed_throughout() -> None:
    migration = import_module("colead.apps.leadership.migrations.0003_exclusion_pairs")
    old = {"apart": [[3, 4]], "prices": [{"constraint": "apart", "loss": 1.5}], "text": "apart"}
    new = {
        "exclusion_pairs": [[3, 4]],
        "prices": [{"constraint": "exclusion_pairs", "loss": 1.5}],
        "text": "apart",
    }
    assert migration.renamed(old, "apart", "exclusion_pairs") == new
    assert migration.renamed(new, "exclusion_pairs", "apart") == old
