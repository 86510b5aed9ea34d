"""From open to held as programs do it, each with the token of the one whom it concerns."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.caller import CLINIC, Caller, caller
from apps.leadership.builders import House, application, assignment, build_house, mandate, offer, task
from cast import Cast, today
from colead.apps.leadership.models import Application, Assignment
from colead.kit import scope

LEADERSHIP = f"{CLINIC}/leadership"
OFFERS, ASSIGNMENTS = f"{LEADERSHIP}/offers", f"{LEADERSHIP}/assignments"
TODAY = today()


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    with scope.organisation(cast.clinic):
        yield build_house(cast)


@pytest.fixture
def alma(house: House) -> Caller:
    return caller(house.cast.alma)


@pytest.fixture
def bo(house: House) -> Caller:
    return caller(house.cast.bo)


def test_offered_accepted_and_handed_over(house: House, alma: Caller, bo: Caller) -> None:
    roster = task(house)
    mandate(roster)
    made = bo.post(OFFERS, {"task": roster.pk, "person": "alma", "share": 0.5, "message": "You?"})
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert bo.post(f"{OFFERS}/{number}/accept").status_code == 404
    assert [one["id"] for one in alma.get(OFFERS, state="open").json()["items"]] == [number]
    accepted = [alma.post(f"{OFFERS}/{number}/accept").json() for _retry in range(2)]
    assert accepted[0] == accepted[1]
    held = accepted[0]["id"]
    (row,) = bo.get(ASSIGNMENTS, task=roster.pk).json()["items"]
    assert (row["id"], row["person"]["key"], row["share"]) == (held, "alma", "0.50")
    assert bo.get(ASSIGNMENTS, as_of="2025-01-01").json()["items"] == []
    assert "who works when" in alma.get(f"{LEADERSHIP}/mine").json()["tasks"][0]["mandate"]
    begun = alma.post(f"{ASSIGNMENTS}/{held}/hand-over").json()
    tomorrow = str(TODAY.replace(year=TODAY.year + 1))
    done = alma.post(
        f"{LEADERSHIP}/handovers/{begun['id']}/finish", {"day": tomorrow, "note": "Mind the holidays"}
    )
    assert (done.status_code, done.json()["note"]) == (200, "Mind the holidays")
    assert Assignment.objects.get().ending == "handed_over"


def test_a_reason_is_for_the_one_who_offered(house: House, alma: Caller, bo: Caller) -> None:
    made = offer(task(house), house.people["alma"], offered_by=house.cast.bo.user)
    assert alma.post(f"{OFFERS}/{made.pk}/decline", {}).json()["reason"] == ""
    other = offer(task(house, "Other"), house.people["alma"], offered_by=house.cast.bo.user)
    alma.post(f"{OFFERS}/{other.pk}/decline", {"reason": "Too much"})
    assert bo.get(f"{OFFERS}/{other.pk}").json()["reason"] == "Too much"
    carla = caller(house.cast.carla)
    assert carla.get(f"{OFFERS}/{other.pk}").json()["reason"] == ""
    assert caller(house.cast.uma).get(f"{OFFERS}/{other.pk}").status_code == 404


def test_a_suggestion_tells_the_one_who_suggests_nothing(house: House, alma: Caller) -> None:
    roster, told = task(house, seats=2), []
    for state in ("fresh", "would like to"):
        if state == "would like to":
            Application.objects.all().delete()
            application(roster, house.people["uma"])
        answer = alma.post(f"{LEADERSHIP}/applications", {"task": roster.pk, "person": "uma"})
        told.append((answer.status_code, answer.json()))
    assert told[0] == told[1] == (201, {"task": roster.pk})


def test_suggested_and_answered(house: House, alma: Caller) -> None:
    roster, uma = task(house), caller(house.cast.uma)
    alma.post(f"{LEADERSHIP}/applications", {"task": roster.pk, "person": "uma"})
    (mine,) = uma.get(f"{LEADERSHIP}/applications").json()["items"]
    assert (mine["state"], mine["suggested_by"]["key"]) == ("suggested", "alma")
    assert alma.get(f"{LEADERSHIP}/applications").json()["items"] == []
    assert uma.post(f"{LEADERSHIP}/applications/{mine['id']}/decline").status_code == 200
    assert Application.objects.get().state == "quiet"


def test_given_back(house: House, alma: Caller, bo: Caller) -> None:
    held = assignment(task(house), house.people["alma"])
    assert bo.post(f"{ASSIGNMENTS}/{held.pk}/give-back", {}).status_code == 404
    assert alma.post(f"{ASSIGNMENTS}/{held.pk}/give-back", {}).status_code == 200
    assert Assignment.objects.get().ending == "given_back"


def test_a_list_costs_the_same_however_long(house: House, alma: Caller) -> None:
    counts = []
    for number in (2, 30):
        for count in range(number):
            one = task(house, f"Task {count} of {number}")
            offer(one, house.people["alma"])
            assignment(one, house.people["uma"])
        for address in (OFFERS, ASSIGNMENTS):  # limits on guesses and the structure are looked up once
            alma.get(address)
        with CaptureQueriesContext(connection) as captured:
            alma.get(OFFERS)
            alma.get(ASSIGNMENTS)
        counts.append(len(captured))
    assert counts[0] == counts[1]
