"""What waits in the units that somebody looks after, on the page “My leadership”."""

from datetime import timedelta

import pytest

from apps.leadership.browsing import page, text_of
from apps.leadership.builders import House, application, assignment, offer, task
from cast import today
from colead.apps.leadership.selectors.overview import MOST_SHOWN, looked_after

TODAY = today()


def test_volunteers_first_then_free_seats_then_what_ends(house: House) -> None:
    ending = task(house, title="Ends")
    assignment(ending, house.people["eva"], valid_until=TODAY + timedelta(days=20))
    task(house, title="Free")
    wanted = task(house, title="Wanted")
    application(wanted, house.people["alma"])
    asked = task(house, title="Asked")
    offer(asked, house.people["eva"])
    assignment(task(house, title="In good hands"), house.people["finn"])

    found = looked_after(house.cast.bo, TODAY)
    assert found is not None
    assert [one.title for one in found.rows] == ["Wanted", "Asked", "Free", "Ends"]
    first, second, third, last = found.rows
    assert first.volunteers == 1
    assert (second.is_asked, second.is_open) == (True, False)
    assert (third.is_asked, third.is_open) == (False, True)
    assert last.ends_on == TODAY + timedelta(days=20)


@pytest.mark.parametrize(("who", "titles"), [("bo", ["Ward"]), ("carla", ["Office", "Ward"])])
def test_a_lead_sees_their_units_and_the_people_team_all(house: House, who: str, titles: list[str]) -> None:
    task(house, title="Ward", unit="ward")
    task(house, title="Office", unit="office")
    found = looked_after(getattr(house.cast, who), TODAY)
    assert found is not None
    assert [one.title for one in found.rows] == titles


def test_nobody_else_sees_who_volunteers(house: House) -> None:
    application(task(house), house.people["eva"])
    assert looked_after(house.cast.alma, TODAY) is None
    assert "What you look after" not in text_of(page(house.cast.alma, "mine"))
    assert "1 colleague would like it" in text_of(page(house.cast.bo, "mine"))


def test_long_lists_are_cut_and_say_so(house: House) -> None:
    for number in range(MOST_SHOWN + 2):
        task(house, title=f"No. {number}")
    found = looked_after(house.cast.bo, TODAY)
    assert found is not None
    assert (len(found.rows), found.more) == (MOST_SHOWN, 2)


@pytest.mark.parametrize("number", [2, 9])
def test_the_queries_do_not_grow(house: House, number: int, django_assert_max_num_queries: object) -> None:
    for place in range(number):
        application(task(house, title=f"No. {place}"), house.people["alma"])
    looked_after(house.cast.carla, TODAY)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        looked_after(house.cast.carla, TODAY)
