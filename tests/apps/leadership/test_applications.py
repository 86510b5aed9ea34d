"""Volunteering and suggesting: what is quiet stays quiet."""

from datetime import timedelta

import pytest

from apps.leadership.builders import NOW, House, application, assignment, offer, task
from cast import DAY
from colead.apps.leadership.models import Application
from colead.apps.leadership.selectors.holders import holding
from colead.apps.leadership.services.applications import (
    suggest_colleague,
    volunteer,
)
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import APPLICATION
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from colead.kit.roles import Member


def told(by: Member) -> list[str]:
    return sorted(Notice.objects.filter(user=by.user).values_list("kind", flat=True))


def state_of(one: Application) -> str:
    return Application.objects.get(pk=one.pk).state


class TestVolunteering:
    def test_the_lead_hears_of_it_once(self, house: House) -> None:
        roster = task(house)
        first, second = (
            volunteer(by=house.cast.alma, task_id=roster.pk, message=" I like plans ", now=NOW)
            for _click in range(2)
        )
        assert first == second
        assert (first.state, first.message) == ("open", "I like plans")
        assert told(house.cast.bo) == ["leadership.volunteered"]
        assert told(house.cast.carla) == []  # the people team is told where no lead signs in
        assert LedgerRecord.objects.count() == 1

    def test_where_no_lead_signs_in_the_people_team_hears(self, house: House) -> None:
        volunteer(by=house.cast.alma, task_id=task(house, unit="office").pk, now=NOW)
        assert (told(house.cast.carla), told(house.cast.bo)) == (["leadership.volunteered"], [])

    def test_the_lead_of_the_nearest_unit_above_hears(self, house: House) -> None:
        volunteer(by=house.cast.alma, task_id=task(house, unit="night").pk, now=NOW)
        assert told(house.cast.bo) == ["leadership.volunteered"]

    def test_not_for_what_is_filled_held_offered_or_closed(self, house: House) -> None:
        full, held, offered = task(house, "Full"), task(house, "Held", seats=2), task(house, "Offered")
        assignment(full, house.people["eva"])
        assignment(held, house.people["alma"])
        offer(offered, house.people["alma"])
        closed = task(house, "Closed", valid_until=DAY)
        for one in (full, held, offered, closed):
            with pytest.raises(Conflict):
                volunteer(by=house.cast.alma, task_id=one.pk, now=NOW)

    def test_a_term_that_ends_opens_the_seat(self, house: House) -> None:
        roster = task(house)
        assignment(roster, house.people["eva"], valid_until=DAY)
        assert volunteer(by=house.cast.alma, task_id=roster.pk, now=NOW).state == "open"

    def test_withdrawing_tells_nobody(self, house: House) -> None:
        wish = application(task(house), house.people["alma"])
        for _click in range(2):
            take_step(APPLICATION, "withdraw", by=house.cast.alma, row_id=wish.pk, now=NOW)
        assert state_of(wish) == "withdrawn"
        assert not Notice.objects.exists()
        with pytest.raises(NotFound):
            take_step(APPLICATION, "withdraw", by=house.cast.bo, row_id=wish.pk, now=NOW)

    def test_who_is_not_on_the_staff_list_cannot(self, house: House) -> None:
        with pytest.raises(NotFound):
            volunteer(by=house.cast.olga, task_id=task(house).pk, now=NOW)
        with pytest.raises(NotAllowed):
            volunteer(by=house.cast.dan, task_id=task(house).pk, now=NOW)


class TestSuggesting:
    def suggest(self, house: House, of: int, who: str = "uma") -> None:
        suggest_colleague(by=house.cast.alma, task_id=of, person=house.people[who], message="Try!", now=NOW)

    def test_only_the_colleague_learns_of_it(self, house: House) -> None:
        self.suggest(house, task(house).pk)
        made = Application.objects.get()
        assert (made.state, made.suggested_by) == ("suggested", house.people["alma"])
        assert told(house.cast.uma) == ["leadership.suggested"]
        assert Notice.objects.count() == 1

    def test_declining_leaves_no_trace_for_others(self, house: House) -> None:
        self.suggest(house, task(house).pk)
        made, before = Application.objects.get(), LedgerRecord.objects.count()
        for _click in range(2):
            take_step(APPLICATION, "refuse", by=house.cast.uma, row_id=made.pk, now=NOW)
        assert state_of(made) == "quiet"
        assert LedgerRecord.objects.count() == before
        assert Notice.objects.count() == 1

    def test_the_one_who_suggests_cannot_tell_no_from_not_yet(self, house: House) -> None:
        """Suggesting again looks the same, whatever happened: and the no is not asked for twice."""
        roster = task(house)
        self.suggest(house, roster.pk)
        take_step(APPLICATION, "refuse", by=house.cast.uma, row_id=Application.objects.get().pk, now=NOW)
        self.suggest(house, roster.pk)
        assert Application.objects.get().state == "quiet"

    @pytest.mark.parametrize("state", ["volunteered", "offered", "holds", "suggested by another"])
    def test_somebody_who_is_in_it_already_gets_nothing(self, house: House, state: str) -> None:
        roster, uma = task(house, seats=2), house.people["uma"]
        {
            "volunteered": lambda: application(roster, uma),
            "offered": lambda: offer(roster, uma),
            "holds": lambda: assignment(roster, uma),
            "suggested by another": lambda: application(
                roster, uma, state="suggested", suggested_by=house.people["bo"]
            ),
        }[state]()
        before = Application.objects.count()
        self.suggest(house, roster.pk)
        assert Application.objects.count() == before
        assert not Notice.objects.exists()

    def test_agreeing_makes_a_volunteer(self, house: House) -> None:
        self.suggest(house, task(house).pk)
        made = Application.objects.get()
        for _click in range(2):
            take_step(APPLICATION, "agree", by=house.cast.uma, row_id=made.pk, now=NOW)
        assert state_of(made) == "open"
        assert told(house.cast.bo) == ["leadership.volunteered"]
        assert told(house.cast.alma) == []

    def test_whoever_agrees_looks_like_whoever_declined_and_volunteers(self, house: House) -> None:
        """Also in their place among the others, and in what stands beside the name."""
        roster, seen, later = task(house), [], NOW + timedelta(hours=2)
        for answer in ("agree", "refuse"):
            Application.objects.all().delete()
            self.suggest(house, roster.pk)
            application(roster, house.people["eva"], created_at=NOW + timedelta(hours=1))
            asked = Application.objects.get(person=house.people["uma"])
            take_step(APPLICATION, answer, by=house.cast.uma, row_id=asked.pk, now=later)
            if answer == "refuse":
                volunteer(by=house.cast.uma, task_id=roster.pk, now=later)
            found = holding(house.cast.bo, roster.pk, DAY, today=DAY).applications
            seen.append([(one.person.key, one.message) for one in found])
        assert seen[0] == seen[1] == [("eva", ""), ("uma", "")]

    def test_volunteering_answers_the_suggestion(self, house: House) -> None:
        roster = task(house)
        self.suggest(house, roster.pk)
        volunteer(by=house.cast.uma, task_id=roster.pk, now=NOW)
        assert Application.objects.get().state == "open"

    @pytest.mark.parametrize("name", ["alma", "bo", "carla", "olga"])
    def test_nobody_else_answers(self, house: House, name: str) -> None:
        self.suggest(house, task(house).pk)
        made = Application.objects.get()
        with pytest.raises(NotFound):
            take_step(APPLICATION, "agree", by=getattr(house.cast, name), row_id=made.pk, now=NOW)
        with pytest.raises(NotFound):
            take_step(APPLICATION, "refuse", by=getattr(house.cast, name), row_id=made.pk, now=NOW)

    def test_not_oneself(self, house: House) -> None:
        with pytest.raises(DomainError, match="Volunteer instead"):
            self.suggest(house, task(house).pk, "alma")

    def test_after_it_is_settled_there_is_nothing_to_answer(self, house: House) -> None:
        made = application(
            task(house), house.people["uma"], state="filled", created_at=NOW - timedelta(days=1)
        )
        with pytest.raises(Conflict):
            take_step(APPLICATION, "agree", by=house.cast.uma, row_id=made.pk, now=NOW)
