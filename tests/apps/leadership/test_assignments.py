"""Trial, share, cover, another term, giving back: and what may be decided because of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.leadership.builders import NOW, House, assignment, mandate, need, offer, task
from cast import DAY
from colead.apps.leadership.models import Assignment, Handover, Offer
from colead.apps.leadership.selectors.mandates import mandates_held
from colead.apps.leadership.services.assignments import (
    arrange_cover,
    change_share,
    end_trial,
    extend_term,
    find_deputy,
    give_back,
    note_evidence,
)
from colead.apps.leadership.services.offers import accept_offer
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.people.models import Leave, Strength
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from colead.kit.roles import Member

HALF = Decimal("0.5")
NEXT_WEEK = DAY + timedelta(days=7)


def told(by: Member) -> list[str]:
    return sorted(Notice.objects.filter(user=by.user).values_list("kind", flat=True))


def again(row: Assignment) -> Assignment:
    return Assignment.objects.get(pk=row.pk)


class TestGivingBack:
    def test_it_ends_and_nobody_asks_why(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"])
        for _click in range(2):
            give_back(by=house.cast.alma, assignment_id=held.pk, day=NEXT_WEEK, now=NOW)
        assert (again(held).valid_until, again(held).ending) == (NEXT_WEEK, "given_back")
        assert told(house.cast.bo) == ["leadership.given_back"]
        assert LedgerRecord.objects.count() == 1
        assert not Handover.objects.exists()

    def test_a_note_waits_for_the_next_one(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"])
        give_back(by=house.cast.alma, assignment_id=held.pk, day=DAY, note="The keys are with Eva.", now=NOW)
        note = Handover.objects.get(assignment=held)
        assert (note.note, note.done_at) == ("The keys are with Eva.", NOW)

    def test_those_beside_end_with_it(self, house: House) -> None:
        roster = task(house)
        held = assignment(roster, house.people["alma"])
        deputy = assignment(roster, house.people["uma"], kind="deputy", beside=held)
        waiting = offer(roster, house.people["eva"], kind="cover", beside=held, ends_on=NEXT_WEEK)
        give_back(by=house.cast.alma, assignment_id=held.pk, day=DAY, now=NOW)
        assert (again(deputy).valid_until, again(deputy).ending) == (DAY, "given_back")
        assert Offer.objects.get(pk=waiting.pk).state == "withdrawn"

    def test_what_has_not_begun_never_begins(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"], valid_from=NEXT_WEEK)
        give_back(by=house.cast.alma, assignment_id=held.pk, day=DAY, now=NOW)
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize("name", ["bo", "carla", "olga", "uma"])
    def test_only_ones_own(self, house: House, name: str) -> None:
        held = assignment(task(house), house.people["alma"])
        with pytest.raises(NotFound):
            give_back(by=getattr(house.cast, name), assignment_id=held.pk, day=DAY, now=NOW)

    @pytest.mark.parametrize(
        ("day", "code"), [(DAY - timedelta(1), "day_has_passed"), (date(2026, 9, 2), "ends_before")]
    )
    def test_days_that_cannot_be(self, house: House, day: date, code: str) -> None:
        held = assignment(task(house), house.people["alma"], valid_until=date(2026, 9, 1))
        with pytest.raises(DomainError) as caught:
            give_back(by=house.cast.alma, assignment_id=held.pk, day=day, now=NOW)
        assert caught.value.code == code


class TestTrial:
    @pytest.mark.parametrize("name", ["alma", "bo", "carla"])
    @pytest.mark.parametrize("keep", [True, False])
    def test_either_side_says(self, house: House, name: str, keep: bool) -> None:
        held = assignment(task(house), house.people["alma"], trial_until=NEXT_WEEK)
        by = getattr(house.cast, name)
        for _click in range(2):
            end_trial(by=by, assignment_id=held.pk, keep=keep, now=NOW)
        after = again(held)
        assert (after.valid_until, after.ending) == ((None, "") if keep else (DAY, "trial"))
        assert (after.trial_until is None) == keep
        assert LedgerRecord.objects.count() == 1
        other = house.cast.bo if name == "alma" else house.cast.alma
        assert told(other) == ["leadership.trial_kept" if keep else "leadership.trial_ended"]
        assert told(by) == []

    def test_nobody_else(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"], trial_until=NEXT_WEEK)
        with pytest.raises(NotFound):
            end_trial(by=house.cast.uma, assignment_id=held.pk, keep=False, now=NOW)


class TestShare:
    def test_one_row_ends_and_another_begins(self, house: House) -> None:
        roster = task(house)
        held = assignment(roster, house.people["alma"], valid_until=date(2026, 9, 1))
        deputy = assignment(roster, house.people["uma"], kind="deputy", beside=held)
        new = change_share(by=house.cast.alma, assignment_id=held.pk, share=HALF, day=NEXT_WEEK, now=NOW)
        assert (again(held).valid_until, again(held).share) == (NEXT_WEEK, 1)
        assert (new.valid_from, new.valid_until, new.share) == (NEXT_WEEK, date(2026, 9, 1), HALF)
        assert again(deputy).valid_until == NEXT_WEEK
        follower = Assignment.objects.get(kind="deputy", valid_from=NEXT_WEEK)
        assert (follower.beside, follower.person) == (new, house.people["uma"])
        change_share(by=house.cast.alma, assignment_id=new.pk, share=HALF, day=NEXT_WEEK, now=NOW)
        assert LedgerRecord.objects.count() == 1

    def test_more_only_where_something_is_free(self, house: House) -> None:
        roster = task(house)
        mine = assignment(roster, house.people["alma"], share=HALF)
        assignment(roster, house.people["uma"], share=Decimal("0.3"))
        with pytest.raises(Conflict, match=r"Only 0\.2 more"):
            change_share(by=house.cast.alma, assignment_id=mine.pk, share=Decimal(1), day=DAY, now=NOW)
        seven = Decimal("0.7")
        assert (
            change_share(by=house.cast.alma, assignment_id=mine.pk, share=seven, day=DAY, now=NOW).share
            == seven
        )

    def test_nobody_changes_it_for_another(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"])
        with pytest.raises(NotFound):
            change_share(by=house.cast.bo, assignment_id=held.pk, share=HALF, day=DAY, now=NOW)


class TestAnotherTerm:
    def test_it_is_an_offer_that_follows(self, house: House) -> None:
        roster = task(house, term_months=6)
        held = assignment(roster, house.people["alma"], valid_until=date(2026, 7, 1), share=HALF)
        made = extend_term(by=house.cast.bo, assignment_id=held.pk, now=NOW)
        assert (made.starts_on, made.ends_on, made.share) == (date(2026, 7, 1), date(2027, 1, 1), HALF)
        assert again(held).valid_until == date(2026, 7, 1)
        accept_offer(by=house.cast.alma, offer_id=made.pk, now=NOW)
        assert Assignment.objects.filter(person=house.people["alma"]).count() == 2

    def test_the_holder_cannot_offer_it_to_themself(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"], valid_until=date(2026, 7, 1))
        with pytest.raises(NotAllowed):
            extend_term(by=house.cast.alma, assignment_id=held.pk, now=NOW)

    def test_without_an_end_there_is_nothing_to_extend(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"])
        with pytest.raises(Conflict, match="no end"):
            extend_term(by=house.cast.bo, assignment_id=held.pk, now=NOW)


class TestMandates:
    def sentences(self, house: House, name: str, day: date = DAY) -> list[str]:
        return [one.sentence for one in mandates_held(house.people[name], day)]

    def test_they_come_and_go_with_the_task(self, house: House) -> None:
        roster = task(house)
        mandate(roster)
        assignment(roster, house.people["alma"], valid_from=DAY, valid_until=NEXT_WEEK)
        (held,) = mandates_held(house.people["alma"], DAY)
        assert held.sentence == "Holds “Duty roster”: may decide who works when, in Ward."
        assert (held.task, held.kind, held.unit_pks) == (roster.pk, "holder", [house.units["ward"].pk])
        assert self.sentences(house, "alma", DAY - timedelta(1)) == []
        assert self.sentences(house, "alma", NEXT_WEEK) == []
        assert self.sentences(house, "uma") == []

    def test_whoever_covers_has_it_meanwhile_and_then_it_returns(self, house: House) -> None:
        roster = task(house)
        mandate(roster)
        held = assignment(roster, house.people["alma"])
        back = DAY + timedelta(days=14)
        made = arrange_cover(
            by=house.cast.alma,
            assignment_id=held.pk,
            person=house.people["uma"],
            starts_on=NEXT_WEEK,
            ends_on=back,
            now=NOW,
        )
        assert not Assignment.objects.filter(kind="cover").exists()
        accept_offer(by=house.cast.uma, offer_id=made.pk, now=NOW)
        holders = {day: [name for name in ("alma", "uma") if self.sentences(house, name, day)] for day in (
            DAY, NEXT_WEEK, back - timedelta(1), back,
        )}  # fmt: skip
        assert list(holders.values()) == [["alma"], ["uma"], ["uma"], ["alma"]]

    def test_a_deputy_has_it_while_the_holder_is_away(self, house: House) -> None:
        roster = task(house)
        mandate(roster)
        held = assignment(roster, house.people["alma"])
        made = find_deputy(by=house.cast.alma, assignment_id=held.pk, person=house.people["uma"], now=NOW)
        accept_offer(by=house.cast.uma, offer_id=made.pk, now=NOW)
        assert self.sentences(house, "uma") == []
        Leave.objects.create(
            organisation=house.organisation,
            person=house.people["alma"],
            valid_from=DAY,
            valid_until=NEXT_WEEK,
        )
        assert len(self.sentences(house, "uma")) == 1
        assert self.sentences(house, "uma", NEXT_WEEK) == []

    def test_a_cover_needs_an_end_and_another_person(self, house: House) -> None:
        held = assignment(task(house), house.people["alma"])
        with pytest.raises(Conflict, match="already has a part"):
            arrange_cover(
                by=house.cast.alma,
                assignment_id=held.pk,
                person=house.people["alma"],
                starts_on=DAY,
                ends_on=NEXT_WEEK,
                now=NOW,
            )

    def test_three_queries_for_one_task_as_for_many(
        self, house: House, django_assert_num_queries: object
    ) -> None:
        for count in range(6):
            roster = task(house, f"Task {count}")
            mandate(roster, [house.units["ward"], house.units["night"]])
            assignment(roster, house.people["alma"])
            with django_assert_num_queries(3):  # type: ignore[operator]
                mandates_held(house.people["alma"], DAY)


class TestEvidence:
    def test_the_person_notes_what_they_practised(self, house: House) -> None:
        roster = task(house)
        need(house, roster, "plan-work", level=3)
        need(house, roster, "listen", level=2)
        held = assignment(roster, house.people["alma"], valid_until=DAY, ending="handed_over")
        assert not Strength.objects.exists()
        note_evidence(by=house.cast.alma, assignment_id=held.pk, competencies=["plan-work"], now=NOW)
        noted = Strength.objects.get()
        assert (noted.person, noted.competency.key, noted.level, noted.source) == (
            house.people["alma"],
            "plan-work",
            3,
            "evidence",
        )

    @pytest.mark.parametrize(
        ("ending", "until"), [("given_back", DAY), ("trial", DAY), ("", None), ("", NEXT_WEEK)]
    )
    def test_not_for_what_is_not_completed(self, house: House, ending: str, until: date | None) -> None:
        roster = task(house)
        need(house, roster)
        held = assignment(roster, house.people["alma"], valid_until=until, ending=ending)
        with pytest.raises(DomainError, match="not completed"):
            note_evidence(by=house.cast.alma, assignment_id=held.pk, competencies=["plan-work"], now=NOW)

    def test_nobody_notes_it_for_another(self, house: House) -> None:
        roster = task(house)
        need(house, roster)
        held = assignment(roster, house.people["alma"], valid_until=DAY)
        with pytest.raises(NotFound):
            note_evidence(by=house.cast.bo, assignment_id=held.pk, competencies=["plan-work"], now=NOW)
