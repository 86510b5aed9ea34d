"""What would mend a conflict: the same wishes with one of them given up."""

from dataclasses import replace

from colead.apps.leadership.bridge.wishes import Wishes
from colead.engine.leadership.problem import Demand

MORE_HOURS = 2.0


def mended(wishes: Wishes, demand: Demand) -> Wishes | None:
    """The wishes without this demand; None where it is none of ours, a turn that is over for example."""
    pair = (int(demand.task or 0), _person(demand.person))
    people = {_person(demand.person), _person(demand.other)}
    changed = {
        "must_fill": lambda: replace(wishes, must_fill=_others(wishes.must_fill, pair[0])),
        "hours": lambda: replace(wishes, hours=wishes.hours + MORE_HOURS),
        "most_tasks": lambda: replace(wishes, most_tasks=wishes.most_tasks and wishes.most_tasks + 1),
        "formal_share": lambda: replace(wishes, formal_share=None),
        "locked": lambda: replace(wishes, locked=_others(wishes.locked, pair)),
        "locked_out": lambda: replace(wishes, locked_out=_others(wishes.locked_out, pair)),
        "exclusion_pairs": lambda: replace(
            wishes, exclusion_pairs=tuple(two for two in wishes.exclusion_pairs if set(two) != people)
        ),
    }[demand.constraint]()
    return changed if changed != wishes else None


def _others(values: tuple, value: object) -> tuple:  # type: ignore[type-arg]
    return tuple(one for one in values if one != value)


def _person(name: str | None) -> int:
    """0, which is nobody, for somebody who has withdrawn."""
    return int(name) if name and name.isdecimal() else 0
