"""What must hold of the sample's leadership tasks, whatever the seed and the day."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from colead.sample import characters
from colead.sample.leadership import make_leadership
from colead.sample.leadership_records import PLANS, Held, Leading, terms_of
from colead.sample.municipality import make_municipality
from colead.sample.records import Municipality
from colead.sample.units import UNITS

TODAY = date(2026, 3, 2)
few = pytest.mark.parametrize(  # a sample takes a third of a second to make
    ("seed", "today"),
    [(1, TODAY), (2, date(2028, 2, 29)), (31, date(2026, 1, 1)), (77, date(2031, 3, 31))],
)


@cache
def told(seed: int = 1, today: date = TODAY) -> tuple[Municipality, Leading]:
    sample = make_municipality(seed, today)
    return sample, make_leadership(sample)


def holders(leading: Leading, day: date) -> list[Held]:
    return [held for held in leading.held if held.kind == "holder" and held.covers(day)]


def formal_share(sample: Municipality, leading: Leading, day: date) -> float:
    leads = {row.person for row in sample.positions if row.leads and row.covers(day)}
    return sum(held.person in leads for held in holders(leading, day)) / len(holders(leading, day))


def member(sample: Municipality) -> str:
    return next(person.key for person in sample.people if person.name == characters.MEMBER.name)


def test_the_same_seed_and_day_give_the_same_story():
    sample = make_municipality(7, TODAY)
    assert make_leadership(sample) == make_leadership(sample)
    assert make_leadership(sample) != make_leadership(make_municipality(8, TODAY))


def test_the_generating_part_loads_no_django():
    program = "import sys, colead.sample.leadership; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_most_units_have_tasks_and_each_recipe_stands_once_in_a_unit():
    assert len(PLANS) > 60
    assert len({(plan.unit, plan.recipe) for plan in PLANS}) == len(PLANS)
    above = {unit.parent for unit in UNITS}
    leaves = {unit.key for unit in UNITS if unit.key not in above}
    assert len(leaves & {plan.unit for plan in PLANS}) > 0.75 * len(leaves)


@few
def test_people_hold_a_task_while_they_work_in_its_unit_and_the_task_is_there(seed: int, today: date):
    sample, leading = told(seed, today)
    for held in leading.held:
        task = leading.tasks[held.task]
        last = min(held.valid_until or today, today + timedelta(days=1)) - timedelta(days=1)
        for day in {min(held.valid_from, today), max(last, min(held.valid_from, today))}:
            posts = {row.unit for row in sample.positions if row.person == held.person and row.covers(day)}
            assert task.unit in posts
        assert task.valid_from <= held.valid_from
        assert held.valid_until is None or held.valid_from < held.valid_until
        assert task.valid_until is None or (held.valid_until or today) <= task.valid_until


@few
def test_nobody_holds_without_saying_yes_after_being_asked(seed: int, today: date):
    _sample, leading = told(seed, today)
    assert all(held.offered_on <= held.accepted_on <= min(held.valid_from, today) for held in leading.held)


@few
def test_no_day_has_more_holders_than_seats_and_no_holder_twice(seed: int, today: date):
    _sample, leading = told(seed, today)
    days = {day for held in leading.held for day in (held.valid_from, held.valid_until or today)}
    for day in days:
        here = holders(leading, day)
        assert len({(held.task, held.person) for held in here}) == len(here)
        for number, taken in Counter(held.task for held in here).items():
            assert taken <= terms_of(leading.tasks[number].recipe).seats


@few
def test_deputies_and_covers_stand_beside_a_holder_of_the_same_task_who_is_another(seed: int, today: date):
    _sample, leading = told(seed, today)
    for held in leading.held:
        assert (held.kind == "holder") is (held.beside is None)
        if held.beside is not None:
            holder = leading.held[held.beside]
            assert (holder.kind, holder.task) == ("holder", held.task)
            assert holder.person != held.person
            assert holder.valid_from <= held.valid_from
            assert (held.valid_until or date.max) <= (holder.valid_until or date.max)


@few
def test_what_has_ended_says_why_and_what_lasts_does_not(seed: int, today: date):
    _sample, leading = told(seed, today)
    for held in leading.held:
        has_ended = held.valid_until is not None and held.valid_until <= today
        assert has_ended or held.ending == ""
        assert not has_ended or held.ending or held.kind == "cover"


@few
def test_nobody_has_more_terms_in_a_row_than_the_rotation_allows(seed: int, today: date):
    _sample, leading = told(seed, today)
    for held in leading.held:
        most, in_a_row, last = terms_of(leading.tasks[held.task].recipe).most_terms, 1, held
        while earlier := next((one for one in leading.held if _goes_on(one, last)), None):
            in_a_row, last = in_a_row + 1, earlier
        assert not most or held.kind != "holder" or in_a_row <= most


def _goes_on(before: Held, after: Held) -> bool:
    same = (before.task, before.person, before.kind) == (after.task, after.person, after.kind)
    return same and before.valid_until == after.valid_from


@few
def test_a_handover_belongs_to_what_was_handed_over_or_ends_soon(seed: int, today: date):
    _sample, leading = told(seed, today)
    for handover in leading.handovers:
        held = leading.held[handover.held]
        assert held.valid_from <= handover.started_on <= today
        if handover.done_on is None:
            assert today < held.valid_until <= today + timedelta(days=45)
        else:
            assert (held.ending, held.valid_until) == ("handed_over", handover.done_on)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_more_and_more_is_held_by_people_without_formal_position(seed):
    sample, leading = told(seed)
    before = formal_share(sample, leading, TODAY - timedelta(days=550))
    assert formal_share(sample, leading, TODAY) < 0.4 < before
    assert len(holders(leading, TODAY)) > 2 * len(holders(leading, TODAY - timedelta(days=550)))


def test_every_way_to_end_open_seats_covers_and_declined_offers_can_be_seen():
    _sample, leading = told()
    assert {held.ending for held in leading.held} == {
        "",
        "term",
        "given_back",
        "handed_over",
        "trial",
        "closed",
    }
    assert any(held.kind == "cover" and held.covers(TODAY) for held in leading.held)
    assert any(offer.answered_on for offer in leading.offers)
    assert sum(terms_of(task.recipe).seats for task in leading.tasks if task.covers(TODAY)) > len(
        holders(leading, TODAY)
    )


@few
def test_the_member_finds_a_task_that_ends_soon_an_offer_and_a_suggestion(seed: int, today: date):
    sample, leading = told(seed, today)
    sofie = member(sample)
    (held,) = (held for held in leading.held if held.person == sofie)
    assert held.kind == "holder"
    assert held.valid_until == today + timedelta(days=35)
    (offer,) = (offer for offer in leading.offers if offer.person == sofie)
    assert offer.answered_on is None
    (suggestion,) = (row for row in leading.applications if row.person == sofie)
    assert suggestion.suggested_by
    assert leading.tasks[offer.task].unit == leading.tasks[suggestion.task].unit == "home-south"


@few
def test_the_lead_of_home_south_finds_a_volunteer_and_a_handover(seed: int, today: date):
    _sample, leading = told(seed, today)
    assert any(
        row.suggested_by is None and leading.tasks[row.task].unit == "home-south"
        for row in leading.applications
    )
    (handover,) = (
        row
        for row in leading.handovers
        if row.done_on is None
        and leading.tasks[leading.held[row.held].task].recipe == "duty-roster"
        and leading.tasks[leading.held[row.held].task].unit == "home-south"
    )
    assert handover.note
