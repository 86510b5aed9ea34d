"""Units to choose from, in the order of the tree, each with the path that leads to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Unit
from colead.apps.people.selectors.tree import in_order


@dataclass(frozen=True)
class UnitOption:
    """A unit. above : the names of the units it lies in, the topmost first."""

    key: str
    name: str
    above: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The unit as it stands in a text field."""
        return f"{self.name} ({self.key})"

    @property
    def path(self) -> str:
        """Where the unit lies, in words."""
        return " › ".join((*self.above, self.name))


def unit_options(day: date, pks: Collection[int] | None = None) -> list[UnitOption]:
    """All units of the day, or those with these primary keys, each before those below it.

    No query but those of the structure; linear in the number of units.
    """
    structure = structure_on(day)
    keys, names = structure.engine.unit_ids, structure.engine.unit_names
    found, path = [], [""] * structure.engine.n_units
    for unit, depth in in_order(structure):
        path[depth] = str(names[unit])
        if pks is None or int(structure.unit_pks[unit]) in pks:
            found.append(UnitOption(str(keys[unit]), path[depth], tuple(path[:depth])))
    return found


def with_former(options: list[UnitOption], chosen: Collection[str]) -> list[UnitOption]:
    """The options and, after them, chosen units that the day no longer has. One query when there are any."""
    missing = set(chosen) - {option.key for option in options}
    if not missing:
        return options
    rows = Unit.objects.filter(key__in=missing).order_by("name_plain", "pk").values_list("key", "name")
    return options + [UnitOption(key, name) for key, name in rows]
