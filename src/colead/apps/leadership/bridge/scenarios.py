"""A scenario as it is stored, and as it may be read now: without those who have withdrawn since."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Scenario
from colead.apps.people.models import StrengthConsent
from colead.engine.leadership.problem import (
    AllocationProblem,
    Bools,
    CompetencyFit,
    Demand,
    Floats,
    Ids,
    Load,
    Price,
    Proposal,
    Rules,
    RunnerUp,
    SeatProposal,
)
from colead.engine.leadership.program import DEPUTY_SHARE

Question = dict[str, Any]

OF_TASKS = {"hours": np.float64, "seats": np.int64, "deputies": np.int64, "must_fill": np.bool_}
OF_PEOPLE = {"capacity": np.float64, "most_tasks": np.int64, "formal_leader": np.bool_}
OF_NEEDS = {"needed": np.float64, "weight": np.float64, "critical": np.bool_}
PAIRS = ("locked", "current")
WITHDRAWN = "withdrawn"  # stands for a person; no number, so that two of them cannot be told apart
FORMAT = "colead.scenario/1"


def write_question(problem: AllocationProblem, rules: Rules) -> Question:
    """The whole input of the engine as plain JSON, {"tasks": [ids], "people": [ids], ..., "rules": {...}}.

    Read back it is exactly the same, so that the answer is the same.

    Matrices of people by competencies are lists with null for what nobody said. Those of tasks by people are
    pairs of ids where they differ from the rule, because nearly all of their cells are alike.
    """
    tasks, people = problem.task_ids, problem.person_ids
    plain = {name: getattr(problem, name).tolist() for name in (*OF_TASKS, *OF_PEOPLE, *OF_NEEDS)}
    return {
        "tasks": tasks.tolist(),
        "people": people.tolist(),
        "competencies": problem.competency_ids.tolist(),
        "level": _with_null(problem.level),
        "wish": _with_null(problem.wish),
        **plain,
        **{name: _pairs(getattr(problem, name), tasks, people) for name in PAIRS},
        "ruled_out": _pairs(~problem.allowed, tasks, people),
        "exclusion_pairs": [
            [int(people[first]), int(people[second])] for first, second in problem.exclusion_pairs
        ],
        "rules": asdict(rules),
    }


def read_question(question: Question) -> tuple[AllocationProblem, Rules]:
    """The input that was written."""
    tasks, people = np.array(question["tasks"], np.int64), np.array(question["people"], np.int64)
    place = {person: index for index, person in enumerate(question["people"])}
    n_needs = len(question["competencies"])
    kinds = OF_TASKS | OF_PEOPLE | OF_NEEDS
    plain: dict[str, Any] = {name: np.array(question[name], kind) for name, kind in kinds.items()}
    plain |= {name: plain[name].reshape(len(tasks), n_needs) for name in OF_NEEDS}
    problem = AllocationProblem(
        task_ids=tasks,
        person_ids=people,
        competency_ids=np.array(question["competencies"], object),
        level=_with_nan(question["level"], (len(people), n_needs)),
        wish=_with_nan(question["wish"], (len(people), n_needs)),
        **plain,
        allowed=~marked(question["ruled_out"], tasks, people),
        locked=marked(question["locked"], tasks, people),
        current=marked(question["current"], tasks, people),
        exclusion_pairs=tuple((place[first], place[second]) for first, second in question["exclusion_pairs"]),
    )
    return problem, Rules(**question["rules"])


def question_without(question: Question, gone: set[int]) -> Question:
    """The same question, as if these people had never been asked."""
    if not question:
        return question
    kept = [index for index, person in enumerate(question["people"]) if person not in gone]
    rows = {
        name: [question[name][index] for index in kept] for name in ("people", "level", "wish", *OF_PEOPLE)
    }
    pairs = {name: [pair for pair in question[name] if pair[1] not in gone] for name in (*PAIRS, "ruled_out")}
    exclusion_pairs = [pair for pair in question["exclusion_pairs"] if not gone & set(pair)]
    return question | rows | pairs | {"exclusion_pairs": exclusion_pairs}


def marked(pairs: Any, tasks: Ids, people: Ids) -> Bools:
    """(T, P) True at each pair of ids of task and person; pairs with others are left out."""
    found = np.zeros((len(tasks), len(people)), np.bool_)
    of_task = {int(task): index for index, task in enumerate(tasks)}
    of_person = {int(person): index for index, person in enumerate(people)}
    for task, person in pairs:
        if task in of_task and person in of_person:
            found[of_task[task], of_person[person]] = True
    return found


def _pairs(cells: Bools, tasks: Ids, people: Ids) -> list[list[int]]:
    return [[int(tasks[task]), int(people[person])] for task, person in np.argwhere(cells)]


def _with_null(values: Floats) -> list[list[float | None]]:
    return [[None if np.isnan(value) else value for value in row] for row in values.tolist()]


def _with_nan(rows: list[list[float | None]], shape: tuple[int, int]) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(shape)


Row = TypeVar("Row")


def write_proposal(proposal: Proposal) -> dict[str, Any]:
    """As it is stored; a number that nothing bounds is null, because JSON has no infinity."""
    finite: dict[str, Any] = _finite(proposal.to_dict())
    return finite


def read_proposal(stored: dict[str, Any]) -> Proposal:
    """As it was stored, by this version of the engine or an older one."""
    rows = {
        "seats": tuple(_seat(seat) for seat in stored["seats"]),
        "loads": tuple(_made(Load, load) for load in stored["loads"]),
        "prices": tuple(_made(Price, price) for price in stored["prices"]),
        "conflict": tuple(_made(Demand, demand) for demand in stored["conflict"]),
    }
    return _made(Proposal, stored | rows)


def people_of(proposal: Proposal) -> set[int]:
    """Everybody whom it names."""
    names = {seat.person for seat in proposal.seats} | {seat.mentor for seat in proposal.seats}
    names |= {next_one.person for seat in proposal.seats for next_one in seat.runners_up}
    names |= {load.person for load in proposal.loads}
    rows: tuple[Price | Demand, ...] = (*proposal.prices, *proposal.conflict)
    names |= {name for row in rows for name in (row.person, row.other)}
    return {int(name) for name in names if name is not None and name != WITHDRAWN}


def proposal_without(proposal: Proposal, gone: Iterable[int]) -> Proposal:
    """The same, naming none of these people: their seats say that somebody withdrew, and nothing of them.

    What was summed with them is summed without them, or goes: a total less the seats that are still shown
    would be their fit.
    """
    names = {str(person) for person in gone}
    if names.isdisjoint(map(str, people_of(proposal))):
        return proposal
    seats = tuple(_seat_without(seat, names) for seat in proposal.seats)
    fit = sum(_counted_fit(seat) for seat in seats)
    return replace(
        proposal,
        seats=seats,
        loads=tuple(load for load in proposal.loads if load.person not in names),
        fit=fit,
        bound=fit,
        gap=0.0,
        proof="",
        least=None,
        steps={},
        prices=(),
        conflict=tuple(
            replace(demand, person=_kept(demand.person, names), other=_kept(demand.other, names))
            for demand in proposal.conflict
        ),
    )


def _counted_fit(seat: SeatProposal) -> float:
    fit = seat.fit or 0.0
    return fit * DEPUTY_SHARE if seat.kind == "deputy" else fit


def _kept(person: str | None, gone: set[str]) -> str | None:
    return WITHDRAWN if person in gone else person


def _seat_without(seat: SeatProposal, names: set[str]) -> SeatProposal:
    runners_up = tuple(
        replace(next_one, loss=None) for next_one in seat.runners_up if next_one.person not in names
    )
    if seat.person in names:
        return SeatProposal(seat.task, seat.kind, WITHDRAWN, None, runners_up=runners_up)
    return replace(seat, mentor=_kept(seat.mentor, names), runners_up=runners_up)


def _seat(stored: dict[str, Any]) -> SeatProposal:
    rows = {
        "competencies": tuple(_made(CompetencyFit, one) for one in stored["competencies"]),
        "runners_up": tuple(_made(RunnerUp, one) for one in stored["runners_up"]),
    }
    return _made(SeatProposal, stored | rows)


def _made(kind: type[Row], stored: dict[str, Any]) -> Row:
    """A row of the engine from what was stored; what it knows no more is left out."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # all of ours are dataclasses
    return kind(**{name: value for name, value in stored.items() if name in known})


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def withdrawn(people: Iterable[int], since: datetime | None) -> set[int]:
    """Those of these people who have withdrawn, or were erased. One query; none for nobody.

    Somebody who withdrew and consented again later counts as withdrawn: that consent is for later questions.
    """
    asked = set(people)
    if not asked:
        return set()
    given = StrengthConsent.objects.given(since=since)
    return asked - set(given.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Reading:
    """proposal : None until it is computed, and where nothing could be.   withdrew : how many people."""

    scenario: Scenario
    wishes: Wishes
    question: Question
    proposal: Proposal | None
    withdrew: int


def named_in(scenario: Scenario) -> set[int]:
    """Everybody whose id a scenario holds."""
    named = Wishes.from_dict(scenario.wishes).people | set(scenario.question.get("people", ()))
    if "seats" in scenario.result:
        named |= people_of(read_proposal(scenario.result))
    return named


def gone_from(scenario: Scenario) -> set[int]:
    """Those whom a scenario names and who have withdrawn since it was asked. One query."""
    return withdrawn(named_in(scenario), scenario.computed_at or scenario.created_at)


def read_scenario(scenario: Scenario) -> Reading:
    """The scenario without those who have withdrawn. One query."""
    gone = gone_from(scenario)
    erased = scenario.question.get("erased", 0)
    stored = read_proposal(scenario.result) if "seats" in scenario.result else None
    return Reading(
        scenario=scenario,
        wishes=Wishes.from_dict(scenario.wishes).without(gone),
        question=question_without(scenario.question, gone),
        proposal=proposal_without(stored, gone) if stored else None,
        withdrew=erased + len(gone & set(scenario.question.get("people", ()))),
    )


def document_of(reading: Reading) -> dict[str, Any]:
    """Everything that was asked and answered, to be checked and computed again: ids only.

    `answer(document["question"])` gives `document["result"]`, unless somebody has withdrawn since.
    """
    scenario = reading.scenario
    return {
        "format": FORMAT,
        "engine_version": scenario.engine_version,
        "seed": scenario.seed,
        "as_of": scenario.as_of.isoformat(),
        "computed_at": scenario.computed_at.isoformat() if scenario.computed_at else None,
        "withdrawn": reading.withdrew,
        "question": {key: value for key, value in reading.question.items() if key != "erased"},
        "result": write_proposal(reading.proposal) if reading.proposal else {},
    }
