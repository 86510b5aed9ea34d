"""From files to one result: who could lead what, and why.

The result is what ``colead allocate --json`` writes; ``docs/reference/allocate.md`` describes every key.
"""

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from colead.cli.progress import in_ticks
from colead.engine.leadership.problem import AllocationProblem, Proposal, Rules
from colead.engine.leadership.proposal import propose
from colead.files.allocation_files import AllocationFiles
from colead.files.allocation_problem import DEFAULT_HOURS, NamedAllocationProblem, read_problem
from colead.files.translation import Translate

SCHEMA = "colead.allocate/1"
_ENGINE_STEPS = 20

Step = Callable[[str], None]


@dataclass(frozen=True)
class Question:
    """What is asked.

    hours, most_tasks : what a person can carry where the staff list does not say; None = any number.
    """

    files: AllocationFiles
    as_of: datetime.date | None = None
    hours: float = DEFAULT_HOURS
    most_tasks: int | None = None
    rules: Rules = field(default_factory=Rules)


def answer(question: Question, step: Step, gettext: Translate = str) -> dict[str, Any]:
    """Read the files and compute everything. ``step`` is told what is being done.

    gettext : of the warnings about the files.

    Raises :class:`FileError` for a file that cannot be used, an :class:`ExceptionGroup` for several.
    """
    problem = read_problem(
        question.files,
        as_of=question.as_of,
        hours=question.hours,
        most_tasks=question.most_tasks,
        step=step,
    )
    proposal = propose(problem, question.rules, in_ticks(step, _ENGINE_STEPS))
    return result_of(problem, question.rules, proposal, gettext)


def steps(question: Question) -> int:
    """How many steps :func:`answer` takes."""
    return len(question.files.paths) + _ENGINE_STEPS


def result_of(
    problem: AllocationProblem, rules: Rules, proposal: Proposal, gettext: Translate = str
) -> dict[str, Any]:
    """A proposal with what was asked, and with the names of the tasks and of the people it mentions."""
    told: dict[str, Any] = (
        _about_files(problem, gettext) if isinstance(problem, NamedAllocationProblem) else {}
    )
    titles = problem.task_titles if isinstance(problem, NamedAllocationProblem) else {}
    names = problem.person_names if isinstance(problem, NamedAllocationProblem) else {}
    return {
        "schema": SCHEMA,
        "version": version("colead"),
        "as_of": told.get("as_of"),
        "rules": asdict(rules),
        "input": _asked(problem) | told.get("input", {}),
        "titles": {str(task): titles.get(task, str(task)) for task in problem.task_ids},
        "names": {person: names.get(person, person) for person in _mentioned(proposal)},
        "proposal": proposal.to_dict(),
        "warnings": told.get("warnings", []),
    }


def _asked(problem: AllocationProblem) -> dict[str, Any]:
    return {
        "tasks": len(problem.task_ids),
        "seats": int(problem.seats.sum()),
        "deputies": int(problem.deputies.sum()),
        "hours": float((problem.hours * problem.seats).sum()),
        "competencies": len(problem.competency_ids),
        "taking_part": len(problem.person_ids),
        "hours_offered": float(problem.capacity.sum()),
    }


def _about_files(problem: NamedAllocationProblem, gettext: Translate) -> dict[str, Any]:
    return {
        "as_of": problem.as_of.isoformat(),
        "input": {
            "people": problem.n_employed,
            "no_consent": problem.no_consent,
            "on_leave": problem.on_leave,
        },
        "warnings": [warning.to_dict(gettext) for warning in problem.warnings],
    }


def _mentioned(proposal: Proposal) -> list[str]:
    """Ids of the people that the proposal speaks of, in the order in which it does."""
    seats = [
        person
        for seat in proposal.seats
        for person in (seat.person, seat.mentor, *(runner_up.person for runner_up in seat.runners_up))
    ]
    prices = [person for price in proposal.prices for person in (price.person, price.other)]
    demands = [person for demand in proposal.conflict for person in (demand.person, demand.other)]
    return list(dict.fromkeys(person for person in (*seats, *prices, *demands) if person is not None))
