"""Scenarios as a list, and one as its page shows it: seats, what everybody would carry, what conflicts."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.selectors import JobView
from colead.apps.jobs.selectors import view as job_view
from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.scenarios import WITHDRAWN, Reading, people_of, read_scenario
from colead.apps.leadership.bridge.wishes import mended
from colead.apps.leadership.models import Kind, Offer, Scenario
from colead.apps.leadership.selectors import scenario_words as words
from colead.apps.leadership.selectors.scenario_words import Names, names_of
from colead.engine.leadership.problem import SeatProposal
from colead.kit.columns import Column, ListOf
from colead.kit.columns import Kind as ColumnKind
from colead.kit.roles import Member
from colead.kit.shapes import shape

NOT_WORTH_TELLING = 0.005  # of fit


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario in the list: what came out of it, and how many of its seats have been offered."""

    id: Annotated[int, Column(_("Compare"), ColumnKind.TICK, cell="leadership/_scenario_tick_cell.html")]
    name: Annotated[str, Column(_("Scenario"), cell="leadership/_scenario_name_cell.html")]
    state: str
    state_label: Annotated[str, Column(_("State"))]
    filled: Annotated[int, Column(_("Seats filled"), cell="leadership/_scenario_filled_cell.html")]
    wanted: int
    offers: Annotated[int, Column(_("Offers made"))]
    as_of: Annotated[date, Column(_("As of"))]
    who: str
    created_at: datetime


SCENARIOS = ListOf(_("Scenarios"), ScenarioRow, page="leadership:scenarios", api="/leadership/scenarios")


def scenario_rows(member: Member) -> list[ScenarioRow]:
    """All scenarios, the newest first. One query."""
    member.require(permissions.ALLOCATE)
    rows = Scenario.objects.select_related("created_by").annotate(n_offers=Count("offers"))
    rows = rows.annotate(filled=F("result__filled"), wanted=F("result__wanted")).defer("question", "result")
    return [
        shape(
            ScenarioRow,
            one,
            state_label=one.get_state_display(),
            filled=vars(one)["filled"] or 0,
            wanted=vars(one)["wanted"] or 0,
            offers=vars(one)["n_offers"],
            who=str(one.created_by or ""),
        )
        for one in rows
    ]


@dataclass(frozen=True)
class NextRow:
    """Somebody who could hold the seat, too, and why not they."""

    key: str
    name: str
    fit: float
    why: str


@dataclass(frozen=True)
class FitRow:
    """How somebody meets one need: in words, and as a share 0-1 of what is needed."""

    words: str
    share: float


@dataclass(frozen=True)
class SeatRow:
    """A seat or a deputy's place. `number` names it when it is taken.

    state : "proposed", "stays", "open", "withdrawn".   offer : what became of its offer; empty without one.
    """

    number: Annotated[int, Column(_("Take"), ColumnKind.TICK, cell="leadership/_seat_tick_cell.html")]
    task_id: int
    task: Annotated[str, Column(_("Task"), header=_("task"), cell="leadership/_seat_task_cell.html")]
    unit: Annotated[str, Column(_("unit"))]
    kind: str
    kind_label: Annotated[str, Column(_("as"))]
    state: str
    person_key: Annotated[str, Column(_("employee number"))]
    person: Annotated[
        str, Column(_("Proposed"), header=_("person"), cell="leadership/_seat_person_cell.html")
    ]
    fit: Annotated[
        float | None,
        Column(
            _("Fit"),
            ColumnKind.TEXT,
            header=_("fit"),
            about="1 meets all that is needed",
            precision=3,
            cell="leadership/_seat_fit_cell.html",
        ),
    ]
    stays: Annotated[bool, Column(_("holds it today"))]
    competencies: Annotated[list[FitRow], Column(_("Why"), cell="leadership/_seat_why_cell.html", file=False)]
    stretch: Annotated[str, Column(_("grows in"))]
    mentor: Annotated[str, Column(_("mentor"))]
    next: list[NextRow]
    open_because: Annotated[str, Column(_("why open"))]
    offer: Annotated[str, Column(_("offer"))]

    @property
    def may_be_taken(self) -> bool:
        """An offer can be made of it."""
        return self.state == "proposed" and not self.offer


@dataclass(frozen=True)
class LoadRow:
    """What somebody would carry, in hours a week. `share` : of the hours that everybody may give."""

    key: str
    name: Annotated[str, Column(_("Person"), link="people:person", of="key")]
    seats: Annotated[int, Column(_("New seats"))]
    new_hours: Annotated[float, Column(_("New hours a week"))]
    hours: Annotated[float, Column(_("Hours in all"), about="a week")]
    most: Annotated[float, Column(_("At most"), about="hours a week")]
    share: float


SEATS = ListOf(
    _("Seats"),
    SeatRow,
    page="leadership:scenario",
    file="leadership:scenario_csv",
    api="/leadership/scenarios/{int:scenario}",
    on_page=("number", "task", "person", "fit", "competencies"),
    in_file=(
        *("task", "unit", "kind_label", "person_key", "person", "fit"),
        *("stays", "stretch", "mentor", "open_because", "offer"),
    ),
)
LOADS = ListOf(
    _("Hours a week"), LoadRow, page="leadership:scenario", api="/leadership/scenarios/{int:scenario}"
)


@dataclass(frozen=True)
class DemandRow:
    """One demand of a conflict; `mend` is what a button says, empty where no change of the wishes helps.

    alike : the other demands that the same change mends.
    """

    number: int
    text: str
    mend: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScenarioPage:
    """conflicts : each a smallest set of demands that cannot be had together. failure : why nothing came.

    filled, wanted : of the holders' seats.
    """

    id: int
    name: str
    as_of: date
    state: str
    created_at: datetime
    computed_at: datetime | None
    seed: int
    engine_version: str
    job: JobView | None
    withdrew: int
    failure: str
    summary: list[str]
    proven: str
    fit: float | None
    filled: int
    wanted: int
    seats: list[SeatRow]
    loads: list[LoadRow]
    prices: list[str]
    conflicts: list[list[DemandRow]]

    @property
    def may_be_taken(self) -> bool:
        """Something is left to offer."""
        return any(seat.may_be_taken for seat in self.seats)


def scenario_page(scenario: Scenario, member: Member) -> ScenarioPage:
    """A scenario with the names of today, without whoever has withdrawn. Five queries, and its job's."""
    member.require(permissions.ALLOCATE)
    reading = read_scenario(scenario)
    proposal, names = reading.proposal, names_in(reading)
    loads, is_waiting = load_rows(reading, names), scenario.state == Scenario.State.WAITING
    prices = proposal.prices if proposal else ()
    told = (price for price in prices if price.seats or price.fit > NOT_WORTH_TELLING)
    return shape(
        ScenarioPage,
        scenario,
        job=job_view(scenario.job, member, {}) if is_waiting and scenario.job else None,
        withdrew=reading.withdrew,
        failure=words.failure(scenario.result.get("lacks", "")),
        summary=words.summary(proposal, loads[0].hours if loads else None) if proposal else [],
        proven=words.proven(proposal) if proposal else "",
        fit=proposal.fit if proposal else None,
        filled=proposal.filled if proposal else 0,
        wanted=proposal.wanted if proposal else 0,
        seats=seat_rows(reading, names),
        loads=loads,
        prices=[words.price_words(one, names) for one in told],
        conflicts=_conflicts(reading, names),
    )


def names_in(reading: Reading) -> Names:
    """What a scenario's ids are called. Three queries."""
    people = people_of(reading.proposal) if reading.proposal else set()
    return names_of(reading.question.get("tasks", ()), people)


def seat_rows(reading: Reading, names: Names) -> list[SeatRow]:
    """Every seat, those of a task together, by title, with what became of its offer. One query."""
    if reading.proposal is None:
        return []
    made = Offer.objects.filter(scenario=reading.scenario).order_by("offered_at")
    offers = {(str(one.task_id), str(one.person_id), one.kind): one.get_state_display() for one in made}
    rows = [_seat(number, seat, names, offers) for number, seat in enumerate(reading.proposal.seats)]
    return sorted(
        rows, key=lambda row: (row.task.casefold(), row.task_id, row.kind == Kind.DEPUTY, row.number)
    )


def load_rows(reading: Reading, names: Names) -> list[LoadRow]:
    """What everybody would carry, the most first: with what they hold already. No query."""
    loads = reading.proposal.loads if reading.proposal else ()
    rows, most = [], reading.wishes.hours
    for load in loads:
        person, hours = names.person(load.person), max(0.0, most - load.capacity) + load.hours
        share = min(1.0, hours / most)
        rows.append(LoadRow(person.key, person.name, load.tasks, load.hours, hours, most, share))
    return sorted(rows, key=lambda row: (-row.hours, row.name.casefold(), row.key))


def _seat(number: int, seat: SeatProposal, names: Names, offers: dict[tuple[str, str, str], str]) -> SeatRow:
    task, who, state = names.task(seat.task), names.person(seat.person or ""), _state(seat)
    following = [(names.person(one.person), one) for one in seat.runners_up]
    return shape(
        SeatRow,
        seat,
        number=number,
        task_id=task.id,
        task=task.title,
        unit=task.unit,
        kind_label=str(Kind(seat.kind).label),
        state=state,
        person_key=who.key,
        person=who.name if seat.person else "",
        stays=state == "stays",
        competencies=[FitRow(words.competency_words(one, names), one.share) for one in seat.competencies],
        stretch=names.competency(seat.stretch) if seat.stretch else "",
        mentor=names.person(seat.mentor).name if seat.mentor else "",
        next=[NextRow(who.key, who.name, one.fit, words.why_not(one)) for who, one in following],
        open_because="" if seat.person else words.why_open(seat.open_because),
        offer=offers.get((seat.task, seat.person or "", seat.kind), ""),
    )


def _state(seat: SeatProposal) -> str:
    if seat.person is None:
        return "open"
    if seat.person == WITHDRAWN:
        return "withdrawn"
    return "stays" if seat.stays else "proposed"


def _conflicts(reading: Reading, names: Names) -> list[list[DemandRow]]:
    """Each conflict with its demands; those that one change mends stand together."""
    conflicts: dict[int, dict[object, DemandRow]] = defaultdict(dict)
    for number, demand in enumerate(reading.proposal.conflict if reading.proposal else ()):
        rows, text = conflicts[demand.number], words.demand_words(demand, names)
        change = mended(reading.wishes, demand)
        found = rows.get(change) if change else None
        if found:
            rows[change] = replace(found, alike=(*found.alike, text))
        else:
            mend = words.mend_words(demand, reading.wishes) if change else ""
            rows[change or text] = DemandRow(number, text, mend)
    return [list(rows.values()) for rows in conflicts.values()]
