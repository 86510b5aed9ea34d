"""What holders may decide: who gives it, from when, and who hears of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.leadership.builders import NOW, House, assignment, mandate, task
from cast import DAY
from colead.apps.leadership.models import LeadershipTask, Mandate
from colead.apps.leadership.services.task_rows import NewMandate, set_mandate
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, DomainError, NotAllowed

LATER = DAY + timedelta(days=30)
WHO_WORKS = NewMandate("who works when", "planning", Decimal("25000.00"), units=frozenset({"ward", "night"}))


def said_on(made: LeadershipTask, day: date) -> str | None:
    return Mandate.objects.on(day).filter(task=made).values_list("may_decide", flat=True).first()


def test_a_new_mandate_takes_the_place_of_the_old(house: House) -> None:
    made = task(house)
    old = mandate(made)
    new = set_mandate(by=house.cast.bo, task_id=made.pk, wanted=NewMandate("everything"), day=LATER, now=NOW)
    old.refresh_from_db()
    assert old.valid_until == LATER
    assert new is not None
    assert (said_on(made, DAY), said_on(made, LATER)) == ("who works when", "everything")
    assert '"action":"leadership.mandate_set"' in LedgerRecord.objects.get().text


def test_the_same_again_changes_nothing(house: House) -> None:
    made = task(house)
    for _again in range(2):
        set_mandate(by=house.cast.bo, task_id=made.pk, wanted=WHO_WORKS, day=DAY, now=NOW)
    assert Mandate.objects.count() == LedgerRecord.objects.count() == 1


def test_other_units_are_another_mandate(house: House) -> None:
    made = task(house)
    set_mandate(by=house.cast.bo, task_id=made.pk, wanted=WHO_WORKS, day=DAY, now=NOW)
    wanted = replace(WHO_WORKS, units=frozenset({"night"}))
    new = set_mandate(by=house.cast.bo, task_id=made.pk, wanted=wanted, day=LATER, now=NOW)
    assert new is not None
    assert [row.unit.key for row in new.units.all()] == ["night"]
    assert Mandate.objects.filter(task=made).count() == 2


def test_what_was_planned_for_later_gives_way(house: House) -> None:
    made = task(house)
    mandate(made)
    for wanted, day in ((NewMandate("later"), LATER), (NewMandate("now"), DAY)):
        set_mandate(by=house.cast.bo, task_id=made.pk, wanted=wanted, day=day, now=NOW)
    assert (said_on(made, DAY), said_on(made, LATER)) == ("now", "now")
    assert said_on(made, DAY - timedelta(days=1)) == "who works when"


def test_a_plan_can_be_taken_back(house: House) -> None:
    made = task(house)
    old = mandate(made)
    same = NewMandate(old.may_decide)
    for wanted, day in ((NewMandate("later"), LATER), (same, DAY)):
        set_mandate(by=house.cast.bo, task_id=made.pk, wanted=wanted, day=day, now=NOW)
    assert Mandate.objects.get() == old
    assert Mandate.objects.get().valid_until is None


def test_a_mandate_can_end(house: House) -> None:
    made = task(house)
    mandate(made)
    set_mandate(by=house.cast.bo, task_id=made.pk, wanted=None, day=LATER, now=NOW)
    assert (said_on(made, DAY), said_on(made, LATER)) == ("who works when", None)


def test_authority_is_never_given_backwards_in_time(house: House) -> None:
    made = task(house)
    with pytest.raises(DomainError) as caught:
        set_mandate(
            by=house.cast.carla, task_id=made.pk, wanted=WHO_WORKS, day=DAY - timedelta(days=1), now=NOW
        )
    assert (caught.value.code, caught.value.field) == ("day_has_passed", "day")


def test_nobody_gives_authority_where_others_look_after_tasks(house: House) -> None:
    made = task(house)
    wanted = replace(WHO_WORKS, units=frozenset({"ward", "office"}))
    with pytest.raises(NotAllowed):
        set_mandate(by=house.cast.bo, task_id=made.pk, wanted=wanted, day=DAY, now=NOW)
    assert set_mandate(by=house.cast.carla, task_id=made.pk, wanted=wanted, day=DAY, now=NOW)


@pytest.mark.parametrize("who", ["alma", "dan"])
def test_only_stewards_set_it(house: House, who: str) -> None:
    made = task(house)
    with pytest.raises(NotAllowed):
        set_mandate(by=getattr(house.cast, who), task_id=made.pk, wanted=WHO_WORKS, day=DAY, now=NOW)


def test_a_closed_task_gets_none(house: House) -> None:
    made = task(house, valid_until=LATER)
    with pytest.raises(Conflict):
        set_mandate(by=house.cast.bo, task_id=made.pk, wanted=WHO_WORKS, day=LATER, now=NOW)


def test_holders_hear_of_it_once(house: House) -> None:
    made = task(house)
    holder = assignment(made, house.people["alma"])
    assignment(made, house.people["uma"], kind="deputy", beside=holder)
    assignment(made, house.people["bo"], valid_until=DAY)
    set_mandate(by=house.cast.carla, task_id=made.pk, wanted=WHO_WORKS, day=DAY, now=NOW)
    told = Notice.objects.filter(kind="leadership.mandate_set").values_list("user__name", flat=True)
    assert sorted(told) == ["Alma", "Uma"]
