"""What stewards choose from, and find filled in, when they open or change a task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Accountability, LeadershipTask, Mandate, NeededCompetency
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Competency, Unit
from colead.apps.people.plain import plain
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.tree import in_order
from colead.kit.languages import reading_language
from colead.kit.roles import Member


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


def steward_units(member: Member, today: date, chosen: Collection[str] = ()) -> list[UnitOption]:
    """Every unit whose tasks the member looks after, in the order of the tree, and those chosen already.

    Three queries at most, and those of the structure. Empty for somebody who looks after none.
    """
    if member.may(permissions.STEWARD):
        return with_former(unit_options(today), chosen)
    led = units_led(member, today=today)
    return unit_options(today, led) if led else []


def task_choices(day: date) -> list[tuple[Any, str]]:
    """The tasks of the day by title, with their unit. One query."""
    rows = LeadershipTask.objects.on(day).order_by("title", "pk").values_list("pk", "title", "unit__name")
    return [(pk, f"{title} · {unit}") for pk, title, unit in rows]


def may_open_tasks(member: Member, today: date) -> bool:
    """The member looks after the tasks of a unit. One query, for a lead those of the structure, too."""
    return member.may(permissions.STEWARD) or bool(units_led(member, today=today))


def competency_choices() -> list[tuple[str, str]]:
    """The organisation's competencies by name in the reader's language, key and name. One query."""
    language = reading_language()
    named = [(one.key, one.name(language)) for one in Competency.objects.all()]
    return sorted(named, key=lambda choice: plain(choice[1]))


def accountabilities_on(task: LeadershipTask, day: date) -> list[str]:
    """The accountabilities in force on the day, in their order. One query."""
    return list(Accountability.objects.on(day).filter(task=task).values_list("text", flat=True))


def needs_on(task: LeadershipTask, day: date) -> list[dict[str, Any]]:
    """The needs in force on the day as a form has them, the critical and weighty ones first. One query."""
    rows = NeededCompetency.objects.on(day).filter(task=task).order_by("-is_critical", "-weight", "pk")
    fields = ("level", "weight", "is_critical")
    return [
        {"competency": key, **dict(zip(fields, rest, strict=True))}
        for key, *rest in rows.values_list("competency__key", *fields)
    ]


def mandate_fields_on(task: LeadershipTask, day: date) -> dict[str, Any]:
    """The mandate in force on the day as a form has it; empty when there is none. Two queries."""
    row = Mandate.objects.on(day).filter(task=task).prefetch_related("units__unit").first()
    if row is None:
        return {}
    return {
        "may_decide": row.may_decide,
        "domain": row.domain,
        "limit_amount": row.limit_amount,
        "limit_currency": row.limit_currency,
        "confer_with": row.confer_with,
        "units": [place.unit.key for place in row.units.all()],
    }
