"""Two years of leadership tasks: opened, offered, held, handed over, ever more by those without position."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from colead.engine.dates import add_months, month_starts
from colead.engine.periods import lasts_beyond
from colead.sample.history import MONTHS
from colead.sample.leadership_people import Colleagues
from colead.sample.leadership_records import (
    PLANS,
    Applied,
    HandingOver,
    Held,
    Leading,
    Offered,
    Plan,
    Task,
    Terms,
    terms_of,
)
from colead.sample.leadership_scenes import Scenes
from colead.sample.leadership_words import MESSAGES, NOTES, REASONS_WHY
from colead.sample.records import Municipality
from colead.sample.streams import stream

_BY_LEADS = (0.9, 0.1)  # how often a formal lead takes a task: two years ago, and today
_DAYS_TO_FILL = (38, 14)  # the typical wait of a free seat: two years ago, and today
_HOW_A_TERM_ENDS = {"goes_on": 30, "handed_over": 32, "term": 22, "given_back": 10, "trial": 6}
_MOST_TASKS = 2  # of somebody who leads no unit
_SOON = timedelta(days=45)


def make_leadership(sample: Municipality) -> Leading:
    """The leadership tasks of the municipality, the same for the same seed and day. A few milliseconds."""
    story = Story(sample)
    for plan in PLANS:
        story.play(plan)
    story.let_people_wait()
    return story.leading


class Story:
    """The tasks while their story is told, one after the other; each has a stream of its own."""

    def __init__(self, sample: Municipality) -> None:
        self.today = sample.today
        self._seed = sample.seed
        self._months = month_starts(sample.today, MONTHS)
        self._colleagues = Colleagues(sample)
        self.leading = Leading()
        self._tasks, self._held = self.leading.tasks, self.leading.held

    def play(self, plan: Plan) -> None:
        """Open a task, and let its seats be held from then until today."""
        random = stream(self._seed, f"leadership {plan.unit} {plan.recipe}")
        number = self._open(plan, random)
        if plan.is_scene:
            told = (random, number, self._tasks[number], self.today, len(self._held))
            self.leading.extend(Scenes(self._colleagues, *told).play())
        elif not plan.is_open:
            for _seat in range(terms_of(plan.recipe).seats):
                self._play_seat(number, random)

    def let_people_wait(self) -> None:
        """Seats that are free today: some are offered, and some have people who would like them."""
        for place, number in enumerate(self._free_today()):
            if place % 3 != 1:
                self._apply(number, stream(self._seed, f"applies {number}"))
            if place % 3 == 1:
                self._offer(number, stream(self._seed, f"offer {number}"))

    def _open(self, plan: Plan, random: Random) -> int:
        """The number of the new task."""
        day = max(
            self._months[plan.month] + timedelta(days=random.randint(0, 20)),
            self._colleagues.begins(plan.unit),
        )
        raised = add_months(day, 12) if random.random() < 0.25 else None
        closes = self._colleagues.closes(plan.unit)
        is_raised = raised is not None and raised < min(closes or self.today, self.today)
        self._tasks.append(Task(day, closes, plan.unit, plan.recipe, raised if is_raised else None))
        return len(self._tasks) - 1

    # One seat

    def _play_seat(self, number: int, random: Random) -> None:
        """One term after the other until today, with a wait wherever nobody follows at once."""
        task, terms = self._tasks[number], terms_of(self._tasks[number].recipe)
        last = min(task.valid_until or self.today, self.today)
        free_from, follows, in_a_row, before = task.valid_from, "", 0, ""
        while free_from < last:
            held = self._next_term(number, random, free_from, follows, before)
            if held is None or held.accepted_on > self.today:
                return
            in_a_row = in_a_row + 1 if follows == "goes_on" else 1
            ending = self._draw_ending(random, terms, in_a_row)
            held = self._ended(held, random, terms, ending)
            self._store(held, random, terms)
            free_from, before = held.valid_until or last, held.person
            follows = ending if held.ending in {"term", ending} else ""

    def _next_term(
        self, number: int, random: Random, free_from: date, follows: str, before: str
    ) -> Held | None:
        """Whoever holds the seat next, with an open end; None = there is nobody."""
        accepted, start = self._days(random, free_from, is_at_once=follows in {"goes_on", "handed_over"})
        day = min(start, self.today)
        offered = max(accepted - timedelta(days=random.randint(1, 9)), self._tasks[number].valid_from)
        person = before if follows == "goes_on" else self._choose(number, random, day, but=before)
        why = random.choice(REASONS_WHY) if random.random() < 0.6 else None
        return Held(start, None, number, person, offered, accepted, why=why) if person else None

    def _days(self, random: Random, free_from: date, *, is_at_once: bool) -> tuple[date, date]:
        """When the next one said yes, and from when."""
        if is_at_once:
            return free_from - timedelta(days=random.randint(5, 30)), free_from
        typical = self._between(_DAYS_TO_FILL, free_from)
        accepted = free_from + timedelta(days=max(2, round(typical * random.lognormvariate(0.0, 0.6))))
        return accepted, accepted + timedelta(days=random.randint(0, 7))

    def _choose(
        self, number: int, random: Random, day: date, *, is_helper: bool = False, but: str = ""
    ) -> str | None:
        by_leads = 0.0 if is_helper else self._between(_BY_LEADS, day)
        unit, busy = self._tasks[number].unit, self._busy(number, day) | {but}
        return self._colleagues.choose(random, unit, day, by_leads=by_leads, but=busy)

    def _busy(self, number: int, day: date) -> set[str]:
        """Those who have to do with this task already, and those who carry enough."""
        today = [held for held in self._held if held.covers(day)]
        carried = [held.person for held in today]
        unit = self._tasks[number].unit
        enough = {person for person in carried if carried.count(person) >= _MOST_TASKS}
        mine = {held.person for held in self._held if held.task == number and not _is_over(held, day)}
        return (enough - set(self._colleagues.leads(unit, day))) | mine

    def _draw_ending(self, random: Random, terms: Terms, in_a_row: int) -> str:
        ways = dict(_HOW_A_TERM_ENDS)
        if terms.most_terms and in_a_row >= terms.most_terms:
            del ways["goes_on"]
        return random.choices(list(ways), list(ways.values()))[0]

    def _ended(self, held: Held, random: Random, terms: Terms, ending: str) -> Held:
        """The term with its end: as it was drawn, or when the person left the unit or the task was closed."""
        task = self._tasks[held.task]
        term = add_months(held.valid_from, terms.months)
        early = held.valid_from + (term - held.valid_from) * random.uniform(0.2, 0.8)
        trial = add_months(held.valid_from, 2)
        end = {"given_back": early, "trial": trial}.get(ending, term)
        why = "term" if ending == "goes_on" else ending
        gone = self._colleagues.stays_until(held.person, task.unit, min(held.valid_from, self.today))
        for day, reason in ((gone, "given_back"), (task.valid_until, "closed")):
            if day is not None and day <= end:
                end, why = max(day, held.valid_from + timedelta(days=1)), reason
        if end > self.today:
            end, why = term, ""
        is_trial = trial > self.today or ending == "trial"
        return replace(
            held, valid_until=end, ending=why, trial_until=trial if is_trial and trial <= end else None
        )

    # What stands beside

    def _store(self, held: Held, random: Random, terms: Terms) -> None:
        """The assignment, with its deputy, its cover and its handover."""
        number = len(self._held)
        self._held.append(held)
        if random.random() < 0.15:
            self._decline(held, random)
        if terms.wants_deputy and random.random() < 0.65:
            self._add_deputy(number, random)
        self._add_cover(number, random)
        self._hand_over(number, random, terms)

    def _decline(self, held: Held, random: Random) -> None:
        """Somebody else had said no before."""
        day = held.offered_on - timedelta(days=random.randint(5, 15))
        other = (
            self._choose(held.task, random, min(day, self.today)) if self._is_open(held.task, day) else None
        )
        if other:
            self.leading.offers.append(
                Offered(held.task, other, day, held.valid_from, day + timedelta(days=4))
            )

    def _is_open(self, number: int, day: date) -> bool:
        return self._tasks[number].valid_from <= day

    def _add_deputy(self, number: int, random: Random) -> None:
        held = self._held[number]
        start = held.valid_from + timedelta(days=random.randint(7, 30))
        if start <= self.today and (held.valid_until is None or start < held.valid_until):
            self._stand_beside(number, random, "deputy", start, held.valid_until, held.ending)

    def _add_cover(self, number: int, random: Random) -> None:
        """Somebody stands in while the holder is away."""
        held = self._held[number]
        leave = self._colleagues.leave(held.person)
        if leave is None:
            return
        back = leave.valid_until or add_months(self.today, 3)
        start, end = max(leave.valid_from, held.valid_from), min(back, held.valid_until or back)
        if end - start > timedelta(days=14):
            self._stand_beside(number, random, "cover", start, end, "")

    def _stand_beside(
        self, number: int, random: Random, kind: str, start: date, end: date | None, ending: str
    ) -> None:
        held = self._held[number]
        person = self._choose(held.task, random, start, is_helper=True)
        if person is None:
            return
        gone = self._colleagues.stays_until(person, self._tasks[held.task].unit, start)
        if gone is not None and (end is None or gone < end):
            end, ending = max(gone, start + timedelta(days=1)), "given_back"
        asked = start - timedelta(days=random.randint(2, 6))
        self._held.append(Held(start, end, held.task, person, asked, asked, kind, number, ending=ending))

    def _hand_over(self, number: int, random: Random, terms: Terms) -> None:
        """What was handed over is done; half of what ends soon is being handed over."""
        held = self._held[number]
        if held.ending == "handed_over" and held.valid_until is not None:
            begun = max(held.valid_until - timedelta(days=random.randint(8, 20)), held.valid_from)
            note, lines = random.choice(NOTES), terms.lines_to_hand_over
            self.leading.handovers.append(HandingOver(number, begun, held.valid_until, lines, note))
        elif self._ends_soon(held) and random.random() < 0.5:
            begun = self.today - timedelta(days=random.randint(2, 10))
            self.leading.handovers.append(HandingOver(number, begun, None, random.randint(0, 2)))

    def _ends_soon(self, held: Held) -> bool:
        return held.valid_until is not None and self.today < held.valid_until <= self.today + _SOON

    # Who waits today

    def _free_today(self) -> Iterator[int]:
        """Numbers of the tasks with a free seat about which nothing waits yet."""
        waiting = {row.task for row in self.leading.applications}
        waiting |= {row.task for row in self.leading.offers if row.answered_on is None}
        for number, task in enumerate(self._tasks):
            taken = [row for row in self._held if row.task == number and not _is_over(row, self.today)]
            holders = sum(row.kind == "holder" for row in taken)
            if task.covers(self.today) and holders < terms_of(task.recipe).seats and number not in waiting:
                yield number

    def _apply(self, number: int, random: Random) -> None:
        person = self._choose(number, random, self.today, is_helper=True)
        if person:
            day = max(self.today - timedelta(days=random.randint(1, 12)), self._tasks[number].valid_from)
            message = random.choice(MESSAGES)
            self.leading.applications.append(Applied(number, person, day, message=message))

    def _offer(self, number: int, random: Random) -> None:
        person = self._choose(number, random, self.today, is_helper=True)
        if person:
            day = max(self.today - timedelta(days=random.randint(1, 6)), self._tasks[number].valid_from)
            start = self.today + timedelta(days=random.randint(7, 21))
            self.leading.offers.append(
                Offered(number, person, day, start, message=random.choice(REASONS_WHY))
            )

    def _between(self, ends: tuple[float, float], day: date) -> float:
        """From what was usual two years ago to what is today."""
        first = self._months[0]
        passed = min(max((day - first) / (self.today - first), 0.0), 1.0)
        return ends[0] + (ends[1] - ends[0]) * passed


def _is_over(held: Held, day: date) -> bool:
    return not lasts_beyond(held.valid_until, day)
