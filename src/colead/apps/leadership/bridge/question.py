"""The question of an allocation as plain JSON and back: exactly the same, so that the answer is the same.

{"tasks": [ids], "people": [ids], ..., "locked": [[task, person], ...], "rules": {...}}

Matrices of people by competencies are lists with null for what nobody said. Those of tasks by people are
pairs of ids where they differ from the rule, because nearly all of their cells are alike.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.leadership.problem import AllocationProblem, Bools, Floats, Ids, Rules

Question = dict[str, Any]

OF_TASKS = ("hours", "seats", "deputies", "must_fill")
OF_PEOPLE = ("capacity", "most_tasks", "formal_leader")
OF_NEEDS = ("needed", "weight", "critical")
PAIRS = ("locked", "current")


def write_question(problem: AllocationProblem, rules: Rules) -> Question:
    """The whole input of the engine."""
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
    problem = AllocationProblem(
        task_ids=tasks,
        person_ids=people,
        competency_ids=np.array(question["competencies"], object),
        level=_with_nan(question["level"], (len(people), n_needs)),
        wish=_with_nan(question["wish"], (len(people), n_needs)),
        needed=np.array(question["needed"], np.float64).reshape(len(tasks), n_needs),
        weight=np.array(question["weight"], np.float64).reshape(len(tasks), n_needs),
        critical=np.array(question["critical"], np.bool_).reshape(len(tasks), n_needs),
        hours=np.array(question["hours"], np.float64),
        seats=np.array(question["seats"], np.int64),
        capacity=np.array(question["capacity"], np.float64),
        most_tasks=np.array(question["most_tasks"], np.int64),
        formal_leader=np.array(question["formal_leader"], np.bool_),
        deputies=np.array(question["deputies"], np.int64),
        must_fill=np.array(question["must_fill"], np.bool_),
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
