"""The pages of a unit and of a person tell which leadership tasks are there, and who holds them."""

import pytest
from django.urls import reverse

from apps.leadership.browsing import ON_THE_DAY, browser, text_of
from apps.leadership.builders import House, assignment, task


@pytest.mark.parametrize("who", ["alma", "carla", "dan"])
def test_the_page_of_a_unit_lists_its_tasks(house: House, who: str) -> None:
    assignment(task(house, title="Duty roster"), house.people["eva"])
    task(house, title="Quality round")
    address = reverse("people:unit", args=["clinic", "ward"])
    shown = text_of(browser(getattr(house.cast, who)).get(address, ON_THE_DAY))
    assert "Duty roster" in shown
    assert "a seat is free" in shown
    elsewhere = text_of(
        browser(house.cast.alma).get(reverse("people:unit", args=["clinic", "office"]), ON_THE_DAY)
    )
    assert "Duty roster" not in elsewhere
    assert "No task is written down for this unit itself." in elsewhere


def test_the_page_of_a_person_lists_what_they_lead(house: House) -> None:
    assignment(task(house, title="Duty roster"), house.people["eva"])
    pages = {
        key: text_of(browser(house.cast.alma).get(reverse("people:person", args=["clinic", key]), ON_THE_DAY))
        for key in ("eva", "finn")
    }
    assert "Duty roster" in pages["eva"]
    assert "Duty roster" not in pages["finn"]
