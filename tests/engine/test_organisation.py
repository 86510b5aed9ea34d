"""Organisation: what it makes of a staff list, and every problem that it names."""

from __future__ import annotations

import numpy as np
import pytest

from colead.engine.errors import OrganisationError
from colead.engine.organisation import Organisation


def problems(*args: object, **kwargs: object) -> dict[str, OrganisationError]:
    with pytest.raises(OrganisationError) as caught:
        Organisation.build(*args, **kwargs)  # type: ignore[arg-type]
    return {problem.code: problem for problem in caught.value.problems}


def school() -> Organisation:
    return Organisation.build(
        ["head", "lead", "ann", "ben", "eva"],
        ["", "head", "lead", "lead", None],
        ["top", "class", "class", "yard", None],
        unit_parents={"class": "top", "yard": "class", "empty": "top"},
        unit_names={"yard": "School yard"},
    )


def test_build_resolves_lines_units_and_levels() -> None:
    organisation = school()
    assert organisation.manager.tolist() == [-1, 0, 1, 1, -1]
    assert organisation.level.tolist() == [0, 1, 2, 2, 0]
    assert organisation.unit.tolist() == [0, 1, 1, 2, -1]
    assert organisation.unit_ids.tolist() == ["top", "class", "yard", "empty"]
    assert organisation.unit_names.tolist() == ["top", "class", "School yard", "empty"]
    assert organisation.unit_parent.tolist() == [-1, 0, 1, 0]
    assert organisation.spans.tolist() == [1, 2, 0, 0, 0]
    assert organisation.roots.tolist() == [0, 4]


def test_branch_of_unit_holds_everybody_below() -> None:
    organisation = school()
    assert [organisation.branch_of_unit(unit).tolist() for unit in range(4)] == [
        [0, 1, 2, 3],
        [1, 2, 3],
        [3],
        [],
    ]
    assert organisation.branch_sizes.tolist() == [4, 3, 1, 0]


def test_unit_groups_give_every_unit_once_with_its_branch() -> None:
    organisation = school()
    found = {
        int(unit): np.flatnonzero(group_of == place).tolist()
        for units, group_of in organisation.unit_groups()
        for place, unit in enumerate(units)
    }
    assert found == {unit: organisation.branch_of_unit(unit).tolist() for unit in range(4)}


def test_indices_and_ids_build_the_same() -> None:
    ids = ["a", "b", "c"]
    by_index = Organisation.build(ids, np.array([-1, 0, 0]), np.array([0, 1, -1]))
    by_id = Organisation.build(ids, [None, "a", "a"], ["0", "1", None])
    assert by_index.manager.tolist() == by_id.manager.tolist()
    assert by_index.unit.tolist() == by_id.unit.tolist()


def test_a_missing_level_follows_the_person_above() -> None:
    organisation = Organisation.build(
        ["a", "b", "c", "d"], ["", "a", "b", ""], ["u"] * 4, levels=[1, None, None, float("nan")]
    )
    assert organisation.level.tolist() == [1, 2, 3, 1]


def test_every_problem_is_named_at_once() -> None:
    found = problems(
        ["a", "b", "c", "d", "d", "", "x"],
        ["b", "c", "a", "", "", "", "p99"],
        ["u"] * 7,
    )
    assert set(found) == {"reporting_cycle", "duplicate_id", "missing_id", "unknown_manager"}
    assert str(found["unknown_manager"]) == (
        "Person 'x' reports to 'p99', who is not listed. Add 'p99' or leave the manager empty."
    )
    assert "a → b → c → a" in str(found["reporting_cycle"])
    assert found["duplicate_id"].rows == (3, 4)
    assert found["missing_id"].rows == (5,)


def test_self_managers_are_named_and_are_not_cycles() -> None:
    found = problems(["a", "b"], ["a", "a"], ["u", "u"])
    assert list(found) == ["self_manager"]
    assert found["self_manager"].rows == (0,)


def test_two_cycles_are_two_problems_and_people_below_them_are_not_members() -> None:
    with pytest.raises(OrganisationError) as caught:
        Organisation.build(list("abcdef"), list("badcae"), ["u"] * 6)
    assert [problem.rows for problem in caught.value.problems] == [(0, 1), (2, 3)]


@pytest.mark.parametrize(
    ("managers", "units", "options", "code"),
    [
        (["", "a"], ["u", "v"], {"unit_parents": {"u": "v", "v": "u"}}, "unit_cycle"),
        (["", "a"], ["u", "v"], {"unit_parents": {"u": "nowhere"}}, "unknown_parent_unit"),
        (["", "a"], ["u", "v"], {"levels": [0, 1.5]}, "level_not_whole"),
        (["", "a"], ["u"], {}, "wrong_length"),
        ([""], ["u", "u"], {}, "wrong_length"),
        (["", "a"], ["u", "u"], {"levels": [1]}, "wrong_length"),
        (np.array([-1, 5]), ["u", "u"], {}, "unknown_manager"),
    ],
)
def test_wrong_columns_are_refused(
    managers: object, units: object, options: dict[str, object], code: str
) -> None:
    assert list(problems(["a", "b"], managers, units, **options)) == [code]


def test_nobody_is_refused() -> None:
    assert list(problems([], [], [])) == ["nobody"]


def test_messages_translate_before_they_are_filled_in() -> None:
    danish = {"Person '{person}' reports to themselves.": "{person} er sin egen leder."}
    error = problems(["a"], ["a"], ["u"])["self_manager"]
    assert error.text(lambda template: danish.get(template, "")).startswith("a er sin egen leder.")
