"""The figures of the page as tables, to download."""

from typing import Any

from django.utils.translation import gettext as _

from colead.apps.leadership.queries import SOON
from colead.apps.leadership.selectors.spread import Spread, UnitSpread

Table = tuple[list[str], list[list[Any]]]


def months_table(spread: Spread) -> Table:
    """A month each, the earliest first."""
    header = [
        _("Day"),
        _("People"),
        *_figure_names(),
        _("Seats filled in half a year"),
        _("Days to fill, median"),
    ]
    rows = [
        [
            month.day,
            month.people,
            month.figures.tasks,
            month.figures.seats,
            month.figures.open_seats,
            month.figures.holders,
            _short(month.figures.without_position),
            _short(month.figures.gini),
            _short(month.figures.effective_holders),
            month.figures.ending,
            month.figures.overloaded,
            month.wait.filled,
            month.wait.days,
        ]
        for month in spread.months
    ]
    return header, rows


def units_table(spread: Spread) -> Table:
    """A unit each, in the order of the tree; what is not shown stays empty."""
    hanging = [_("Tasks that were looked at"), _("Tasks for one person at most")]
    header = [_("Key"), _("Unit"), _("People"), *_figure_names(), *hanging]
    return header, [_unit_row(unit) for unit in spread.units]


def _unit_row(unit: UnitSpread) -> list[Any]:
    figures = unit.figures
    rest = (
        [
            figures.seats,
            unit.open_seats,
            figures.holders,
            _short(figures.without_position),
            _short(figures.gini),
            _short(figures.effective_holders),
            figures.ending,
            figures.overloaded,
        ]
        if figures
        else [None, unit.open_seats, *[None] * 6]
    )
    hanging = [unit.hanging.counted, unit.hanging.tasks] if unit.hanging else [None, None]
    return [unit.key, unit.name, unit.people, unit.tasks, *rest, *hanging]


def _figure_names() -> list[str]:
    return [
        _("Tasks"),
        _("Seats"),
        _("Open seats"),
        _("Holders"),
        _("Share without formal position"),
        _("Gini"),
        _("Effective holders"),
        _("Terms that end within %(soon)s days") % {"soon": SOON.days},
        _("People who carry much"),
    ]


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
