"""The groups that are drawn: everybody in one, each of at least six, five of whom answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.apps.network.bridge import arrangement
from colead.apps.network.bridge.atoms import NOT_DRAWN, divide
from colead.engine.organisation import Organisation


def organisation(units: dict[str, tuple[str | None, int]]) -> Organisation:
    people = [f"{unit}{number}" for unit, (_above, size) in units.items() for number in range(size)]
    return Organisation.build(
        people,
        [None] * len(people),
        [unit for unit, (_above, size) in units.items() for _number in range(size)],
        unit_parents={unit: above for unit, (above, _size) in units.items()},
    )


def sizes(of: Organisation, answered: np.ndarray | None = None) -> dict[str, int]:
    """People by the unit that their atom is named after; "" for small units without one above."""
    found = divide(of, np.ones(of.n_people, np.bool_) if answered is None else answered)
    names = ["" if unit < 0 else str(of.unit_ids[unit]) for unit in found.unit]
    return {name: int((found.atom_of == atom).sum()) for atom, name in enumerate(names)}


def test_unit_that_is_too_small_is_counted_with_the_one_above() -> None:
    assert sizes(organisation({"top": (None, 2), "ward": ("top", 7), "desk": ("top", 4)})) == {
        "ward": 7,
        "top": 6,
    }


def test_five_are_no_group_because_it_would_be_known_that_each_of_them_answered() -> None:
    assert sizes(organisation({"top": (None, 6), "ward": ("top", 5)})) == {"top": 11}


def test_what_is_left_of_a_unit_whose_parts_stand_alone_is_central() -> None:
    of = organisation({"top": (None, 6), "ward": ("top", 7)})
    found = divide(of, np.ones(13, np.bool_))
    central = {
        str(of.unit_ids[unit]): bool(flag) for unit, flag in zip(found.unit, found.is_central, strict=True)
    }
    assert central == {"top": True, "ward": False}


def test_small_units_without_a_unit_above_stand_together() -> None:
    assert sizes(organisation({"a": (None, 3), "b": (None, 4), "c": (None, 9)})) == {"c": 9, "": 7}


def test_people_who_are_too_few_even_together_are_not_drawn() -> None:
    of = organisation({"a": (None, 3), "c": (None, 9)})
    found = divide(of, np.ones(12, np.bool_))
    assert (found.atom_of == NOT_DRAWN).sum() == 3


def test_those_who_did_not_answer_do_not_make_a_group_large_enough() -> None:
    of = organisation({"top": (None, 5), "ward": ("top", 8)})
    answered = np.ones(13, np.bool_)
    answered[-4:] = False
    assert sizes(of, answered) == {"top": 13}


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), min_size=1, max_size=15),
    st.randoms(use_true_random=False),
)
def test_every_atom_has_five_and_lies_below_its_unit(spec: list[tuple[int, int]], random: object) -> None:
    units = {
        f"u{number}": (None if number == 0 or above == 0 else f"u{above % number}", size)
        for number, (above, size) in enumerate(spec)
    }
    of = organisation(units)
    answered = np.array([random.random() < 0.8 for _person in range(of.n_people)], np.bool_)  # type: ignore[attr-defined]
    found = divide(of, answered)
    drawn = found.atom_of[found.atom_of >= 0]
    assert drawn.size == 0 or np.bincount(drawn).min() >= 6
    for atom in range(found.count):
        assert answered[found.atom_of == atom].sum() >= 5
    for person in np.flatnonzero(found.atom_of >= 0):
        unit = found.unit[found.atom_of[person]]
        line, walk = [], int(of.unit[person])
        while walk >= 0:
            line.append(walk)
            walk = int(of.unit_parent[walk])
        assert unit in (line or [-1]) or unit == -1


def test_clusters_do_not_touch_and_seats_lie_on_them() -> None:
    random = np.random.default_rng(1)
    people = random.integers(5, 60, 40)
    radius = arrangement.radius_of(people)
    places = arrangement.moved_apart(random.normal(size=(40, 2)), radius)
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) - radius - radius[:, None]
    assert gaps[~np.eye(40, dtype=bool)].min() > 0
    for count, reach in zip(people.tolist(), radius.tolist(), strict=True):
        assert np.hypot(*arrangement.seats(count).T).max() < reach


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_clusters_are_placed_too(count: int) -> None:
    centres = np.zeros((count, 2))
    together = arrangement.drawn_together(centres, np.zeros(count, np.int64))
    radius = arrangement.radius_of(np.full(count, 5))
    assert (
        arrangement.moved_apart(together, radius).shape == (count, 2) if count else together.shape == (0, 2)
    )
