"""A colleague is asked for their view: who learns what, and who does not."""

import pytest

from apps.people.describing import LISTEN, PLAN, answered, asked, levels, refused
from apps.people.staff import NOW
from cast import DAY, Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.people.models import Person, Strength, ViewRequest
from colead.apps.people.own_person import own_person
from colead.apps.people.selectors.own_strengths import own_strengths
from colead.apps.people.selectors.view_requests import suggested_colleagues, view_request_page
from colead.apps.people.services.colleagues_views import (
    answer_view,
    ask_for_view,
    decline_view,
    delete_view_request,
)
from colead.kit.errors import NotFound


def notices(to: object) -> list[str]:
    return list(Notice.objects.filter(user=to, kind__startswith="people.view").values_list("kind", flat=True))


def test_the_colleague_is_told_and_then_the_owner(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo, LISTEN, PLAN)
    assert notices(telling.bo.user) == ["people.view_asked"]
    answer_view(by=telling.bo, view_request=pk, levels={LISTEN: 2, PLAN: None}, now=NOW)
    assert notices(telling.alma.user) == ["people.view_answered"]
    assert levels(own_person(telling.alma), "peer") == {LISTEN: 2}
    row = Strength.objects.filter(source=Strength.Source.PEER).get()
    assert (row.visible_to, row.wish, row.request_id) == ("self", None, pk)


def test_a_new_answer_replaces_the_one_before(telling: Cast) -> None:
    pk = answered(telling.alma, telling.bo, listen=1)
    answer_view(by=telling.bo, view_request=pk, levels={LISTEN: 4}, now=NOW)
    assert levels(own_person(telling.alma), "peer") == {LISTEN: 4}


def test_declining_is_quiet(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo)
    waiting = own_strengths(telling.alma, DAY)
    entries = LedgerRecord.objects.count()
    decline_view(by=telling.bo, view_request=pk, now=NOW)
    assert own_strengths(telling.alma, DAY) == waiting
    assert LedgerRecord.objects.count() == entries
    assert notices(telling.alma.user) == []


def test_an_answer_can_be_taken_back(telling: Cast) -> None:
    pk = answered(telling.alma, telling.bo, listen=1)
    decline_view(by=telling.bo, view_request=pk, now=NOW)
    assert levels(own_person(telling.alma), "peer") == {}
    page = own_strengths(telling.alma, DAY)
    assert page is not None
    assert not page.asked[0].is_answered


def test_the_owner_deletes_request_and_answer(telling: Cast) -> None:
    pk = answered(telling.alma, telling.bo, listen=1)
    for other in (telling.bo, telling.uma):
        with pytest.raises(NotFound):
            delete_view_request(by=other, view_request=pk, now=NOW)
    delete_view_request(by=telling.alma, view_request=pk, now=NOW)
    assert not ViewRequest.objects.exists()
    assert levels(own_person(telling.alma), "peer") == {}
    asked(telling.alma, telling.bo)  # and may ask anew


def test_only_the_one_who_was_asked_answers_or_sees_the_request(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo)
    for other in (telling.alma, telling.uma, telling.carla, telling.olga):
        with pytest.raises(NotFound):
            answer_view(by=other, view_request=pk, levels={LISTEN: 2}, now=NOW)
        with pytest.raises(NotFound):
            decline_view(by=other, view_request=pk, now=NOW)
        assert view_request_page(other, pk) is None
    assert view_request_page(telling.bo, pk) is not None


def test_each_sees_who_said_what_and_only_of_themselves(telling: Cast) -> None:
    answered(telling.alma, telling.bo, listen=1)
    answered(telling.uma, telling.bo, listen=4)
    page = own_strengths(telling.alma, DAY)
    assert page is not None
    assert [(view.by.name, view.level) for view in page.strengths[0].views if view.by] == [("Bo Berg", 1)]


@pytest.mark.parametrize(
    ("colleague", "code"),
    [("3", "no_colleague"), ("nobody", "no_colleague"), ("4", "colleague_without_account")],
)
def test_who_cannot_be_asked(telling: Cast, colleague: str, code: str) -> None:
    with refused(code):
        ask_for_view(by=telling.alma, colleague=colleague, competencies=[LISTEN], now=NOW)


def test_what_cannot_be_asked_or_answered(telling: Cast) -> None:
    with refused("nothing_asked"):
        ask_for_view(by=telling.alma, colleague="2", competencies=[], now=NOW)
    pk = asked(telling.alma, telling.bo, LISTEN)
    with refused("asked_already"):
        asked(telling.alma, telling.bo, PLAN)
    for said, code in (({LISTEN: None}, "no_answer"), ({PLAN: 2}, "not_asked"), ({LISTEN: 7}, "bad_level")):
        with refused(code):
            answer_view(by=telling.bo, view_request=pk, levels=said, now=NOW)


def test_asking_again_says_the_same_whether_declined_or_not(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo)
    decline_view(by=telling.bo, view_request=pk, now=NOW)
    with refused("asked_already"):
        asked(telling.alma, telling.bo)


def test_colleagues_near_by_are_suggested(telling: Cast) -> None:
    near = suggested_colleagues(Person.objects.get(key="3"), DAY)
    assert [link.name for link in near] == ["Bo Berg", "Ærø Skov"]
