"""How leadership is spread, in figures that can be counted by hand."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from apps.leadership.browsing import page, text_of
from apps.leadership.builders import (
    COMPETENCIES,
    House,
    application,
    assignment,
    need,
    offer,
    person,
    place_person,
    place_unit,
    task,
    unit,
)
from cast import DAY
from colead.apps.leadership.selectors.overview import leadership_tile
from colead.apps.leadership.selectors.spread import Spread, leadership_spread, month_days
from colead.apps.leadership.views.board import spread_charts
from colead.apps.people.models import Person, Strength, StrengthConsent

START = date(2026, 1, 1)


def spread(day: date = DAY) -> Spread:
    return leadership_spread(day, today=DAY)


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def crowd(house: House, number: int, *, where: str = "ward", level: int | None = None) -> list[Person]:
    """So many more people in a unit; with a level, all show everybody what they say of planning."""
    people = []
    for count in range(number):
        one = person(house.organisation, f"{where}-{count}")
        place_person(one, house.units[where], house.people["bo"])
        people.append(one)
        if level is not None:
            shows(house, one, level)
    return people


def shows(
    house: House, who: Person, level: int, competency: str = "plan-work", to: str = "organisation"
) -> None:
    """The person says so of planning, and shows it to everybody."""
    Strength.objects.create(
        organisation=house.organisation,
        person=who,
        competency=house.competencies[competency],
        level=level,
        visible_to=to,
    )


# Figures of a day


def test_without_tasks_there_is_nothing_to_count(house):
    found = spread()
    assert not found.has_tasks
    assert found.now.figures.gini is None
    assert found.hanging is None


def test_what_is_held_is_counted_by_person_and_by_position(house):
    for place, who in enumerate(("bo", "bo", "alma", "uma")):  # bo leads the ward
        assignment(task(house, f"Task {place}"), house.people[who])
    task(house, "Nobody's", seats=2)
    found = spread().now
    assert found.people == 9
    assert (found.figures.tasks, found.figures.seats, found.figures.open_seats) == (5, 6, 2)
    assert found.figures.holders == 3
    assert found.figures.without_position == pytest.approx(0.5)
    assert found.figures.effective_holders == pytest.approx(16 / 6)
    everybody = [2, 1, 1, 0, 0, 0, 0, 0, 0]
    differences = sum(abs(a - b) for a in everybody for b in everybody)
    assert found.figures.gini == pytest.approx(differences / (2 * 9 * sum(everybody)))


def test_half_a_seat_counts_a_half(house):
    assignment(task(house), house.people["alma"], share="0.5")
    assert spread().now.figures.open_seats == 0.5


def test_deputies_and_covers_hold_no_seat(house):
    one = task(house)
    holder = assignment(one, house.people["alma"])
    assignment(one, house.people["eva"], kind="deputy", beside=holder)
    assert spread().now.figures.holders == 1


def test_terms_that_end_soon_count_unless_the_same_person_goes_on(house):
    soon = DAY + timedelta(days=60)
    ends, goes_on, later = task(house, "A"), task(house, "B"), task(house, "C")
    assignment(ends, house.people["alma"], valid_until=soon)
    assignment(goes_on, house.people["eva"], valid_until=soon)
    assignment(goes_on, house.people["eva"], valid_from=soon)
    assignment(later, house.people["uma"], valid_until=DAY + timedelta(days=120))
    assert spread().now.figures.ending == 1


def test_people_with_many_tasks_or_hours_carry_much(house):
    for place in range(3):
        assignment(task(house, f"Small {place}", hours_per_week=1), house.people["alma"])
    assignment(task(house, "Large", hours_per_week=9), house.people["eva"])
    assignment(task(house, "Half", hours_per_week=9), house.people["uma"], share="0.5")
    assert spread().now.figures.overloaded == 2


# Over time


def test_the_months_end_with_the_day_and_show_it_as_it_was(house):
    assignment(task(house), house.people["alma"], valid_until=date(2026, 2, 1))
    found = {month.day: month.figures for month in spread().months}
    assert len(found) == 26
    assert found[date(2025, 12, 1)].tasks == 0
    assert found[START].holders == 1
    assert found[date(2026, 2, 1)].holders == 0
    assert list(found)[-1] == DAY


def test_the_first_of_a_month_stands_there_once():
    assert month_days(date(2026, 3, 1))[-2:] == [date(2026, 2, 1), date(2026, 3, 1)]


def test_a_lead_of_then_counts_as_a_lead_then(house):
    from colead.apps.people.models import ReportingLine

    assignment(task(house), house.people["bo"])
    ReportingLine.objects.filter(manager=house.people["bo"]).update(valid_until=date(2026, 2, 15))
    found = {month.day: month.figures.without_position for month in spread().months}
    assert (found[date(2026, 2, 1)], found[date(2026, 3, 1)]) == (0.0, 1.0)


def test_the_wait_is_the_median_from_free_to_yes(house):
    for place, days in enumerate((4, 10, 40)):
        accepted = START + timedelta(days=days)
        assignment(
            task(house, f"Task {place}"),
            house.people["alma"],
            valid_from=accepted,
            accepted_at=at(accepted),
        )
    wait = spread().now.wait
    assert (wait.filled, wait.days) == (3, 10.0)


def test_two_fillings_are_too_few_for_a_median(house):
    for place in range(2):
        assignment(task(house, f"Task {place}"), house.people["alma"], accepted_at=at(START))
    assert (spread().now.wait.filled, spread().now.wait.days) == (2, None)


# Units


def test_small_units_keep_their_figures_to_themselves(house):
    assignment(task(house, unit="night"), house.people["finn"])
    assignment(task(house, "Books", unit="office"), house.people["uma"])
    found = {one.key: one for one in spread().units}
    assert found["night"].people == 2
    assert (found["night"].tasks, found["night"].open_seats, found["night"].figures) == (None, None, None)
    assert found["ward"].people == 5  # with the night below it
    assert (found["ward"].tasks, found["ward"].figures, found["ward"].hanging) == (1, None, None)
    crowd(house, 5, where="night")
    found = {one.key: one for one in spread().units}
    assert found["ward"].figures.holders == 1
    assert found["clinic"].figures.holders == 2


def test_a_unit_that_has_gone_takes_its_tasks_along(house):
    gone = unit(house.organisation, "old")
    place_unit(gone, house.units["clinic"])
    house.units["old"] = gone
    task(house, unit="old")
    assert spread().now.figures.tasks == 1
    gone.placements.update(valid_until=date(2026, 2, 1))
    assert spread().hanging is None


# Tasks that one person at most could hold


def planning_task(house: House, title: str = "Roster", level: int = 3, **fields: object) -> None:
    need(house, task(house, title, **fields), "plan-work", level=level, is_critical=True)


def test_a_task_hangs_on_one_when_only_one_of_a_crowd_meets_what_is_critical(house):
    crowd(house, 10, level=2)
    planning_task(house)
    assert (spread().hanging.counted, spread().hanging.tasks) == (1, 1)
    shows(house, house.people["alma"], 3)
    assert spread().hanging.tasks == 1
    shows(house, house.people["eva"], 4)
    assert spread().hanging.tasks == 0


def test_nine_who_show_their_strengths_are_too_few(house):
    people = crowd(house, 10, level=2)
    planning_task(house)
    Strength.objects.filter(person=people[0]).update(visible_to="lead")
    assert spread().hanging is None
    assert all(one.hanging is None for one in spread().units)


def test_a_crowd_elsewhere_does_not_open_a_small_unit(house):
    crowd(house, 12, where="office", level=2)
    planning_task(house, unit="ward")
    found = spread()
    assert found.hanging is None
    assert {one.key: one.hanging for one in found.units}["ward"] is None


@pytest.mark.parametrize(("shown", "counted"), [(9, None), (10, (1, 1))])
def test_a_task_counts_from_ten_who_show_theirs_in_its_own_unit(house, shown, counted):
    crowd(house, shown, where="night", level=2)
    crowd(house, 12, where="office", level=2)
    planning_task(house, unit="night")
    planning_task(house, "Books", unit="office")
    assert spread().hanging.counted == (2 if counted else 1)
    found = {one.key: one.hanging for one in spread().units}
    for key in ("night", "ward"):  # the ward has the night below it, and nobody else who shows any
        assert (found[key] and (found[key].counted, found[key].tasks)) == counted


def test_every_competency_that_is_critical_must_be_met_by_one_person(house):
    people = crowd(house, 10, level=4)
    one = task(house)
    need(house, one, "plan-work", level=3, is_critical=True)
    need(house, one, "listen", level=2, is_critical=True)
    need(house, one, "resolve-conflict", level=4)  # a wish, no must
    for who, level in zip(people[:3], (2, 2, 1), strict=True):
        shows(house, who, level, "listen")
    assert spread().hanging.tasks == 0  # two of the three
    Strength.objects.filter(person=people[1], competency=house.competencies["plan-work"]).update(level=2)
    assert spread().hanging.tasks == 1


@pytest.mark.parametrize("to", ["self", "lead"])
def test_strengths_that_are_hidden_change_nothing(house, to):
    """Also of people who let them be used for allocating: who sets the needs would ask about one of them."""
    crowd(house, 10, level=2)
    planning_task(house)
    before = spread().hanging
    for who in ("alma", "eva"):
        shows(house, house.people[who], 4, to=to)
        StrengthConsent.objects.create(
            organisation=house.organisation, person=house.people[who], given_at=timezone.now()
        )
    assert spread().hanging == before


def test_it_is_counted_as_things_are_today_whatever_day_is_shown(house):
    crowd(house, 10, level=2)
    planning_task(house)
    assert spread(DAY).hanging == spread(date(2025, 6, 1)).hanging


# The page, its queries, the tile


def many(house: House, number: int) -> None:
    """So many tasks in as many units, each held."""
    for count in range(number):
        key = f"unit-{count}"
        house.units[key] = unit(house.organisation, key)
        place_unit(house.units[key], house.units["clinic"])
        who = person(house.organisation, f"p{count}")
        place_person(who, house.units[key], house.people["asta"])
        shows(house, who, 3)
        one = task(house, f"Task {count}", unit=key)
        assignment(one, who)
        need(house, one, next(iter(COMPETENCIES)))


@pytest.mark.parametrize("number", [3, 30])
def test_nine_queries_and_those_of_the_structure(house, django_assert_num_queries, number):
    many(house, number)
    spread()  # the structure is in memory from here on
    with django_assert_num_queries(9 + 2 * 1):
        spread()


@pytest.mark.parametrize("number", [2, 20])
def test_the_tile_takes_four_queries_for_a_member_with_an_account(house, django_assert_num_queries, number):
    many(house, number)
    with django_assert_num_queries(4):
        leadership_tile(house.cast.alma, DAY)


def test_the_tile_counts_open_seats_and_what_waits_for_the_reader(house):
    one = task(house, seats=2)
    assignment(one, house.people["bo"], share="0.5")
    offer(one, house.people["alma"])
    application(task(house, "Other"), house.people["alma"], state="suggested")
    mine, others = (leadership_tile(member, DAY) for member in (house.cast.alma, house.cast.bo))
    assert (mine.tasks, mine.open_seats, mine.offers, mine.suggestions, mine.waiting) == (2, 2.5, 1, 1, 2)
    assert (others.open_seats, others.waiting) == (2.5, 0)


def test_the_page_says_the_figures_and_names_nobody(house):
    crowd(house, 10, level=2)
    planning_task(house)
    assignment(task(house, "Held"), house.people["eva"])
    for member in (house.cast.alma, house.cast.carla, house.cast.olga, house.cast.dan):
        shown = text_of(page(member, "spread"))
        assert "Open seats" in shown
        assert shown.count("<svg role") == 4
        assert "Eva Holm" not in shown
        assert "too few people" in shown


@pytest.mark.parametrize(
    ("language", "first", "last"), [("en", "April 25", "30 Nov."), ("da", "april 25", "30. nov.")]
)
def test_a_chart_names_months_in_words(language, first, last):
    figures = SimpleNamespace(without_position=0.5, effective_holders=4.0, open_seats=2.0)
    days = (date(2025, 4, 1), date(2026, 11, 30))
    months = [SimpleNamespace(day=day, figures=figures, wait=SimpleNamespace(days=3)) for day in days]
    with translation.override(language):
        drawn = spread_charts(months)["open_seats"]
    assert f">{first}<" in drawn
    assert f">{last}<" in drawn


def test_the_page_teaches_where_nothing_is(house):
    shown = text_of(page(house.cast.alma, "spread"))
    assert "There is nothing to count yet" in shown
    assert "<svg role" not in shown


def test_the_files_hold_what_the_page_shows(house):
    assignment(task(house), house.people["alma"])
    months = page(house.cast.alma, "spread_months_csv").content.decode()
    assert len(months.strip().splitlines()) == 27
    units = page(house.cast.alma, "spread_units_csv").content.decode()
    night = next(line for line in units.splitlines() if line.startswith("night"))
    assert night.split(",")[3:] == [""] * 11
