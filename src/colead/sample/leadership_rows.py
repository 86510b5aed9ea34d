"""The story of leadership as rows of the database, in few large inserts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from colead.apps.leadership.models import (
    Accountability,
    Application,
    Assignment,
    Handover,
    HandoverItem,
    LeadershipTask,
    Mandate,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.recipes import Recipe, shipped_recipes
from colead.apps.organisations.models import User
from colead.apps.people.models import Competency
from colead.sample.leadership_records import Applied, HandingOver, Held, Leading, Offered, Task
from colead.sample.records import Bilingual
from colead.sample.rows import Keys, insert


@dataclass(frozen=True)
class Stewards:
    """The accounts that open and offer: the lead of Home Care South there, the people team elsewhere."""

    lead: User
    lead_unit: str
    people_team: User

    def of(self, unit: str) -> User:
        """Whoever looks after the tasks of the unit."""
        return self.lead if unit == self.lead_unit else self.people_team


def store_leadership(leading: Leading, keys: Keys, stewards: Stewards, now: datetime) -> None:
    """Tasks with what they need, and everything that happened around them. Some fifteen queries."""
    Store(leading, keys, stewards, now).store()


class Store:
    """Rows by the numbers of the story: tasks first, then who holds them, then what hangs on that."""

    def __init__(self, leading: Leading, keys: Keys, stewards: Stewards, now: datetime) -> None:
        self._leading = leading
        self._keys = keys
        self._stewards = stewards
        self._now = now
        self._competencies = dict(Competency.objects.values_list("key", "pk"))
        self._tasks: list[LeadershipTask] = []
        self._assignments: dict[int, Assignment] = {}

    def store(self) -> None:
        """Everything."""
        self._tasks = insert(LeadershipTask, (self._task(row) for row in self._leading.tasks))
        insert(Accountability, (row for task in self._pairs() for row in self._accountabilities(*task)))
        insert(NeededCompetency, (row for task in self._pairs() for row in self._needs(*task)))
        insert(Mandate, (row for task in self._pairs() for row in self._mandates(*task)))
        self._store_assignments(is_holder=True)
        self._store_assignments(is_holder=False)
        insert(Offer, (self._accepted(number, row) for number, row in enumerate(self._leading.held)))
        insert(Offer, (self._offer(row) for row in self._leading.offers))
        insert(Application, (self._application(row) for row in self._leading.applications))
        self._store_handovers()

    def _pairs(self) -> Iterator[tuple[Task, LeadershipTask]]:
        yield from zip(self._leading.tasks, self._tasks, strict=True)

    # Tasks

    def _task(self, row: Task) -> LeadershipTask:
        recipe = shipped_recipes()[row.recipe]
        return LeadershipTask(
            organisation=self._keys.organisation,
            title=recipe.title.say(self._keys.language),
            purpose=recipe.purpose.say(self._keys.language),
            unit_id=self._keys.units[row.unit],
            hours_per_week=recipe.hours_per_week,
            seats=recipe.seats,
            wants_deputy=recipe.wants_deputy,
            term_months=recipe.term_months,
            rotation="after_terms" if recipe.rotation_terms else "none",
            most_terms=recipe.rotation_terms or None,
            recipe=recipe.key,
            opened_by=self._stewards.of(row.unit),
            opened_at=self._at(row.valid_from),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )

    def _accountabilities(self, row: Task, task: LeadershipTask) -> Iterator[Accountability]:
        for place, text in enumerate(shipped_recipes()[row.recipe].accountabilities):
            yield Accountability(
                organisation=self._keys.organisation,
                task=task,
                text=text.say(self._keys.language),
                place=place,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )

    def _needs(self, row: Task, task: LeadershipTask) -> Iterator[NeededCompetency]:
        for need in shipped_recipes()[row.recipe].needs:
            yield NeededCompetency(
                organisation=self._keys.organisation,
                task=task,
                competency_id=self._competencies[need.competency],
                level=need.level,
                weight=need.weight,
                is_critical=need.critical,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )

    def _mandates(self, row: Task, task: LeadershipTask) -> Iterator[Mandate]:
        """One, or two where the first allowed only half as much money."""
        recipe = shipped_recipes()[row.recipe]
        limit = recipe.mandate.limit_amount
        if row.raised_on is None:
            yield self._mandate(recipe, task, limit, row.valid_from, row.valid_until)
            return
        half = None if limit is None else limit / 2
        yield self._mandate(recipe, task, half, row.valid_from, row.raised_on)
        yield self._mandate(recipe, task, limit, row.raised_on, row.valid_until)

    def _mandate(
        self, recipe: Recipe, task: LeadershipTask, limit: Decimal | None, start: date, end: date | None
    ) -> Mandate:
        said, language = recipe.mandate, self._keys.language
        return Mandate(
            organisation=self._keys.organisation,
            task=task,
            may_decide=said.may_decide.say(language),
            domain=said.domain.say(language) if said.domain else "",
            limit_amount=limit,
            confer_with=said.confer_with.say(language) if said.confer_with else "",
            valid_from=start,
            valid_until=end,
        )

    # Who holds them

    def _store_assignments(self, *, is_holder: bool) -> None:
        """Holders first: deputies and covers name the assignment that they stand beside."""
        rows = [
            (number, row)
            for number, row in enumerate(self._leading.held)
            if (row.kind == "holder") is is_holder
        ]
        stored = insert(Assignment, (self._assignment(row) for _number, row in rows))
        self._assignments |= {number: one for (number, _row), one in zip(rows, stored, strict=True)}

    def _assignment(self, row: Held) -> Assignment:
        return Assignment(
            organisation=self._keys.organisation,
            task=self._tasks[row.task],
            person_id=self._keys.people[row.person],
            kind=row.kind,
            beside=self._beside(row),
            trial_until=row.trial_until,
            why=self._said(row.why),
            accepted_at=self._at(row.accepted_on),
            ending=row.ending,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )

    def _beside(self, row: Held) -> Assignment | None:
        return None if row.beside is None else self._assignments[row.beside]

    def _accepted(self, number: int, row: Held) -> Offer:
        """The offer that an assignment came from."""
        return Offer(
            organisation=self._keys.organisation,
            task=self._tasks[row.task],
            person_id=self._keys.people[row.person],
            kind=row.kind,
            beside=self._beside(row),
            starts_on=row.valid_from,
            ends_on=row.valid_until,
            trial_until=row.trial_until,
            message=self._said(row.why),
            state=Offer.State.ACCEPTED,
            assignment=self._assignments[number],
            offered_by=self._steward(row.task),
            offered_at=self._at(row.offered_on),
            answered_at=self._at(row.accepted_on),
        )

    def _offer(self, row: Offered) -> Offer:
        is_open = row.answered_on is None
        return Offer(
            organisation=self._keys.organisation,
            task=self._tasks[row.task],
            person_id=self._keys.people[row.person],
            starts_on=row.starts_on,
            message=self._said(row.message),
            state=Offer.State.OPEN if is_open else Offer.State.DECLINED,
            offered_by=self._steward(row.task),
            offered_at=self._at(row.offered_on),
            answered_at=None if row.answered_on is None else self._at(row.answered_on),
        )

    def _application(self, row: Applied) -> Application:
        is_suggested = row.suggested_by is not None
        return Application(
            organisation=self._keys.organisation,
            task=self._tasks[row.task],
            person_id=self._keys.people[row.person],
            suggested_by_id=self._keys.people[row.suggested_by] if row.suggested_by else None,
            state=Application.State.SUGGESTED if is_suggested else Application.State.OPEN,
            message=self._said(row.message),
            created_at=self._at(row.applied_on),
        )

    def _store_handovers(self) -> None:
        rows = self._leading.handovers
        stored = insert(Handover, (self._handover(row) for row in rows))
        insert(
            HandoverItem,
            (line for row, one in zip(rows, stored, strict=True) for line in self._lines(row, one)),
        )

    def _handover(self, row: HandingOver) -> Handover:
        return Handover(
            organisation=self._keys.organisation,
            assignment=self._assignments[row.held],
            note=self._said(row.note),
            started_at=self._at(row.started_on),
            state=Handover.State.OPEN if row.done_on is None else Handover.State.DONE,
            done_at=None if row.done_on is None else self._at(row.done_on),
        )

    def _lines(self, row: HandingOver, handover: Handover) -> Iterator[HandoverItem]:
        recipe = self._leading.tasks[self._leading.held[row.held].task].recipe
        for place, text in enumerate(shipped_recipes()[recipe].handover):
            yield HandoverItem(
                organisation=self._keys.organisation,
                handover=handover,
                text=text.say(self._keys.language),
                place=place,
                done_at=self._at(row.done_on or row.started_on) if place < row.ticked else None,
            )

    def _steward(self, task: int) -> User:
        return self._stewards.of(self._leading.tasks[task].unit)

    def _said(self, words: Bilingual | None) -> str:
        return words.spoken(self._keys.language) if words else ""

    def _at(self, day: date) -> datetime:
        """Nine o'clock on the day, but never later than now."""
        return min(datetime.combine(day, time(9), UTC), self._now)
