"""What the database itself holds about tasks and their rows."""

import pytest
from django.db import IntegrityError, transaction

from apps.leadership.builders import House, assignment, mandate, many_tasks, need, task
from cast import DAY
from colead.apps.leadership.models import Assignment, LeadershipTask, Mandate

pytestmark = pytest.mark.database("both")


def test_who_led_what_on_a_day_is_one_query(house: House, django_assert_num_queries) -> None:
    made = task(house)
    assignment(made, house.people["alma"], valid_until=DAY)
    assignment(made, house.people["eva"], valid_from=DAY)
    with django_assert_num_queries(1):
        led = Assignment.objects.on(DAY).holders().values_list("task__title", "person__name")
        assert list(led) == [("Duty roster", "Eva Holm")]


def test_one_mandate_is_in_force_at_a_time(house: House) -> None:
    made = task(house)
    mandate(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate(made, valid_from=DAY)
    assert Mandate.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"seats": 0},
        {"hours_per_week": -1},
        {"rotation": "after_terms"},
        {"rotation": "after_terms", "term_months": 6},
        {"valid_until": "2025-01-01"},
    ],
)
def test_impossible_tasks_are_refused(house: House, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        task(house, **fields)


def test_a_deputy_stands_beside_a_holder(house: House) -> None:
    made = task(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        assignment(made, house.people["alma"], kind="deputy")


def test_a_competency_is_needed_once_and_of_one_digit_but_nought(house: House) -> None:
    made = task(house)
    need(house, made)
    for fields in ({}, {"key": "listen", "level": 0}, {"key": "listen", "level": 10}):
        with pytest.raises(IntegrityError), transaction.atomic():
            need(house, made, **fields)


def test_many_tasks_come_with_everything(house: House) -> None:
    many_tasks(house, 3)
    counts = [
        (one.accountabilities.count(), one.needs.count(), one.mandates.count(), one.assignments.count())
        for one in LeadershipTask.objects.all()
    ]
    assert counts == [(1, 1, 1, 1)] * 3
