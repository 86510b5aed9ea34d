"""Two or three scenarios side by side: what each comes to, and the seats in which they differ."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.scenarios import Question, Reading, read_scenario
from colead.apps.leadership.models import Kind, Scenario
from colead.apps.leadership.selectors.scenario_words import Names
from colead.apps.leadership.selectors.scenarios import load_rows, names_in
from colead.engine.leadership.problem import SeatProposal
from colead.kit.roles import Member

MOST_COMPARED = 3


@dataclass(frozen=True)
class Figures:
    """A scenario in figures.

    formal_share : of the seats filled, what formal leaders would hold; None where nothing is filled.
    largest, least : hours a week that the most and the least loaded of those with a seat would carry.
    changes : seats that somebody else would hold than today.
    """

    id: int
    name: str
    state_label: str
    filled: int
    wanted: int
    fit: float | None
    formal_share: float | None
    largest: float | None
    least: float | None
    people: int
    changes: int


@dataclass(frozen=True)
class Proposed:
    """Whom a scenario proposes, in words; also that seats stay open, or were not asked about."""

    scenario: str
    who: str


@dataclass(frozen=True)
class Difference:
    """A task whose seats, or deputies, differ: who is proposed in each scenario, in the order of columns."""

    task: str
    unit: str
    kind_label: str
    proposed: list[Proposed]
    asked_by_all: bool


@dataclass(frozen=True)
class Comparison:
    """`same` : tasks with the same people in all of them, holders and deputies counted apart."""

    columns: list[Figures]
    differences: list[Difference]
    same: int


def compare(numbers: Sequence[int], member: Member) -> Comparison:
    """The scenarios with these numbers that have a result, three at most. One query, and four for each."""
    member.require(permissions.ALLOCATE)
    found = Scenario.objects.filter(pk__in=numbers, state=Scenario.State.PROPOSED)
    readings = [read_scenario(one) for one in found.order_by("created_at", "name", "pk")[:MOST_COMPARED]]
    named = [(reading, names_in(reading)) for reading in readings]
    differences, same = _differences(named)
    return Comparison([_figures(*one) for one in named], differences, same)


def _figures(reading: Reading, names: Names) -> Figures:
    scenario, proposal = reading.scenario, reading.proposal
    seats = [one for one in proposal.seats if one.person and one.kind == Kind.HOLDER] if proposal else []
    hours = [load.hours for load in load_rows(reading, names)]
    return Figures(
        id=scenario.pk,
        name=scenario.name,
        state_label=scenario.get_state_display(),
        filled=proposal.filled if proposal else 0,
        wanted=proposal.wanted if proposal else 0,
        fit=proposal.fit if proposal else None,
        formal_share=_formal_share(reading.question, seats),
        largest=max(hours, default=None),
        least=min(hours, default=None),
        people=len(hours),
        changes=sum(not seat.stays for seat in seats),
    )


def _formal_share(question: Question, seats: list[SeatProposal]) -> float | None:
    """Of those whose person is still named."""
    formal = dict(zip(map(str, question["people"]), question["formal_leader"], strict=True))
    known = [formal[seat.person] for seat in seats if seat.person in formal]
    return sum(known) / len(known) if known else None


Key = tuple[str, str]  # task, kind


def _differences(named: list[tuple[Reading, Names]]) -> tuple[list[Difference], int]:
    held = [_held(reading) for reading, _names in named]
    places = {place for by_place in held for place in by_place}
    different = {place for place in places if len({tuple(by_place.get(place, ())) for by_place in held}) > 1}
    rows = [_difference(place, named, held) for place in different]
    rows.sort(key=lambda row: (not row.asked_by_all, row.task.casefold(), row.kind_label))
    return rows, len(places) - len(different)


def _held(reading: Reading) -> dict[Key, list[str]]:
    """Who is proposed for each task, as ids in order."""
    found: dict[Key, list[str]] = defaultdict(list)
    for seat in reading.proposal.seats if reading.proposal else ():
        found[seat.task, seat.kind].append(seat.person or "")
    return {place: sorted(people) for place, people in found.items()}


def _difference(
    place: Key, named: list[tuple[Reading, Names]], held: list[dict[Key, list[str]]]
) -> Difference:
    task = next(names.tasks[place[0]] for _reading, names in named if place[0] in names.tasks)
    proposed = [
        Proposed(reading.scenario.name, _who(names, by_place.get(place)))
        for (reading, names), by_place in zip(named, held, strict=True)
    ]
    asked_by_all = all(place in by_place for by_place in held)
    return Difference(task.title, task.unit, str(Kind(place[1]).label), proposed, asked_by_all)


def _who(names: Names, people: list[str] | None) -> str:
    """The people by name; or that the seats stay open, or were not asked about."""
    if people is None:
        return _("not asked about")
    return ", ".join(sorted(names.person(one).name for one in people if one)) or _("stays open")
