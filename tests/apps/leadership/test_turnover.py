"""People leave: what they hold ends that day, who stood ready steps in, and undoing brings all of it back."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.leadership.builders import (
    NOW,
    House,
    application,
    assignment,
    mandate,
    offer,
    person,
    place_person,
    task,
)
from apps.leadership.turnover import check, everybody, row, take_in, undo
from cast import DAY, member
from colead.apps.jobs.models import Job
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    HandoverItem,
    Kind,
    LeadershipTask,
    Offer,
)
from colead.apps.leadership.selectors.mandates import mandates_held
from colead.apps.leadership.services import turnover
from colead.apps.leadership.services.assignments import change_share
from colead.apps.leadership.services.handovers import finish_handover
from colead.apps.leadership.services.offers import Place, accept_offer, offer_task
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import ApiToken, Membership, SignInLink
from colead.apps.organisations.services import create_token, end_membership, save_settings
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import ImportChange, Person
from colead.apps.people.services.turnover import said_of
from colead.kit.errors import Conflict
from colead.kit.roles import Role, console

pytestmark = pytest.mark.database("both")

JUNE = date(2026, 6, 1)
LATER = DAY + timedelta(days=30)
TABLES = (Assignment, Handover, HandoverItem, Offer, Application, Membership, ApiToken, SignInLink)


def rows_of_all() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def who_holds(of: LeadershipTask, day: date) -> list[str]:
    return sorted(Assignment.objects.on(day).holders().filter(task=of).values_list("person__key", flat=True))


def deputy(of: Assignment, who: Any, **fields: Any) -> Assignment:
    return assignment(of.task, who, kind=Kind.DEPUTY, beside=of, **fields)


def tell(house: House) -> None:
    """The job that tells those concerned is run."""
    told = Job.objects.get(work="leadership.tell_of_leavings").arguments
    turnover.tell_of_leavings(organisation=house.organisation, now=NOW, **told)


def notices(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"leadership.{kind}")
    return sorted(rows.values_list("user__email", flat=True))


def test_a_holding_ends_on_the_day_its_holder_leaves(house: House) -> None:
    roster = task(house)
    held = assignment(roster, house.people["eva"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    held.refresh_from_db()
    assert (held.valid_until, held.agreed_until, held.ending) == (JUNE, None, "left")
    assert who_holds(roster, JUNE - timedelta(days=1)) == ["eva"]
    assert who_holds(roster, JUNE) == []


def test_somebody_who_is_not_in_the_list_holds_nothing_from_today(house: House) -> None:
    roster = task(house)
    held = assignment(roster, house.people["eva"], valid_until=JUNE)
    take_in(house, everybody(eva=None))
    held.refresh_from_db()
    assert (held.valid_until, held.agreed_until, held.ending) == (DAY, JUNE, "left")


def test_what_was_held_on_days_that_have_passed_stays(house: House) -> None:
    """A list from a day that has passed: until today they did hold it, and nobody can change that."""
    roster = task(house)
    assignment(roster, house.people["eva"])
    take_in(house, everybody(eva=None), day=DAY - timedelta(days=20))
    assert who_holds(roster, DAY - timedelta(days=1)) == ["eva"]
    assert who_holds(roster, DAY) == []


def test_the_deputy_takes_the_seat_and_the_mandate(house: House) -> None:
    roster = task(house)
    eva = assignment(roster, house.people["eva"], valid_until=date(2027, 1, 1))
    beside = deputy(eva, house.people["finn"], valid_until=date(2027, 1, 1))
    mandate(roster)
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    assert who_holds(roster, JUNE) == ["finn"]
    taken = Assignment.objects.get(stands_in_for=eva)
    assert (taken.valid_from, taken.valid_until, taken.share) == (JUNE, date(2027, 1, 1), eva.share)
    beside.refresh_from_db()
    assert (beside.valid_until, beside.ending) == (JUNE, "left")
    assert not mandates_held(house.people["finn"], JUNE - timedelta(days=1))
    assert [one.kind for one in mandates_held(house.people["finn"], JUNE)] == ["holder"]


def test_a_deputy_comes_before_a_cover_and_somebody_who_leaves_too_does_not_step_in(house: House) -> None:
    roster, rounds = task(house), task(house, "Rounds")
    eva, alma = assignment(roster, house.people["eva"]), assignment(rounds, house.people["eva"])
    assignment(roster, house.people["gerd"], kind=Kind.COVER, beside=eva, valid_until=date(2027, 1, 1))
    deputy(eva, house.people["finn"])
    deputy(alma, house.people["hans"])
    take_in(
        house,
        everybody(
            eva=None,
            hans=None,
            uma=row("uma").replace("hans", "asta"),
            carla=row("carla").replace("hans", "asta"),
        ),
    )
    assert who_holds(roster, DAY) == ["finn"]
    assert who_holds(rounds, DAY) == []


def test_who_stands_in_leaves_on_their_own_last_day(house: House) -> None:
    roster = task(house)
    deputy(assignment(roster, house.people["eva"]), house.people["finn"])
    take_in(house, everybody(eva=None, finn=row("finn", end=JUNE)))
    assert who_holds(roster, DAY) == ["finn"]
    assert who_holds(roster, JUNE) == []


def test_nobody_steps_in_whose_turn_is_over(house: House) -> None:
    fields = {"rotation": "after_terms", "most_terms": 1, "term_months": 12}
    roster = task(house, valid_from=date(2024, 1, 1), **fields)
    held = {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 1, 1)}
    assignment(roster, house.people["finn"], **held)
    eva = assignment(roster, house.people["eva"], valid_from=date(2026, 1, 1))
    deputy(eva, house.people["finn"], valid_from=date(2026, 1, 1))
    take_in(house, everybody(eva=None))
    assert who_holds(roster, DAY) == []


def test_what_a_leaver_held_is_to_be_handed_over(house: House) -> None:
    roster = task(house)
    held = assignment(roster, house.people["eva"])
    take_in(house, everybody(eva=None))
    handover = Handover.objects.get(assignment=held)
    assert (handover.state, handover.items.count()) == ("open", 6)
    finish_handover(by=house.cast.bo, handover_id=handover.pk, day=DAY, now=NOW)
    handover.refresh_from_db()
    held.refresh_from_db()
    assert (handover.state, held.ending, held.valid_until) == ("done", "left", DAY)


def test_offers_and_applications_are_closed(house: House) -> None:
    roster = task(house, seats=3)
    made = offer(roster, house.people["eva"])
    wish = application(task(house, "Rounds"), house.people["eva"])
    take_in(house, everybody(eva=None))
    made.refresh_from_db()
    wish.refresh_from_db()
    assert (made.state, made.answered_at, wish.state) == ("withdrawn", NOW, "withdrawn")


def test_an_offer_to_somebody_who_leaves_later_ends_with_their_position(house: House) -> None:
    made = offer(task(house), house.people["eva"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    made.refresh_from_db()
    assert (made.state, made.ends_on) == ("open", JUNE)


def test_nothing_is_offered_to_who_does_not_work_here_that_day(house: House) -> None:
    roster, eva = task(house), house.people["eva"]
    waiting = offer(task(house, "Rounds"), eva, starts_on=DAY)
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    with pytest.raises(Conflict) as refused:
        offer_task(by=house.cast.bo, task_id=roster.pk, person=eva, place=Place(starts_on=JUNE), now=NOW)
    assert refused.value.code == "not_here"
    made = offer_task(by=house.cast.bo, task_id=roster.pk, person=eva, now=NOW)
    assert made.ends_on == JUNE
    eva.user = member(house.organisation, "eva").user
    eva.save()
    by = Membership.objects.get(user=eva.user).as_member()
    assert accept_offer(by=by, offer_id=waiting.pk, now=NOW).valid_until == JUNE


def test_those_concerned_are_told(house: House) -> None:
    roster = task(house)
    deputy(assignment(roster, house.people["eva"]), house.people["alma"])
    offer(task(house, "Rounds"), house.people["eva"], offered_by=house.cast.uma.user)
    take_in(house, everybody(eva=None))
    tell(house)
    tell(house)
    assert notices("to_hand_over") == ["bo@example.org"]
    assert notices("steps_in") == ["alma@example.org"]
    assert notices("offer_left") == ["uma@example.org"]
    entry = LedgerRecord.objects.filter(text__contains="leadership.left").get().text
    assert '"ended":2' in entry.replace(" ", "")


def test_undoing_brings_every_row_back(house: House) -> None:
    roster, rounds = task(house), task(house, "Rounds", seats=2)
    eva = assignment(roster, house.people["eva"])
    deputy(eva, house.people["finn"])
    assignment(rounds, house.people["eva"], valid_from=LATER)
    offer(rounds, house.people["eva"], state="accepted", assignment=Assignment.objects.get(task=rounds))
    offer(task(house, "Third"), house.people["eva"])
    application(task(house, "Fourth"), house.people["eva"])
    create_token(by=house.cast.alma, name="x", scope="read", now=NOW, lifetime=timedelta(days=90))
    before = rows_of_all()
    for content in (everybody(eva=None, alma=None), everybody(eva=row("eva", end=JUNE))):
        done = take_in(house, content)
        assert rows_of_all() != before
        undo(house, done)
        assert rows_of_all() == before
    assert not ImportChange.objects.exists()


def test_undo_is_refused_once_somebody_has_acted(house: House) -> None:
    roster = task(house)
    assignment(roster, house.people["eva"])
    done = take_in(house, everybody(eva=None))
    made = offer(roster, house.people["alma"])
    accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
    after = rows_of_all()
    with pytest.raises(Conflict, match="acted"):
        undo(house, done)
    assert rows_of_all() == after


def test_somebody_who_stays_on_after_all_keeps_what_they_hold(house: House) -> None:
    roster = task(house)
    held = assignment(roster, house.people["eva"])
    beside = deputy(held, house.people["finn"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    take_in(house, everybody(eva=row("eva", end=LATER)))
    assert (who_holds(roster, LATER - timedelta(days=1)), who_holds(roster, LATER)) == (["eva"], ["finn"])
    take_in(house, everybody())
    held.refresh_from_db()
    beside.refresh_from_db()
    assert (held.valid_until, held.ending, beside.valid_until) == (None, "", None)
    assert who_holds(roster, date(2028, 1, 1)) == ["eva"]


def test_a_seat_that_was_given_to_somebody_else_meanwhile_does_not_come_back(house: House) -> None:
    roster = task(house)
    assignment(roster, house.people["eva"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    made = offer(roster, house.people["alma"], starts_on=JUNE)
    accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
    take_in(house, everybody(eva=row("eva", end=date(2026, 8, 1))))
    take_in(house, everybody())
    assert (who_holds(roster, DAY), who_holds(roster, JUNE)) == (["eva"], ["alma"])


def test_the_same_again_changes_nothing(house: House) -> None:
    deputy(assignment(task(house), house.people["eva"]), house.people["finn"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    after = rows_of_all()
    take_in(house, everybody(eva=row("eva", end=JUNE), finn=row("finn", unit="office")))
    assert rows_of_all() == after


def test_a_smaller_share_until_one_leaves_is_no_other_end(house: House) -> None:
    roster = task(house, unit="night")
    held = assignment(roster, house.people["alma"])
    deputy(held, house.people["finn"])
    take_in(house, everybody(alma=row("alma", end=JUNE)))
    change_share(by=house.cast.alma, assignment_id=held.pk, share=Decimal("0.5"), day=LATER, now=NOW)
    take_in(house, everybody())
    spans = Assignment.objects.filter(person=house.people["alma"]).order_by("valid_from")
    assert list(spans.values_list("valid_until", "share", "ending")) == [
        (LATER, 1, ""),
        (None, Decimal("0.5"), ""),
    ]
    assert who_holds(roster, JUNE) == ["alma"]


def test_the_preview_says_what_follows(house: House) -> None:
    roster = task(house)
    deputy(assignment(roster, house.people["alma"]), house.people["finn"])
    assignment(task(house, "Rounds"), house.people["alma"])
    offer(task(house, "Third"), house.people["alma"])
    before = rows_of_all()
    checked = check(house.cast.carla, everybody(alma=None))
    assert said_of(checked.file.findings["follows"]) == [
        "Alma Holm signs in no longer from 2 March 2026.",
        (
            "Alma Holm leaves on 2 March 2026: in “Duty roster” Finn Holm steps in; "
            "“Rounds” is to be handed over; 1 offer is closed."
        ),
    ]
    assert rows_of_all() == before


def test_sign_in_tokens_and_invitations_end(house: House) -> None:
    token, _secret = create_token(
        by=house.cast.alma, name="x", scope="read", now=NOW, lifetime=timedelta(days=900)
    )
    take_in(house, everybody(alma=row("alma", end=JUNE)))
    token.refresh_from_db()
    assert Membership.objects.get(user=house.cast.alma.user).valid_until == JUNE
    assert token.expires_at == house.organisation.end_of(JUNE - timedelta(days=1))
    take_in(house, everybody())
    assert Membership.objects.get(user=house.cast.alma.user).valid_until is None


def test_nobody_locks_themselves_out(house: House) -> None:
    hansless = {name: row(name).replace("hans", "asta") for name in ("uma",)}
    checked = check(house.cast.carla, everybody(carla=None, **hansless))
    assert "is you: you go on signing in" in said_of(checked.file.findings["follows"])[0]
    take_in(house, everybody(carla=None))
    assert Membership.objects.get(user=house.cast.carla.user).valid_until is None


def test_the_last_owner_stays(house: House) -> None:
    Membership.objects.filter(role=Role.OWNER, organisation=house.organisation).update(valid_until=LATER)
    Membership.objects.filter(user=house.cast.uma.user).update(role=Role.OWNER)
    take_in(house, everybody(uma=row("uma", end=JUNE)), by=house.cast.olga)
    assert Membership.objects.get(user=house.cast.uma.user).valid_until is None
    Membership.objects.filter(user=house.cast.olga.user).update(valid_until=None)
    take_in(house, everybody(uma=None), by=house.cast.olga)
    assert Membership.objects.get(user=house.cast.uma.user).valid_until == DAY


def test_the_people_team_ends_no_owner_and_owners_hear_of_each_other(house: House) -> None:
    Membership.objects.filter(user=house.cast.uma.user).update(role=Role.OWNER)
    checked = check(house.cast.carla, everybody(uma=None))
    assert "only an owner can end" in said_of(checked.file.findings["follows"])[0]
    take_in(house, everybody(uma=None))
    assert Membership.objects.get(user=house.cast.uma.user).valid_until is None
    take_in(house, everybody())
    take_in(house, everybody(uma=row("uma", end=JUNE)), by=house.cast.olga)
    assert Membership.objects.get(user=house.cast.uma.user).valid_until == JUNE
    told = Notice.objects.filter(kind="people.owner_leaves").values_list("user__email", "values")
    assert dict(told)[house.cast.olga.user.email] == {"name": "Uma Holm", "day": JUNE.isoformat()}


def test_a_list_lengthens_only_what_a_list_has_ended(house: House) -> None:
    """Even where the agreed end falls on the day on which the position ended."""
    mine = Membership.objects.filter(user=house.cast.carla.user)
    mine.update(valid_until=JUNE)
    take_in(house, everybody(carla=row("carla", end=JUNE)))
    take_in(house, everybody())
    assert mine.get().valid_until == JUNE


@pytest.mark.parametrize(("role", "agreed"), [(Role.CONSULTANT, LATER), (Role.MEMBER, LATER)])
def test_nothing_goes_on_beyond_the_agreed_end(house: House, role: Role, agreed: date) -> None:
    alma = Membership.objects.filter(user=house.cast.alma.user)
    alma.update(role=role, valid_until=agreed)
    take_in(house, everybody(alma=row("alma", end=agreed)))
    take_in(house, everybody(alma=row("alma", end=date(2035, 1, 1))))
    assert alma.get().valid_until == agreed
    take_in(house, everybody(alma=row("alma", end=agreed - timedelta(days=5))))
    assert alma.get().valid_until == agreed - timedelta(days=5)
    take_in(house, everybody())
    assert alma.get().valid_until == agreed


def test_each_end_of_a_sign_in_stands_in_the_ledger(house: House) -> None:
    pk = Membership.objects.get(user=house.cast.alma.user).pk
    take_in(house, everybody(alma=row("alma", end=JUNE)))
    take_in(house, everybody())
    texts = LedgerRecord.objects.order_by("leaf__index").values_list("text", flat=True)
    entries = [one for one in map(json.loads, texts) if one["subject"] == f"membership:{pk}"]
    assert [(one["action"], one["details"]) for one in entries] == [
        ("people.sign_in_ended", {"day": "2026-06-01"}),
        ("people.sign_in_goes_on", {}),
    ]


def test_a_change_of_the_time_zone_keeps_an_import_undoable(house: House) -> None:
    done = take_in(house, everybody(alma=None))
    house.organisation.time_zone = "Pacific/Pago_Pago"
    save_settings(by=house.cast.olga, organisation=house.organisation, now=NOW)
    alma = Membership.objects.filter(user=house.cast.alma.user)
    assert alma.get().valid_until == DAY - timedelta(days=1)
    undo(house, done)
    assert alma.get().valid_until is None


def test_a_membership_that_somebody_ended_meanwhile_stays_ended(house: House) -> None:
    done = take_in(house, everybody(alma=row("alma", end=DAY + timedelta(days=1))))
    alma = Membership.objects.filter(user=house.cast.alma.user)
    end_membership(by=house.cast.olga, membership_id=alma.get().pk, now=NOW)
    with pytest.raises(Conflict):
        undo(house, done)
    assert alma.get().valid_until == DAY


@pytest.mark.parametrize("state", ["suggested", "quiet"])
def test_nobody_learns_from_a_list_who_was_suggested_or_declined(house: House, state: str) -> None:
    application(task(house), house.people["finn"], state=state)
    checked = check(house.cast.carla, everybody(finn=None))
    assert said_of(checked.file.findings["follows"]) == []
    take_in(house, everybody(finn=None))
    assert not LedgerRecord.objects.filter(text__contains="applications").exists()


def test_the_nightly_job_ends_what_lost_its_ground_unseen(house: House) -> None:
    """Rows of a version that did not know of it: a position ended long ago, the holding goes on."""
    roster = task(house)
    assignment(roster, house.people["eva"])
    house.people["eva"].positions.update(valid_until=DAY)
    turnover.settle(by=console(house.organisation), now=NOW)
    assert who_holds(roster, DAY) == []


def test_the_number_of_statements_does_not_grow_with_those_who_leave(house: House) -> None:
    """Each of them holds two tasks, one with a deputy, has an offer and would like something."""

    def statements(number: int, unit: str) -> int:
        people = [colleague(house, f"{unit}{count}") for count in range(number)]
        for one in people:
            deputy(assignment(task(house), one), house.people["finn"])
            assignment(task(house), one)
            offer(task(house), one)
            application(task(house), one)
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            turnover.follow(by=house.cast.carla, found=Turnover(DAY), staff_import=None, now=NOW)
        assert not Assignment.objects.filter(person__in=people, valid_until__isnull=True).exists()
        return len(captured)

    statements(1, "first")  # what the first one makes that all share
    assert statements(3, "few") == statements(30, "many")


def colleague(house: House, key: str) -> Person:
    """Somebody whose position ends today."""
    made = person(house.organisation, key)
    place_person(made, house.units["ward"], house.people["bo"])
    made.positions.update(valid_until=DAY)
    return made
