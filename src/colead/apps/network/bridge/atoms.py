"""The groups that are drawn and counted: every person in exactly one, each a group that may be shown.

A unit whose own people are fewer is counted with the unit above it. Everything on the map about more than one
person is a sum over whole atoms, so that no adding and subtracting of what is shown leads to fewer people.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from colead.engine import disclosure
from colead.engine.organisation import Organisation

NOT_DRAWN = -1

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Atoms:
    """atom_of : (n,) atom of each person, -1 = too few to be drawn, even together.
    unit : (a,) the unit that an atom is named after, -1 = several small units without a unit above.
    is_central : (a,) whether parts of that unit are atoms of their own, so that this is only what is left.
    """

    atom_of: Ints
    unit: Ints
    is_central: Bools

    @property
    def count(self) -> int:
        return len(self.unit)


def divide(organisation: Organisation, answered: Bools) -> Atoms:
    """Divide the people along the unit tree, from the bottom up. Cost O(people + units)."""
    people = np.bincount(organisation.unit + 1, minlength=organisation.n_units + 1)
    replies = np.bincount(organisation.unit + 1, weights=answered, minlength=organisation.n_units + 1)
    waiting = np.column_stack([people, replies]).astype(np.int64)
    atom_of_unit = np.full(organisation.n_units + 1, NOT_DRAWN, dtype=np.int32)  # shifted by one: 0 = no unit
    goes_up = np.zeros(organisation.n_units + 1, dtype=np.bool_)
    named: list[int] = []
    for unit in _from_the_bottom(organisation):
        if disclosure.is_group(*waiting[unit + 1].tolist()):
            atom_of_unit[unit + 1] = len(named)
            named.append(unit)
        else:
            goes_up[unit + 1] = True
            waiting[organisation.unit_parent[unit] + 1] += waiting[unit + 1]
    if disclosure.is_group(*waiting[0].tolist()):
        atom_of_unit[0] = len(named)
        named.append(-1)
    _hand_down(organisation, atom_of_unit, goes_up)
    return Atoms(
        atom_of=atom_of_unit[organisation.unit + 1],
        unit=np.array(named, dtype=np.int32),
        is_central=_is_central(organisation, named),
    )


def regrouped(organisation: Organisation, divided: Atoms) -> Organisation:
    """The same people, each in the unit that their atom is named after, so that every unit is whole atoms."""
    unit = np.append(divided.unit, NOT_DRAWN)[divided.atom_of]
    return replace(organisation, unit=unit.astype(np.int32))


def _from_the_bottom(organisation: Organisation) -> list[int]:
    if not organisation.n_units:
        return []
    return [int(unit) for layer in reversed(organisation.unit_tree.layers) for unit in layer]


def _hand_down(organisation: Organisation, atom_of_unit: Ints, goes_up: Bools) -> None:
    """A unit that was counted with the one above gets that one's atom."""
    for unit in reversed(_from_the_bottom(organisation)):
        if goes_up[unit + 1]:
            atom_of_unit[unit + 1] = atom_of_unit[organisation.unit_parent[unit] + 1]


def _is_central(organisation: Organisation, named: list[int]) -> Bools:
    """Whether a unit with an atom lies above another one that has an atom."""
    above: set[int] = set()
    for unit in named:
        above.update(organisation.unit_tree.line_up(unit)[1:])
    return np.array([unit in above for unit in named], dtype=np.bool_)
