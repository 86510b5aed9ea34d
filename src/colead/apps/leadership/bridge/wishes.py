"""What somebody asks of an allocation, kept with the scenario as plain JSON, and what mends a conflict."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from colead.engine.leadership.problem import Demand

Pair = tuple[int, int]

DEFAULT_HOURS = 4.0
MORE_HOURS = 2.0


@dataclass(frozen=True)
class Wishes:
    """Tasks and people are primary keys, units their keys. Nothing chosen means all of them.

    task_units, people_units : units with everything below them.
    reopen : seats that are held today are proposed anew, too.
    hours : hours a week that a person gives to leadership tasks at most, those they hold already included;
        less where the person said less.
    most_tasks : seats a person holds at most; None = any number.
    formal_share : formal leaders take at most this share of the seats, 0 to 1; None = any.
    continuity : fit gained where the holder of today stays.
    locked, locked_out : pairs of task and person.   exclusion_pairs : pairs of people never on the same task.
    """

    tasks: tuple[int, ...] = ()
    task_units: tuple[str, ...] = ()
    people_units: tuple[str, ...] = ()
    reopen: bool = False
    deputies: bool = True
    hours: float = DEFAULT_HOURS
    most_tasks: int | None = None
    formal_share: float | None = None
    stretch: bool = False
    fairness: bool = True
    continuity: float = 0.0
    must_fill: tuple[int, ...] = ()
    locked: tuple[Pair, ...] = ()
    locked_out: tuple[Pair, ...] = ()
    exclusion_pairs: tuple[Pair, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> "Wishes":
        """As it was stored: JSON knows lists only."""
        return cls(**{name: _tuples(value) for name, value in stored.items()})

    @property
    def people(self) -> set[int]:
        """Everybody who is named."""
        pairs = (*self.locked, *self.locked_out)
        return {person for _task, person in pairs} | {
            person for pair in self.exclusion_pairs for person in pair
        }

    def without(self, people: Iterable[int]) -> "Wishes":
        """The same, naming none of these people."""
        gone = set(people)
        return replace(
            self,
            locked=tuple(pair for pair in self.locked if pair[1] not in gone),
            locked_out=tuple(pair for pair in self.locked_out if pair[1] not in gone),
            exclusion_pairs=tuple(pair for pair in self.exclusion_pairs if not gone & set(pair)),
        )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list | tuple) else value


def mended(wishes: Wishes, demand: Demand) -> Wishes | None:
    """The wishes without this demand; None where it is none of ours, a turn that is over for example."""
    pair = (int(demand.task or 0), _person(demand.person))
    people = {_person(demand.person), _person(demand.other)}
    values: dict[str, Any] = {
        "must_fill": tuple(task for task in wishes.must_fill if task != pair[0]),
        "hours": wishes.hours + MORE_HOURS,
        "most_tasks": wishes.most_tasks and wishes.most_tasks + 1,
        "formal_share": None,
        "locked": tuple(one for one in wishes.locked if one != pair),
        "locked_out": tuple(one for one in wishes.locked_out if one != pair),
        "exclusion_pairs": tuple(two for two in wishes.exclusion_pairs if set(two) != people),
    }
    changed = replace(wishes, **{demand.constraint: values[demand.constraint]})
    return changed if changed != wishes else None


def _person(name: str | None) -> int:
    """0, which is nobody, for somebody who has withdrawn."""
    return int(name) if name and name.isdecimal() else 0
