"""Handing a task over: list, note, and the end of the assignment."""

from datetime import date, timedelta

import pytest

from apps.leadership.builders import NOW, House, assignment, offer, task
from cast import DAY
from colead.apps.leadership.models import Assignment, Handover, HandoverItem
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.selectors.assignment import handover_page
from colead.apps.leadership.services.handovers import (
    USUAL_ITEMS,
    checklist,
    finish_handover,
    start_handover,
    tick_item,
    write_note,
)
from colead.apps.leadership.services.offers import accept_offer
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, NotFound
from colead.kit.roles import Member


@pytest.fixture
def held(house: House) -> Assignment:
    return assignment(task(house), house.people["alma"])


def start(by: Member, held: Assignment) -> Handover:
    return start_handover(by=by, assignment_id=held.pk, now=NOW)


def test_the_usual_list_without_a_recipe(house: House, held: Assignment) -> None:
    first, second = (start(house.cast.alma, held) for _click in range(2))
    assert first == second
    assert HandoverItem.objects.count() == len(USUAL_ITEMS)
    assert LedgerRecord.objects.count() == 1


def test_the_list_of_the_recipe_in_the_language_of_the_one_who_begins() -> None:
    key, recipe = next((key, one) for key, one in shipped_recipes().items() if one.handover)
    assert checklist(key, "da") == [text.da for text in recipe.handover]
    assert checklist(key, "en") == [text.en for text in recipe.handover]
    assert checklist("no such recipe", "en") == [str(text) for text in USUAL_ITEMS]


def test_a_line_is_ticked_and_opened_again(house: House, held: Assignment) -> None:
    start(house.cast.alma, held)
    item = HandoverItem.objects.all()[0]
    for is_done in (True, True, False):
        tick_item(by=house.cast.alma, item_id=item.pk, is_done=is_done, now=NOW)
        assert (HandoverItem.objects.get(pk=item.pk).done_at is not None) == is_done
    assert LedgerRecord.objects.count() == 3  # begun, ticked, opened


def test_finishing_ends_the_assignment_and_tells_who_follows(house: House, held: Assignment) -> None:
    follows = offer(held.task, house.people["uma"], starts_on=date(2026, 4, 1))
    Assignment.objects.filter(pk=held.pk).update(valid_until=date(2026, 4, 1))
    accept_offer(by=house.cast.uma, offer_id=follows.pk, now=NOW)
    begun, day = start(house.cast.alma, held), DAY + timedelta(days=7)
    write_note(by=house.cast.alma, handover_id=begun.pk, note=" Mind the holidays. ", now=NOW)
    for _click in range(2):
        finish_handover(by=house.cast.alma, handover_id=begun.pk, day=day, now=NOW)
    ended = Assignment.objects.get(pk=held.pk)
    assert (ended.valid_until, ended.ending) == (day, "handed_over")
    told = Notice.objects.filter(kind="leadership.handed_over").values_list("user", flat=True)
    assert set(told) == {house.cast.uma.user.pk, house.cast.bo.user.pk}
    page = handover_page(house.cast.uma, begun.pk, day)
    assert (page.note, page.may_change, page.is_own) == ("Mind the holidays.", False, False)


def test_what_is_finished_stays(house: House, held: Assignment) -> None:
    begun = start(house.cast.alma, held)
    item = HandoverItem.objects.all()[0]
    finish_handover(by=house.cast.alma, handover_id=begun.pk, day=DAY, now=NOW)
    with pytest.raises(Conflict):
        write_note(by=house.cast.alma, handover_id=begun.pk, note="Late", now=NOW)
    with pytest.raises(Conflict):
        tick_item(by=house.cast.alma, item_id=item.pk, is_done=True, now=NOW)


def test_a_deputy_has_nothing_to_hand_over(house: House, held: Assignment) -> None:
    beside = assignment(held.task, house.people["uma"], kind="deputy", beside=held)
    with pytest.raises(Conflict, match="nothing to hand over"):
        start(house.cast.uma, beside)


def test_what_has_not_begun_cannot_be_handed_over(house: House) -> None:
    later = assignment(task(house), house.people["alma"], valid_from=date(2026, 5, 1))
    begun = start(house.cast.alma, later)
    with pytest.raises(Conflict, match="has not begun"):
        finish_handover(by=house.cast.alma, handover_id=begun.pk, day=DAY, now=NOW)


#             alma   bo     carla  olga   uma    dan
MAY_CHANGE = (True, True, True, True, False, False)
MAY_READ_UNFINISHED = (True, True, True, True, False, False)
MAY_READ_FINISHED = (True, True, True, True, True, False)  # uma follows
NAMES = ("alma", "bo", "carla", "olga", "uma", "dan")


@pytest.mark.parametrize(("name", "may"), list(zip(NAMES, MAY_CHANGE, strict=True)))
def test_who_may_change(house: House, held: Assignment, name: str, may: bool) -> None:
    begun, by = start(house.cast.alma, held), getattr(house.cast, name)
    item = HandoverItem.objects.all()[0]
    attempts = [
        lambda: write_note(by=by, handover_id=begun.pk, note="Hello", now=NOW),
        lambda: tick_item(by=by, item_id=item.pk, is_done=True, now=NOW),
        lambda: finish_handover(by=by, handover_id=begun.pk, day=DAY, now=NOW),
    ]
    for attempt in attempts:
        if may:
            attempt()
        else:
            with pytest.raises(NotFound):
                attempt()


@pytest.mark.parametrize(("finished", "table"), [(False, MAY_READ_UNFINISHED), (True, MAY_READ_FINISHED)])
def test_who_may_read(house: House, held: Assignment, finished: bool, table: tuple[bool, ...]) -> None:
    begun = start(house.cast.alma, held)
    if finished:
        finish_handover(by=house.cast.alma, handover_id=begun.pk, day=DAY, now=NOW)
        assignment(held.task, house.people["uma"], valid_from=DAY)
    for name, may in zip(NAMES, table, strict=True):
        try:
            handover_page(getattr(house.cast, name), begun.pk, DAY)
        except NotFound:
            assert (name, may) == (name, False)
        else:
            assert (name, may) == (name, True)
