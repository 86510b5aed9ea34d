"""Taking a scenario makes offers, once, to those who still agree and still work here; never assignments."""

from dataclasses import replace

import pytest

from apps.leadership.builders import NOW, House, assignment, offer
from apps.leadership.scenario_house import WIDE, Board, agree, ask, build_board, computed, withdraw
from cast import DAY
from colead.apps.leadership.models import Assignment, Offer, Scenario
from colead.apps.leadership.services.offers import accept_offer
from colead.apps.leadership.services.scenarios import Taken, take_scenario
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import OFFER
from colead.apps.people.models import Position
from colead.kit.errors import Conflict, DomainError, NotAllowed
from remembered import remembered


@pytest.fixture
@remembered
def board(house: House) -> Board:
    return build_board(house)


@pytest.fixture
@remembered
def made(board: Board) -> Scenario:
    """Alma and Bo for the roster, Finn for the rounds with Bo as deputy, Eva for mediation."""
    return computed(board)


def take(board: Board, made: Scenario, seats: list[int] | None = None) -> Taken:
    return take_scenario(by=board.carla, scenario=made.pk, seats=seats, now=NOW)


def seat_of(made: Scenario, person: int, kind: str = "holder") -> int:
    """The number of the seat for which somebody is proposed."""
    seats = made.result["seats"]
    return next(n for n, seat in enumerate(seats) if (seat["person"], seat["kind"]) == (str(person), kind))


def offered() -> set[tuple[str, str, str]]:
    rows = Offer.objects.values_list("task__title", "person__key", "kind")
    return set(rows)


def test_all_seats_become_offers_and_nothing_is_assigned(board: Board, made: Scenario) -> None:
    assert take(board, made) == Taken(offered=4, waiting=1)
    assert offered() == {
        ("Duty roster", "alma", "holder"),
        ("Duty roster", "bo", "holder"),
        ("Night rounds", "finn", "holder"),
        ("Mediation", "eva", "holder"),
    }
    assert {row.scenario_id for row in Offer.objects.all()} == {made.pk}
    assert not Assignment.objects.exists()


def test_taking_twice_makes_no_second_offer(board: Board, made: Scenario) -> None:
    take(board, made)
    assert take(board, made) == Taken(already=4, waiting=1)
    assert Offer.objects.count() == 4


def test_some_seats(board: Board, made: Scenario) -> None:
    eva = board.house.people["eva"].pk
    assert take(board, made, [seat_of(made, eva)]) == Taken(offered=1)
    assert offered() == {("Mediation", "eva", "holder")}


def test_none(board: Board, made: Scenario) -> None:
    assert take(board, made, []) == Taken()
    assert offered() == set()


def test_who_declined_is_not_asked_again_by_the_same_scenario(board: Board, made: Scenario) -> None:
    take(board, made)
    mine = Offer.objects.get(person=board.house.people["alma"])
    take_step(OFFER, "decline", by=board.house.cast.alma, row_id=mine.pk, now=NOW)
    assert take(board, made).already == 4
    assert Offer.objects.count() == 4


def test_a_deputy_is_asked_when_the_holder_has_said_yes(board: Board) -> None:
    board.tasks["rounds"].unit = board.house.units["ward"]
    made = computed(board, replace(WIDE, tasks=(board.tasks["rounds"].pk,)))
    finn, bo = board.house.people["finn"], board.house.people["bo"]
    assert take(board, made) == Taken(offered=1, waiting=1)
    finn.user = board.house.cast.uma.user
    board.house.people["uma"].user = None
    board.house.people["uma"].save()
    finn.save()
    accept_offer(by=board.house.cast.uma, offer_id=Offer.objects.get(person=finn).pk, now=NOW)
    assert take(board, made) == Taken(offered=1, already=1)
    deputy = Offer.objects.get(person=bo)
    assert deputy.kind == "deputy"
    assert deputy.beside is not None
    assert deputy.beside.person == finn


def test_who_withdrew_or_left_is_left_out_by_count(board: Board, made: Scenario) -> None:
    withdraw(board.house.people["alma"])
    Position.objects.filter(person=board.house.people["eva"]).update(valid_until=DAY)
    assert take(board, made) == Taken(offered=2, withdrew=2, waiting=1)
    assert {person for _task, person, _kind in offered()} == {"bo", "finn"}


def test_agreeing_again_is_for_later_scenarios(board: Board, made: Scenario) -> None:
    withdraw(board.house.people["alma"])
    agree(board.house.people["alma"], given_at=NOW.replace(hour=23))
    assert take(board, made).withdrew == 1


def test_an_offer_by_somebody_else_counts_as_made(board: Board, made: Scenario) -> None:
    offer(board.tasks["mediation"], board.house.people["eva"])
    assert take(board, made) == Taken(offered=3, already=1, waiting=1)


def test_seats_that_were_filled_meanwhile_are_refused_by_count(board: Board, made: Scenario) -> None:
    assignment(board.tasks["mediation"], board.house.people["uma"])
    taken = take(board, made)
    assert taken == Taken(offered=3, waiting=1, refused={"seats_filled": 1})
    assert taken.left_out == 2


def test_holders_who_stay_need_no_offer(board: Board) -> None:
    assignment(board.tasks["mediation"], board.house.people["eva"])
    made = computed(board, replace(WIDE, tasks=(board.tasks["mediation"].pk,), reopen=True, continuity=0.5))
    assert [seat["stays"] for seat in made.result["seats"]] == [True]
    assert take(board, made) == Taken()


def test_what_is_not_proposed_cannot_be_taken(board: Board, made: Scenario) -> None:
    with pytest.raises(Conflict):
        take(board, ask(board))
    with pytest.raises(DomainError, match="no seat 99"):
        take(board, made, [99])
    with pytest.raises(NotAllowed):
        take_scenario(by=board.house.cast.bo, scenario=made.pk, now=NOW)
    assert not Offer.objects.exists()
