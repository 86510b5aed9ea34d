"""Who looks after the tasks of a unit follows from who leads it today: not from who did, or who will."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest

from apps.leadership.browsing import address, browser, page, text_of
from apps.leadership.builders import NOW, UNITS, House, application, offer, task
from cast import DAY, LONG_AGO, member, today
from colead.apps.leadership.selectors.board import Step, tasks_of_unit
from colead.apps.leadership.services.tasks import close_task
from colead.apps.leadership.stewards import require_steward, stewards_to_tell, stewards_unit
from colead.apps.people.models import Person, Position
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.unit import unit_page
from colead.kit.errors import NotAllowed
from colead.kit.roles import Member

TODAY = today()
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


def keys(house: House, units: Collection[int]) -> set[str]:
    return {key for key, unit in house.units.items() if unit.pk in units}


def test_a_lead_looks_after_the_unit_and_all_below_it(house: House) -> None:
    assert keys(house, units_led(house.cast.bo, today=DAY)) == {"ward", "night"}
    assert keys(house, units_led(house.cast.alma, today=DAY)) == set()


@pytest.mark.parametrize(
    ("who", "units"),
    [("bo", {"ward", "night"}), ("alma", set()), ("carla", set(UNITS)), ("olga", set(UNITS))],
)
def test_who_stewards_which_unit(house: House, who: str, units: set[str]) -> None:
    reader = getattr(house.cast, who)
    assert {key for key, unit in house.units.items() if stewards_unit(reader, unit, today=DAY)} == units


def test_the_right_begins_and_ends_with_the_position(house: House) -> None:
    leads(house, "bo", since=date(2026, 1, 1), until=date(2026, 3, 1))
    ward = house.units["ward"]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [stewards_unit(house.cast.bo, ward, today=day) for day in days] == [False, True, True, False]
    with pytest.raises(NotAllowed):
        require_steward(house.cast.bo, ward, today=date(2026, 3, 1))


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


@pytest.mark.parametrize("day", [YESTERDAY, TODAY])
def test_a_card_offers_its_step_to_the_lead_of_today(house: House, day: date) -> None:
    leads(house, "bo", until=TODAY)
    leads(house, "eva", since=TODAY)
    one = task(house)
    shown = tasks_of_unit(one.unit, day, member=house.cast.bo, today=TODAY)
    assert [card.step for card in shown] == [Step.VOLUNTEER]
    shown = tasks_of_unit(one.unit, day, member=acting_as(house, "eva"), today=TODAY)
    assert [card.step for card in shown] == [Step.OFFER]


def test_a_second_position_makes_somebody_lead_a_second_unit(house: House) -> None:
    Position.objects.create(
        organisation=house.organisation,
        person=house.people["bo"],
        unit=house.units["office"],
        leads_unit=True,
        is_primary=False,
        valid_from=LONG_AGO,
    )
    assert keys(house, units_led(house.cast.bo, today=DAY)) == {"ward", "night", "office"}
    assert [lead.key for lead in unit_page(house.units["office"], DAY).leads] == ["bo", "hans"]


def test_where_nobody_is_marked_those_lead_whom_their_unit_follows(house: House) -> None:
    Position.objects.update(leads_unit=False)
    assert keys(house, units_led(house.cast.bo, today=DAY)) == {"ward", "night"}
    assert [lead.key for lead in unit_page(house.units["ward"], DAY).leads] == ["bo"]
    assert stewards_to_tell(house.units["night"], today=DAY) == {house.cast.bo.user}
    assert not units_led(house.cast.alma, today=DAY)


def acting_as(house: House, who: str) -> Member:
    """Somebody of the staff list, who signs in from now on."""
    signed_in = member(house.organisation, who)
    Person.objects.filter(key=who).update(user=signed_in.user)
    return signed_in
