"""How leadership is spread, as a page with charts and as files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.spread import MANY_HOURS, MANY_TASKS
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.selectors.spread import (
    MONTHS_OF_SPREAD,
    UNITS_OF_SPREAD,
    Month,
    leadership_spread,
)
from colead.files import charts
from colead.files.charts import Bar, Words
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import file_name, list_file

DEEPEST_AT_FIRST = 1  # units further down stand in a list that one opens


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread(request: OrganisationRequest) -> HttpResponse:
    """How leadership is spread on the day, over two years, and by unit."""
    found, member = leadership_spread(request.as_of, today=request.today), request.member
    upper = [unit for unit in found.units if unit.depth <= DEEPEST_AT_FIRST]
    context = {
        "spread": found,
        "charts": spread_charts(found.months) if found.has_tasks else None,
        "months": table(MONTHS_OF_SPREAD, reversed(found.months), member=member),
        "units": table(UNITS_OF_SPREAD, found.units, member=member),
        "upper_units": table(UNITS_OF_SPREAD, upper, member=member),
        "soon": SOON.days,
        "many_tasks": MANY_TASKS,
        "many_hours": MANY_HOURS,
        "show_as_of": True,
    }
    return render(request, "leadership/spread.html", context)


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread_months_csv(request: OrganisationRequest) -> HttpResponseBase:
    """The figures over time as a file."""
    found = leadership_spread(request.as_of, today=request.today)
    return list_file(request, _file_name("months"), MONTHS_OF_SPREAD, found.months)


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread_units_csv(request: OrganisationRequest) -> HttpResponseBase:
    """The figures by unit as a file."""
    found = leadership_spread(request.as_of, today=request.today)
    return list_file(request, _file_name("units"), UNITS_OF_SPREAD, found.units)


def _file_name(what: str) -> str:
    return file_name(_("How leadership is spread"), what)


@dataclass(frozen=True)
class SpreadCharts:
    """SVG texts with their words inside."""

    without_position: SafeString
    effective_holders: SafeString
    open_seats: SafeString
    wait: SafeString


def spread_charts(months: Sequence[Month]) -> SpreadCharts:
    """Four lines through the months."""
    return SpreadCharts(
        without_position=_line(
            months,
            lambda month: month.figures.without_position,
            Words(
                _("Held by people without formal position"),
                _("The share of what is held that people hold to whom nobody reports, month by month."),
            ),
            is_share=True,
        ),
        effective_holders=_line(
            months,
            lambda month: month.figures.effective_holders,
            Words(
                _("Effective number of holders"),
                _("As if so many people held equally much, month by month."),
            ),
        ),
        open_seats=_line(
            months,
            lambda month: month.figures.open_seats,
            Words(_("Open seats"), _("Seats that nobody holds, month by month.")),
        ),
        wait=_line(
            months,
            lambda month: month.wait.days,
            Words(
                _("Days until a seat is filled"),
                _("The median of the seats filled in the half year before, month by month."),
            ),
        ),
    )


def _line(
    months: Sequence[Month],
    value: Callable[[Month], float | None],
    words: Words,
    *,
    is_share: bool = False,
) -> SafeString:
    bars = [_bar(month, value(month), is_share) for month in months]
    return mark_safe(charts.over_time(bars, words, is_share=is_share, themed=True))  # noqa: S308  (charts escapes all words)


def _bar(month: Month, value: float | None, is_share: bool) -> Bar:
    label = f"{month.day:%-d.%-m.%y}" if month.day.day != 1 else f"{month.day:%-m.%y}"
    if value is None:
        return Bar(label, float("nan"), note=" ")
    note = f"{100 * value:.0f} %" if is_share else _number(round(float(value), 1))
    return Bar(label, value, note=note)


def _number(value: float) -> str:
    return number_format(value, decimal_pos=0 if value.is_integer() else 1)
