"""Two years of leadership tasks in the sample: their story as rows of the database, in few large inserts."""

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
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import User
from colead.apps.people.models import Competency
from colead.sample import characters
from colead.sample.leadership import make_leadership
from colead.sample.leadership_records import Applied, HandingOver, Held, Leading, Offered, Task
from colead.sample.loading import Loading
from colead.sample.records import Bilingual
from colead.sample.rows import Keys, insert
from colead.sample.units import MERGED_INTO


@dataclass(frozen=True)
class Stewards:
    """The accounts that open and offer: the lead of Home Care South there, the people team elsewhere."""

    lead: User
    lead_unit: str
    people_team: User

    def of(self, unit: str) -> User:
        """Whoever looks after the tasks of the unit."""
        return self.lead if unit == self.lead_unit else self.people_team


def add_tasks(loading: Loading) -> None:
    """Tasks, who held and holds them, what waits; the ledger learns of them in one entry."""
    leading, accounts = make_leadership(loading.municipality), loading.accounts
    stewards = Stewards(accounts[characters.UNIT_LEAD], MERGED_INTO, accounts[characters.PEOPLE_TEAM])
    Store(leading, loading.keys, stewards, loading.now).store()
    append_entry(
        by=loading.by,
        action="leadership.sample_loaded",
        subject=f"organisation:{loading.by.organisation.pk}",
        details={"tasks": len(leading.tasks), "assignments": len(leading.held)},
        now=loading.now,
    )


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
        """Tasks with what they need, and everything that happened around them. Some fifteen queries."""
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
        return self._keys.row(
            LeadershipTask,
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
            **row.days,
        )

    def _accountabilities(self, row: Task, task: LeadershipTask) -> Iterator[Accountability]:
        for place, text in enumerate(shipped_recipes()[row.recipe].accountabilities):
            yield self._keys.row(
                Accountability,
                task=task,
                text=text.say(self._keys.language),
                place=place,
                **row.days,
            )

    def _needs(self, row: Task, task: LeadershipTask) -> Iterator[NeededCompetency]:
        for need in shipped_recipes()[row.recipe].needs:
            yield self._keys.row(
                NeededCompetency,
                task=task,
                competency_id=self._competencies[need.competency],
                level=need.level,
                weight=need.weight,
                is_critical=need.critical,
                **row.days,
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
        return self._keys.row(
            Mandate,
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
        return self._keys.row(
            Assignment,
            task=self._tasks[row.task],
            person_id=self._keys.people[row.person],
            kind=row.kind,
            beside=self._beside(row),
            trial_until=row.trial_until,
            why=self._said(row.why),
            accepted_at=self._at(row.accepted_on),
            ending=row.ending,
            **row.days,
        )

    def _beside(self, row: Held) -> Assignment | None:
        return None if row.beside is None else self._assignments[row.beside]

    def _accepted(self, number: int, row: Held) -> Offer:
        """The offer that an assignment came from."""
        return self._keys.row(
            Offer,
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
        return self._keys.row(
            Offer,
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
        return self._keys.row(
            Application,
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
        return self._keys.row(
            Handover,
            assignment=self._assignments[row.held],
            note=self._said(row.note),
            started_at=self._at(row.started_on),
            state=Handover.State.OPEN if row.done_on is None else Handover.State.DONE,
            done_at=None if row.done_on is None else self._at(row.done_on),
        )

    def _lines(self, row: HandingOver, handover: Handover) -> Iterator[HandoverItem]:
        recipe = self._leading.tasks[self._leading.held[row.held].task].recipe
        for place, text in enumerate(shipped_recipes()[recipe].handover):
            yield self._keys.row(
                HandoverItem,
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
