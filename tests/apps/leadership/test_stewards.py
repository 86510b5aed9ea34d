"""Who looks after the tasks of a unit follows from who leads it today: not from who did, or who will."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.leadership.browsing import address, browser, page, text_of
from apps.leadership.builders import NOW, UNITS, House, application, offer, task
from cast import DAY, LONG_AGO
from colead.apps.leadership.services.close_task import close_task
from colead.apps.leadership.stewards import led_units, require_steward, stewards_unit
from colead.apps.people.models import Position
from colead.kit.errors import NotAllowed

TODAY = timezone.now().date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def leads(house: House, who: str, *, since: date = LONG_AGO, until: date | None = None) -> None:
    """The person leads the ward in that time, and works there as anybody else before and after."""
    own = {"organisation": house.organisation, "person": house.people[who], "unit": house.units["ward"]}
    Position.objects.filter(person=house.people[who]).delete()
    if since > LONG_AGO:
        Position.objects.create(**own, valid_from=LONG_AGO, valid_until=since)
    Position.objects.create(**own, leads_unit=True, valid_from=since, valid_until=until)
    if until is not None:
        Position.objects.create(**own, valid_from=until)


def keys(house: House, units: set[int]) -> set[str]:
    return {key for key, unit in house.units.items() if unit.pk in units}


def test_a_lead_looks_after_the_unit_and_all_below_it(house: House) -> None:
    assert keys(house, led_units(house.cast.bo, DAY)) == {"ward", "night"}
    assert keys(house, led_units(house.cast.alma, DAY)) == set()


@pytest.mark.parametrize(
    ("who", "units"),
    [("bo", {"ward", "night"}), ("alma", set()), ("carla", set(UNITS)), ("olga", set(UNITS))],
)
def test_who_stewards_which_unit(house: House, who: str, units: set[str]) -> None:
    member = getattr(house.cast, who)
    assert {key for key, unit in house.units.items() if stewards_unit(member, unit, DAY)} == units


def test_the_right_begins_and_ends_with_the_position(house: House) -> None:
    leads(house, "bo", since=date(2026, 1, 1), until=date(2026, 3, 1))
    ward = house.units["ward"]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [stewards_unit(house.cast.bo, ward, day) for day in days] == [False, True, True, False]
    with pytest.raises(NotAllowed):
        require_steward(house.cast.bo, ward, date(2026, 3, 1))


def test_who_led_the_unit_once_changes_nothing(house: House) -> None:
    leads(house, "bo", until=DAY)
    one = task(house)
    with pytest.raises(NotAllowed):
        close_task(by=house.cast.bo, task_id=one.pk, day=DAY, now=NOW)
    assert browser(house.cast.bo).post(address("offer_task", one.pk), {}).status_code == 403


@pytest.mark.parametrize("day", [YESTERDAY, TODAY, TOMORROW])
@pytest.mark.parametrize(
    ("since", "until", "sees"), [(LONG_AGO, None, True), (LONG_AGO, TODAY, False), (TOMORROW, None, False)]
)
def test_what_waits_is_shown_to_the_lead_of_today_whatever_day_is_looked_at(
    house: House, since: date, until: date | None, sees: bool, day: date
) -> None:
    leads(house, "bo", since=since, until=until)
    one = task(house, seats=2)
    application(one, house.people["alma"], message="With pleasure")
    offer(one, house.people["eva"])
    shown = page(house.cast.bo, "task", one.pk, as_of=day.isoformat())
    assert ("With pleasure" in text_of(shown)) == sees
    assert len(shown.context["holding"].offers) == sees
    assert shown.context["holding"].actions.offer == sees
