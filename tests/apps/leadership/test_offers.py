"""Offering, accepting, declining: only the person's own yes makes an assignment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.leadership.builders import NOW, House, application, assignment, offer, task
from cast import DAY
from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.selectors.holders import offer_page
from colead.apps.leadership.services.offers import Place, accept_offer, offer_task
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import OFFER
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from colead.kit.roles import Member

HALF = Decimal("0.5")


def told(by: Member) -> list[str]:
    """The kinds of notices that somebody has got."""
    return sorted(Notice.objects.filter(user=by.user).values_list("kind", flat=True))


def entries() -> int:
    return LedgerRecord.objects.count()


class TestOffering:
    def test_the_lead_of_the_unit_offers_and_the_person_hears_of_it(self, house: House) -> None:
        roster = task(house, term_months=12)
        made = offer_task(
            by=house.cast.bo,
            task_id=roster.pk,
            person=house.people["alma"],
            message=" You plan well. ",
            now=NOW,
        )
        assert (made.state, made.message, made.share) == ("open", "You plan well.", 1)
        assert (made.starts_on, made.ends_on) == (DAY, date(2027, 3, 2))
        assert told(house.cast.alma) == ["leadership.offered"]
        assert entries() == 1
        assert not Assignment.objects.exists()

    def test_a_double_click_makes_one_offer(self, house: House) -> None:
        roster = task(house)
        first, second = (
            offer_task(by=house.cast.bo, task_id=roster.pk, person=house.people["alma"], now=NOW)
            for _click in range(2)
        )
        assert first == second
        assert (Offer.objects.count(), entries()) == (1, 1)

    def test_another_offer_to_the_same_person_is_refused(self, house: House) -> None:
        roster = task(house)
        offer(roster, house.people["alma"])
        with pytest.raises(DomainError, match="waits for an answer"):
            offer_task(
                by=house.cast.bo,
                task_id=roster.pk,
                person=house.people["alma"],
                place=Place(share=HALF),
                now=NOW,
            )

    @pytest.mark.parametrize(
        ("place", "code"),
        [
            (Place(share=Decimal(2)), "bad_share"),
            (Place(starts_on=DAY, ends_on=DAY), "bad_period"),
            (Place(trial_until=DAY), "bad_trial"),
            (Place(starts_on=DAY, ends_on=DAY + timedelta(10), trial_until=DAY + timedelta(11)), "bad_trial"),
            (Place(starts_on=date(2020, 1, 1)), "task_not_open"),
            (Place(kind=Kind.DEPUTY), "no_holder"),
        ],
    )
    def test_places_that_cannot_be(self, house: House, place: Place, code: str) -> None:
        with pytest.raises(DomainError) as caught:
            offer_task(
                by=house.cast.carla, task_id=task(house).pk, person=house.people["alma"], place=place, now=NOW
            )
        assert caught.value.code == code

    def test_a_full_task_cannot_be_offered(self, house: House) -> None:
        roster = task(house)
        assignment(roster, house.people["eva"])
        with pytest.raises(Conflict, match="filled"):
            offer_task(by=house.cast.bo, task_id=roster.pk, person=house.people["alma"], now=NOW)

    def test_the_holder_finds_a_deputy_but_offers_no_seat(self, house: House) -> None:
        roster = task(house, seats=2)
        held = assignment(roster, house.people["alma"], valid_until=date(2026, 9, 1))
        place = Place(kind=Kind.DEPUTY, beside=held.pk)
        made = offer_task(
            by=house.cast.alma, task_id=roster.pk, person=house.people["uma"], place=place, now=NOW
        )
        assert (made.kind, made.ends_on) == ("deputy", date(2026, 9, 1))
        with pytest.raises(NotAllowed):
            offer_task(by=house.cast.alma, task_id=roster.pk, person=house.people["eva"], now=NOW)
        with pytest.raises(NotAllowed):
            offer_task(by=house.cast.uma, task_id=roster.pk, person=house.people["eva"], place=place, now=NOW)

    def test_a_volunteer_has_an_offer_then(self, house: House) -> None:
        roster = task(house)
        wish = application(roster, house.people["alma"])
        made = offer_task(by=house.cast.bo, task_id=roster.pk, person=house.people["alma"], now=NOW)
        assert Application.objects.get(pk=wish.pk).state == "offered"
        take_step(OFFER, "withdraw", by=house.cast.bo, row_id=made.pk, now=NOW)
        assert Application.objects.get(pk=wish.pk).state == "open"


class TestAccepting:
    def test_yes_makes_the_assignment_as_offered(self, house: House) -> None:
        roster = task(house)
        made = offer(
            roster,
            house.people["alma"],
            share=HALF,
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 11, 1),
            trial_until=date(2026, 6, 1),
            offered_by=house.cast.bo.user,
        )
        got = accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        assert (got.person, got.task, got.kind, got.share) == (house.people["alma"], roster, "holder", HALF)
        assert (got.valid_from, got.valid_until) == (date(2026, 5, 1), date(2026, 11, 1))
        assert (got.trial_until, got.accepted_at) == (date(2026, 6, 1), NOW)
        assert Offer.objects.get(pk=made.pk).assignment == got
        assert told(house.cast.bo) == ["leadership.accepted"]
        assert entries() == 1

    def test_a_start_that_has_passed_is_right(self, house: House) -> None:
        made = offer(task(house), house.people["alma"], starts_on=date(2026, 1, 15))
        assert accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW).valid_from == date(2026, 1, 15)

    def test_twice_is_as_once(self, house: House) -> None:
        made = offer(task(house), house.people["alma"])
        first, second = (accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW) for _click in range(2))
        assert first == second
        assert (Assignment.objects.count(), entries()) == (1, 1)

    @pytest.mark.parametrize("name", ["bo", "carla", "olga", "uma", "dan"])
    def test_nobody_accepts_for_another(self, house: House, name: str) -> None:
        made = offer(task(house), house.people["alma"], offered_by=house.cast.bo.user)
        with pytest.raises(NotFound):
            accept_offer(by=getattr(house.cast, name), offer_id=made.pk, now=NOW)
        with pytest.raises(NotFound):
            take_step(OFFER, "decline", by=getattr(house.cast, name), row_id=made.pk, now=NOW)
        assert not Assignment.objects.exists()

    def test_the_last_seat_closes_what_still_waits(self, house: House) -> None:
        roster = task(house)
        mine, others = offer(roster, house.people["alma"]), offer(roster, house.people["uma"])
        later = offer(roster, house.people["bo"], starts_on=date(2027, 3, 2))
        wish = application(roster, house.people["carla"])
        hint = application(roster, house.people["eva"], state="suggested", suggested_by=house.people["bo"])
        Offer.objects.filter(pk=mine.pk).update(ends_on=date(2027, 3, 2))
        accept_offer(by=house.cast.alma, offer_id=mine.pk, now=NOW)
        states = dict(Offer.objects.values_list("pk", "state"))
        assert states == {mine.pk: "accepted", others.pk: "filled", later.pk: "open"}
        assert {Application.objects.get(pk=one.pk).state for one in (wish, hint)} == {"filled"}
        assert told(house.cast.uma) == told(house.cast.carla) == ["leadership.seats_filled"]
        with pytest.raises(Conflict, match="Thank you"):
            accept_offer(by=house.cast.uma, offer_id=others.pk, now=NOW)

    def test_a_shared_seat_stays_open_until_its_parts_make_one(self, house: House) -> None:
        roster = task(house)
        halves = [offer(roster, house.people[name], share=HALF) for name in ("alma", "uma", "carla")]
        accept_offer(by=house.cast.alma, offer_id=halves[0].pk, now=NOW)
        assert Offer.objects.open().count() == 2
        accept_offer(by=house.cast.uma, offer_id=halves[1].pk, now=NOW)
        assert Offer.objects.get(pk=halves[2].pk).state == "filled"

    def test_the_seat_may_have_gone_meanwhile(self, house: House) -> None:
        roster = task(house)
        made = offer(roster, house.people["alma"])
        assignment(roster, house.people["eva"], valid_from=date(2026, 6, 1))  # later, but within the period
        with pytest.raises(Conflict) as caught:
            accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        assert caught.value.code == "seats_filled"
        assert Offer.objects.get(pk=made.pk).state == "open"

    def test_nobody_is_holder_and_deputy(self, house: House) -> None:
        roster = task(house, seats=2)
        bos = assignment(roster, house.people["bo"])
        assignment(roster, house.people["alma"])
        made = offer(roster, house.people["alma"], kind="deputy", beside=bos)
        with pytest.raises(Conflict, match="already has a part"):
            accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)

    def test_a_deputy_may_cover(self, house: House) -> None:
        roster = task(house)
        bos = assignment(roster, house.people["bo"])
        assignment(roster, house.people["alma"], kind="deputy", beside=bos)
        made = offer(roster, house.people["alma"], kind="cover", beside=bos, ends_on=date(2026, 3, 20))
        got = accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        assert (got.kind, got.valid_until) == ("cover", date(2026, 3, 20))

    def test_a_deputy_ends_with_the_holder(self, house: House) -> None:
        roster = task(house)
        bos = assignment(roster, house.people["bo"])
        made = offer(roster, house.people["alma"], kind="deputy", beside=bos)
        bos.valid_until = date(2026, 8, 1)
        bos.save()
        got = accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        assert got.valid_until == date(2026, 8, 1)

    def test_a_closed_task_is_not_taken(self, house: House) -> None:
        made = offer(task(house, valid_until=date(2026, 2, 1)), house.people["alma"])
        with pytest.raises(Conflict, match="does not exist"):
            accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)


class TestRotation:
    @pytest.fixture
    def rotating(self, house: House) -> LeadershipTask:
        """At most two terms of six months in a row."""
        return task(
            house, rotation="after_terms", most_terms=2, term_months=6, valid_from=date(2024, 1, 1), seats=2
        )

    def offer_to_alma(self, house: House, of: LeadershipTask, **place: date) -> Offer:
        return offer_task(
            by=house.cast.bo, task_id=of.pk, person=house.people["alma"], place=Place(**place), now=NOW
        )

    def test_two_terms_and_no_third(self, house: House, rotating: LeadershipTask) -> None:
        alma = house.people["alma"]
        assignment(rotating, alma, valid_from=date(2025, 3, 2), valid_until=date(2025, 9, 2))
        assignment(rotating, alma, valid_from=date(2025, 9, 2), valid_until=DAY)
        with pytest.raises(Conflict, match="somebody else's turn"):
            self.offer_to_alma(house, rotating)

    def test_a_second_term_is_fine(self, house: House, rotating: LeadershipTask) -> None:
        assignment(rotating, house.people["alma"], valid_from=date(2025, 9, 2), valid_until=DAY)
        assert self.offer_to_alma(house, rotating).ends_on == date(2026, 9, 2)

    def test_time_counts_and_not_rows(self, house: House, rotating: LeadershipTask) -> None:
        """A term whose share changed in between is one term."""
        alma, middle = house.people["alma"], date(2025, 12, 1)
        assignment(rotating, alma, valid_from=date(2025, 9, 2), valid_until=middle)
        assignment(rotating, alma, valid_from=middle, valid_until=DAY, share=HALF)
        assert self.offer_to_alma(house, rotating).ends_on == date(2026, 9, 2)

    def test_a_short_pause_does_not_begin_anew(self, house: House, rotating: LeadershipTask) -> None:
        alma = house.people["alma"]
        assignment(rotating, alma, valid_from=date(2025, 1, 2), valid_until=date(2026, 1, 2))
        with pytest.raises(Conflict, match="somebody else's turn"):
            self.offer_to_alma(house, rotating)

    def test_after_a_pause_of_a_term_it_begins_anew(self, house: House, rotating: LeadershipTask) -> None:
        alma = house.people["alma"]
        assignment(rotating, alma, valid_from=date(2024, 9, 2), valid_until=date(2025, 9, 2))
        assert self.offer_to_alma(house, rotating).ends_on == date(2026, 9, 2)

    def test_standing_in_for_somebody_is_no_turn_of_ones_own(
        self, house: House, rotating: LeadershipTask
    ) -> None:
        year = {"valid_from": date(2025, 3, 2), "valid_until": DAY}
        held = assignment(rotating, house.people["uma"], **year)
        assignment(rotating, house.people["alma"], kind="deputy", beside=held, **year)
        assert self.offer_to_alma(house, rotating).ends_on == date(2026, 9, 2)

    def test_no_longer_than_the_terms_at_once(self, house: House, rotating: LeadershipTask) -> None:
        with pytest.raises(Conflict, match="somebody else's turn"):
            self.offer_to_alma(house, rotating, starts_on=DAY, ends_on=date(2027, 3, 3))


class TestDeclining:
    @pytest.mark.parametrize("reason", ["", "I have enough on my plate."])
    def test_with_or_without_a_reason(self, house: House, reason: str) -> None:
        made = offer(task(house), house.people["alma"], offered_by=house.cast.bo.user)
        for _click in range(2):
            take_step(OFFER, "decline", by=house.cast.alma, row_id=made.pk, reason=reason, now=NOW)
        stored = Offer.objects.get(pk=made.pk)
        assert (stored.state, stored.reason) == ("declined", reason)
        assert told(house.cast.bo) == ["leadership.declined"]
        assert entries() == 1
        assert reason == "" or reason not in LedgerRecord.objects.get().text

    def test_what_is_answered_stays(self, house: House) -> None:
        made = offer(task(house), house.people["alma"])
        take_step(OFFER, "decline", by=house.cast.alma, row_id=made.pk, now=NOW)
        with pytest.raises(Conflict):
            accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        with pytest.raises(Conflict):
            take_step(OFFER, "withdraw", by=house.cast.bo, row_id=made.pk, now=NOW)


class TestWithdrawing:
    @pytest.mark.parametrize(
        ("name", "may"), [("alma", False), ("bo", True), ("carla", True), ("olga", True), ("uma", False)]
    )
    def test_who_may(self, house: House, name: str, may: bool) -> None:
        made = offer(task(house), house.people["alma"])
        by = getattr(house.cast, name)
        if may:
            take_step(OFFER, "withdraw", by=by, row_id=made.pk, now=NOW)
            assert told(house.cast.alma) == ["leadership.offer_withdrawn"]
        else:
            with pytest.raises(NotFound):
                take_step(OFFER, "withdraw", by=by, row_id=made.pk, now=NOW)


def test_an_offer_says_who_else_holds_the_task_in_its_time(house: House) -> None:
    one, other = task(house, seats=3), task(house, "Books")
    assignment(one, house.people["eva"])
    assignment(one, house.people["bo"], valid_until=DAY)  # over when the offer begins
    assignment(one, house.people["finn"], valid_from=DAY + timedelta(days=400))  # after it
    assignment(other, house.people["uma"])
    made = offer(one, house.people["alma"], ends_on=DAY + timedelta(days=100))
    assignment(one, house.people["alma"], valid_until=DAY)
    page = offer_page(house.cast.alma, made.pk, DAY)
    assert [link.name for link in page.others] == [house.people["eva"].name]
