"""The files of an allocation as the arrays of the engine."""

import datetime
from pathlib import Path

import numpy as np
import pytest

import colead
from colead.files.allocation_problem import NamedAllocationProblem, read_allocation_problem
from colead.files.problems import FileError

PEOPLE = (
    "id;name;manager;unit;parent unit;hours;most tasks;leave from;leave until;end date\n"
    "1;Ane;;Top;;2,5;1;;;\n2;Bo;1;North;Top;;;;;\n3;Cid;1;South;Top;6;;01-09-2026;01-12-2026;\n"
    "4;Dea;2;North 1;North;6;3;;;\n5;Eva;2;North;Top;;;;;2026-01-01\n"
)
STRENGTHS = "person;competency;level;wish\n1;Listen;3;2\n2;listen;1;\n4;use data;;-1\n5;listen;4;0\n"
TASKS = (
    "id;unit;hours;seats;term months;most terms;needs\n"
    't;North;1;2;6;1;"listen:2:3!; dream:1"\nu;;2;1;;;use data:4\n'
)
DAY = datetime.date(2026, 9, 30)


def files(folder: Path, **texts: str) -> dict[str, Path]:
    written = {"people": PEOPLE, "strengths": STRENGTHS, "tasks": TASKS} | texts
    for name, text in written.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in written}


def read(folder: Path, **texts: str) -> NamedAllocationProblem:
    return read_allocation_problem(**files(folder, **texts), as_of=DAY)


def test_everything_has_its_place(tmp_path: Path) -> None:
    problem = read(tmp_path)
    assert (problem.task_ids.tolist(), problem.person_ids.tolist()) == (["t", "u"], ["1", "2", "4"])
    assert problem.competency_ids.tolist() == ["listen", "dream", "use data"]
    assert (problem.n_employed, problem.on_leave, problem.no_consent) == (4, 1, 0)
    nan = np.nan
    np.testing.assert_array_equal(problem.level, [[3, nan, nan], [1, nan, nan], [nan] * 3])
    np.testing.assert_array_equal(problem.wish, [[2, nan, nan], [nan] * 3, [nan, nan, -1]])
    assert problem.needed.tolist() == [[2, 1, 0], [0, 0, 4]]
    assert problem.weight.tolist() == [[3, 1, 0], [0, 0, 1]]
    assert problem.critical.tolist() == [[True, False, False], [False] * 3]
    assert (problem.capacity.tolist(), problem.formal_leader.tolist()) == ([2.5, 4, 6], [True, True, False])
    assert problem.most_tasks.tolist() == [1, 3, 3]
    assert (problem.hours.tolist(), problem.seats.tolist()) == ([1, 2], [2, 1])


def test_a_task_of_a_unit_is_for_its_people_and_those_below(tmp_path: Path) -> None:
    assert read(tmp_path).allowed.tolist() == [[False, True, True], [True, True, True]]


def test_locks_are_stronger_than_units_and_turns(tmp_path: Path) -> None:
    held = "task;person;from;lock\nt;2;2026-01-01;\nt;4;2026-01-01;in\nt;1;;in\nu;2;;out\n"
    problem = read(tmp_path, assignments=held, exclusion_pairs="one;other\n4;1\n")
    assert problem.current.tolist() == [[False, True, True], [False] * 3]
    assert problem.locked.tolist() == [[True, False, True], [False] * 3]
    assert problem.allowed.tolist() == [[True, False, True], [True, False, True]]
    assert problem.exclusion_pairs == ((0, 2),)


def test_who_has_not_agreed_is_not_in_the_problem_at_all(tmp_path: Path) -> None:
    strengths = "person;competency;level;consent\n1;listen;3;yes\n2;listen;4;no\n4;;;yes\n"
    problem = read(
        tmp_path,
        strengths=strengths,
        assignments="task;person;lock\nt;2;in\n",
        exclusion_pairs="one;other\n1;2\n",
    )
    assert (problem.person_ids.tolist(), problem.no_consent, problem.on_leave) == (["1", "4"], 2, 0)
    assert (problem.person_names, problem.exclusion_pairs) == ({"1": "Ane", "4": "Dea"}, ())
    assert not problem.locked.any()


def test_needs_of_a_file_join_those_of_the_tasks(tmp_path: Path) -> None:
    needs = "task;competency;level;critical\nu;Dream;2;yes\n"
    problem = read(tmp_path, needs=needs)
    assert problem.needed.tolist() == [[2, 1, 0], [0, 2, 4]]
    assert problem.critical[1].tolist() == [False, True, False]


def test_a_competency_that_nobody_has_is_a_warning(tmp_path: Path) -> None:
    assert [one.value for one in read(tmp_path).warnings] == ["dream", "use data"]
    assert "Check that it is spelled alike" in str(read(tmp_path).warnings[0])


def test_what_is_wrong_with_several_files_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as refused:
        read(
            tmp_path,
            people=PEOPLE.replace("2,5", "lots"),
            strengths=STRENGTHS.replace("Listen;3", "Listen;7"),
            tasks=TASKS.replace("North", "Nord"),
            assignments="task;person\nt;99\n",
            exclusion_pairs="one;other\n1;99\n",
        )
    found = [
        (one.name, one.problems[0].code) for one in refused.value.exceptions if isinstance(one, FileError)
    ]
    assert found == [
        ("people.csv", "bad_number"),
        ("strengths.csv", "number_out_of_range"),
        ("tasks.csv", "task_unknown_unit"),
        ("exclusion_pairs.csv", "unknown_person"),
    ]


def test_problems_of_the_staff_list_are_told_once(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read(tmp_path, people=PEOPLE.replace("4;Dea;2", "4;Dea 010170-1234;77"))
    assert sorted(one.code for one in refused.value.problems) == ["cpr", "unknown_manager"]


def test_nobody_left_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Nobody is left to propose: of 4 people"):
        read(tmp_path, strengths="person;competency;consent\n1;listen;no\n")


def test_columns_may_be_named_by_hand(tmp_path: Path) -> None:
    paths = files(tmp_path, strengths="who;what;how well\n1;listen;4\n")
    chosen = {"strengths.person": "who", "strengths.competency": "what", "strengths.level": "how well"}
    assert read_allocation_problem(**paths, as_of=DAY, columns=chosen).level[0, 0] == 4
    paths = files(tmp_path, people="id;spare\n1;3\n2;5\n4;7\n5;1\n", tasks="id\nt\n")
    problem = read_allocation_problem(**paths, as_of=DAY, columns={"leadership_hours": "spare"})
    assert problem.capacity.tolist() == [3, 5, 7, 1]


def test_a_notebook_reads_proposes_and_prints(tmp_path: Path) -> None:
    problem = colead.read_allocation_problem(**files(tmp_path), as_of=DAY)
    assert str(problem) == "2 leadership tasks with 3 seats, 3 of 4 people take part"
    proposal = colead.propose(problem, colead.Rules(stretch=True))
    assert "Who could lead what, 2026-09-30" in str(proposal)
    assert "\x1b" not in repr(proposal)
    assert "text" not in proposal.to_dict()
