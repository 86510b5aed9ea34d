"""Home Care South, told by hand, so that those who sign in find something that concerns them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from colead.engine.dates import add_months
from colead.sample.leadership_people import Colleagues
from colead.sample.leadership_records import Applied, HandingOver, Held, Leading, Offered, Task
from colead.sample.leadership_words import (
    MESSAGES,
    NOTE_ON_ROSTER,
    OFFER_TO_MEMBER,
    REASONS_WHY,
    SUGGESTION_TO_MEMBER,
)


class Scenes:
    """The story of one task. `first` : the number that its first assignment gets."""

    def __init__(
        self, colleagues: Colleagues, random: Random, number: int, task: Task, today: date, first: int
    ) -> None:
        self._colleagues = colleagues
        self._random = random
        self._number = number
        self._task = task
        self._today = today
        self._first = first

    def play(self) -> Leading:
        """What happens around the task."""
        scenes: dict[str, Callable[[], Leading]] = {
            "onboarding": self._member_holds_a_task_that_ends_soon,
            "duty-roster": self._a_task_is_being_handed_over,
            "relatives-contact": self._an_offer_waits_for_the_member,
            "improvement-board": self._the_member_is_suggested,
        }
        return scenes[self._task.recipe]()

    def _member_holds_a_task_that_ends_soon(self) -> Leading:
        lead, member = self._colleagues.unit_lead, self._colleagues.member
        end = self._in(35)
        start = add_months(end, -12)
        return Leading(
            held=[
                self._holds(lead, self._opened(9), start, ending="handed_over"),
                self._holds(member, start, end),
                self._holds(
                    self._somebody(start, {member}), start, end, kind="deputy", beside=self._first + 1
                ),
            ],
            handovers=[HandingOver(self._first, start - timedelta(days=12), start, 3)],
        )

    def _a_task_is_being_handed_over(self) -> Leading:
        end = self._in(20)
        start = add_months(end, -12)
        lead = self._colleagues.unit_lead
        holder = self._somebody(start, {lead})
        deputy = self._somebody(self._in(-60), {lead, holder})
        return Leading(
            held=[
                self._holds(lead, self._opened(12), start, ending="given_back"),
                self._holds(holder, start, end),
                self._holds(deputy, self._in(-60), end, kind="deputy", beside=self._first + 1),
            ],
            handovers=[HandingOver(self._first + 1, self._in(-6), None, 2, NOTE_ON_ROSTER)],
        )

    def _an_offer_waits_for_the_member(self) -> Leading:
        colleague = self._somebody(self._today, {self._colleagues.unit_lead})
        start = self._opened(15)
        return Leading(
            held=[self._holds(colleague, start, add_months(start, 12))],
            offers=[
                Offered(
                    self._number, self._colleagues.member, self._in(-3), self._in(10), message=OFFER_TO_MEMBER
                )
            ],
        )

    def _the_member_is_suggested(self) -> Leading:
        lead = self._colleagues.unit_lead
        friend = self._somebody(self._today, {lead})
        volunteer = self._somebody(self._today, {lead, friend})
        member, day = self._colleagues.member, max(self._in(-2), self._task.valid_from)
        return Leading(
            applications=[
                Applied(self._number, member, day, suggested_by=friend, message=SUGGESTION_TO_MEMBER),
                Applied(self._number, volunteer, day, message=MESSAGES[1]),
            ]
        )

    def _holds(
        self,
        person: str,
        start: date,
        end: date,
        *,
        kind: str = "holder",
        beside: int | None = None,
        ending: str = "",
    ) -> Held:
        asked = start - timedelta(days=8)
        return Held(
            valid_from=start,
            valid_until=end,
            task=self._number,
            person=person,
            offered_on=max(asked, self._task.valid_from),
            accepted_on=max(asked + timedelta(days=3), self._task.valid_from),
            kind=kind,
            beside=beside,
            ending=ending,
            why=REASONS_WHY[1] if kind == "holder" else None,
        )

    def _somebody(self, day: date, but: set[str]) -> str:
        """A colleague without a formal position who is here on the day and still is today."""
        here = self._colleagues.here(self._task.unit, day)
        still = set(self._colleagues.here(self._task.unit, self._today))
        leads = set(self._colleagues.leads(self._task.unit, self._today))
        return self._random.choice([person for person in here if person in still - leads - but])

    def _opened(self, days: int) -> date:
        """So many days after the task was opened, but not after yesterday."""
        return min(self._task.valid_from + timedelta(days=days), self._in(-1))

    def _in(self, days: int) -> date:
        return self._today + timedelta(days=days)
