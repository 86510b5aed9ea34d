"""An allocation in the terminal: every seat with its person, the next and why not they; at 80 columns."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click

from colead.cli.allocation_words import WHY_NOT, WHY_OPEN, conflicts, costs, left_out, proven, summary
from colead.cli.language import Speaker
from colead.cli.output import table
from colead.engine.levels import LEVELS
from colead.files.translation import gettext_noop as _

_WIDTH = 80
_TASK_WIDTH, _PERSON_WIDTH = 30, 28
_TASKS_SHOWN = 40
_LOADS_SHOWN = 40
_COSTS_SHOWN = 8

_TITLE = _("Who could lead what, {day}")
_TITLE_WITHOUT_DAY = _("Who could lead what")
_COLUMNS = (_("Task"), _("Person"), _("Fit"))
_DEPUTY = _("deputy")
_OPEN = _("stays open: {why}.")
_HOLDS_TODAY = _("holds it today")
_GROWS = _("grows in {competency} beside {mentor}")
_LEVELS = _("{competency} {level} of {needed}")
_NEXT = _("Next: {people}.")
_RUNNER_UP = _("{person} ({fit}) {why}")
_MORE_TASKS = _("and {count} more tasks; --json and -o hold them all")
_LOADS = (_("What each would carry"), _("Seats"), _("Hours"), _("Offered"), _("Part"))
_MORE_LOADS = _("and {count} more people; --json holds them all")
_COST = _("What the demands cost")
_MORE_COSTS = _("and {count} more; --json holds them all")
_CONFLICT = _("These demands cannot all be met, so nothing is proposed")
_OR = _("Besides, these cannot be met together either:")
_LOOK = _("Worth a look in the files")
_LEGEND = _(
    "Fit: 1 = meets all that the task needs; wishes count {wish} a step. A proposal assigns nothing: only "
    "the person's own yes does."
)


def result_text(result: dict[str, Any], speak: Speaker) -> str:
    """Everything that is said in the terminal."""
    title = speak(_TITLE, day=result["as_of"]) if result["as_of"] else speak(_TITLE_WITHOUT_DAY)
    blocks = [[click.style(title, bold=True)]]
    blocks += _conflict(result, speak) if result["proposal"]["conflict"] else _proposal(result, speak)
    blocks += [_list(speak(_LOOK), [one["message"] for one in result["warnings"]])]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _proposal(result: dict[str, Any], speak: Speaker) -> list[list[str]]:
    proposal = result["proposal"]
    legend = speak(_LEGEND, wish=speak.number(result["rules"]["wish_weight"], 2))
    said = [*summary(result, speak), *left_out(result["input"], speak), *proven(result, speak)]
    return [
        _wrapped(" ".join(said)),
        list(_tasks(result, speak)),
        _wrapped(legend),
        list(_loads(result, speak)) if proposal["loads"] else [],
        _list(speak(_COST), _costs(result, speak)),
    ]


def _tasks(result: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """A row for each seat; below it the levels, and below the last of a task's seats who was next."""
    yield _row([speak(name) for name in _COLUMNS])
    yield _row(["-" * width for width in (_TASK_WIDTH, _PERSON_WIDTH, 5)])
    by_task = groupby(result["proposal"]["seats"], key=lambda seat: (seat["task"], seat["kind"]))
    groups = [(task, kind, list(seats)) for (task, kind), seats in by_task]
    shown = list(dict.fromkeys(task for task, _kind, _seats in groups))[:_TASKS_SHOWN]
    for task, kind, seats in groups:
        if task in shown:
            heading = result["titles"][task] if kind == "holder" else f"  {speak(_DEPUTY)}"
            yield from _places(result, heading, seats, speak)
    if len(result["titles"]) > len(shown):
        yield speak(_MORE_TASKS, count=speak.number(len(result["titles"]) - len(shown)))


def _places(
    result: dict[str, Any], heading: str, seats: Sequence[dict[str, Any]], speak: Speaker
) -> Iterator[str]:
    for seat in seats:
        if seat["person"] is None:
            yield f"{_cut(heading, _TASK_WIDTH)}  –"
            yield from _wrapped(speak(_OPEN, why=speak(WHY_OPEN[seat["open_because"]])), indent=4)
        else:
            person = result["names"][seat["person"]]
            yield _row([heading, person, speak.number(seat["fit"], 2)])
            yield from _wrapped("; ".join(_remarks(result, seat, speak)), indent=4)
    if seats[0]["runners_up"]:
        runners_up = "; ".join(_runner_up(result, one, speak) for one in seats[0]["runners_up"])
        yield from _wrapped(speak(_NEXT, people=runners_up), indent=4)


def _remarks(result: dict[str, Any], seat: dict[str, Any], speak: Speaker) -> Iterator[str]:
    if seat["stays"]:
        yield speak(_HOLDS_TODAY)
    for met in seat["competencies"]:
        level = speak.number(met["level"], 0 if met["level"] in LEVELS else 1)
        yield speak(_LEVELS, competency=met["competency"], level=level, needed=met["needed"])
    if seat["stretch"] is not None:
        mentor = result["names"].get(seat["mentor"], "–")
        yield speak(_GROWS, competency=seat["stretch"], mentor=mentor)


def _runner_up(result: dict[str, Any], one: dict[str, Any], speak: Speaker) -> str:
    return speak(
        _RUNNER_UP,
        person=result["names"][one["person"]],
        fit=speak.number(one["fit"], 2),
        why=speak(WHY_NOT[one["code"]]),
    )


def _loads(result: dict[str, Any], speak: Speaker) -> Iterator[str]:
    loads = result["proposal"]["loads"]
    rows = [
        [
            result["names"][load["person"]],
            speak.number(load["tasks"]),
            speak.number(load["hours"], 1),
            speak.number(load["capacity"], 1),
            speak.percent(load["hours"] / load["capacity"] if load["capacity"] else None),
        ]
        for load in loads[:_LOADS_SHOWN]
    ]
    yield from table([speak(name) for name in _LOADS], rows)
    if len(loads) > len(rows):
        yield speak(_MORE_LOADS, count=speak.number(len(loads) - len(rows)))


def _costs(result: dict[str, Any], speak: Speaker) -> list[str]:
    said = list(costs(result, speak))
    more = len(said) - _COSTS_SHOWN
    return said if more <= 0 else [*said[:_COSTS_SHOWN], speak(_MORE_COSTS, count=speak.number(more))]


def _conflict(result: dict[str, Any], speak: Speaker) -> list[list[str]]:
    """The demands that contradict each other; nothing else is known then."""
    blocks = [
        _list(speak(_OR) if place else click.style(speak(_CONFLICT), bold=True), demands)
        for place, demands in enumerate(conflicts(result, speak))
    ]
    return [*blocks, _wrapped(" ".join(left_out(result["input"], speak)))]


def _list(heading: str, entries: Sequence[str]) -> list[str]:
    """A heading with entries below it, or nothing."""
    if not entries:
        return []
    lines = [click.wrap_text(one, _WIDTH, initial_indent="- ", subsequent_indent="  ") for one in entries]
    return [click.style(heading, bold=True), *lines]


def _row(cells: Sequence[str]) -> str:
    task, person, fit = cells
    return f"{_cut(task, _TASK_WIDTH)}  {_cut(person, _PERSON_WIDTH)}  {fit:>5}"


def _cut(text: str, width: int) -> str:
    return (text if len(text) <= width else f"{text[: width - 1]}…").ljust(width)


def _wrapped(text: str, indent: int = 0) -> list[str]:
    space = " " * indent
    return click.wrap_text(text, _WIDTH, initial_indent=space, subsequent_indent=space).splitlines()
