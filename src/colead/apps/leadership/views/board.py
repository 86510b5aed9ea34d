"""What anybody looks through: the board, recipes, who led what, how it is spread, and what is one's own."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.spread import MANY_HOURS, MANY_TASKS
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.selectors import who_led as rows
from colead.apps.leadership.selectors.board import Filters, Stage, board
from colead.apps.leadership.selectors.mine import my_leadership
from colead.apps.leadership.selectors.overview import looked_after
from colead.apps.leadership.selectors.spread import (
    MONTHS_OF_SPREAD,
    UNITS_OF_SPREAD,
    Month,
    leadership_spread,
)
from colead.apps.leadership.selectors.task_choices import may_open_tasks, recipe_shelves
from colead.apps.leadership.selectors.who_led import WHO_LED
from colead.apps.people.selectors.tree import unit_choices
from colead.files import charts
from colead.files.charts import Bar, Words
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import file_name, list_file
from colead.kit.languages import reading_language

DEEPEST_AT_FIRST = 1  # units further down stand in a list that one opens


@require_safe
@organisation_page(permissions.VIEW)
def board_page(request: OrganisationRequest) -> HttpResponse:
    """Every task of a day by stage; while one types, htmx asks for the cards alone."""
    stage = request.GET.get("stage", "")
    filters = Filters(
        stage=Stage(stage) if stage in Stage.values else Stage.OPEN,
        q=request.GET.get("q", "").strip()[:100],
        unit=request.GET.get("unit", ""),
    )
    shown = board(
        request.as_of, filters, member=request.member, today=request.today, page=request.GET.get("page", 1)
    )
    context = {"board": shown, "filters": filters, "may_open": may_open_tasks(request.member, request.today)}
    if request.htmx:
        return render(request, "leadership/_board.html", context)
    context |= {"units": unit_choices(request.as_of, filters.unit), "show_as_of": True}
    return render(request, "leadership/board.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def gallery(request: OrganisationRequest) -> HttpResponse:
    """Tasks to start from, by category; while one types, htmx asks for the shelves alone."""
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "shelves": recipe_shelves(reading_language(), words),
        "words": words,
        "unit": request.GET.get("unit", ""),
        "may_open": may_open_tasks(request.member, request.today),
    }
    template = "leadership/_recipes.html" if request.htmx else "leadership/recipes.html"
    return render(request, template, context)


@require_safe
@organisation_page(permissions.VIEW)
def who_led(request: OrganisationRequest) -> HttpResponse:
    """Who held which task on the day, in a unit or everywhere."""
    unit = request.GET.get("unit", "")
    page = rows.who_led(request.as_of, unit=unit).numbered(request.GET.get("page", 1))
    context = {
        "page": page,
        "table": table(WHO_LED, page, member=request.member),
        "units": unit_choices(request.as_of, unit),
        "unit": unit,
        "show_as_of": True,
    }
    return render(request, "leadership/who_led.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def who_led_csv(request: OrganisationRequest) -> HttpResponseBase:
    """The same as a file."""
    name = file_name(request.organisation.name, f"{_('who-led-what')}-{request.as_of.isoformat()}")
    found = rows.who_led(request.as_of, unit=request.GET.get("unit", ""))
    return list_file(request, name, WHO_LED, found)


@require_safe
@organisation_page(permissions.TAKE_PART)
def mine(request: OrganisationRequest) -> HttpResponse:
    """One's own tasks, mandates and offers, and what to try next."""
    member, today = request.member, request.today
    context = {"mine": my_leadership(member, today), "looked_after": looked_after(member, today)}
    return render(request, "leadership/mine.html", context)


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
    name = file_name(_("How leadership is spread"), "months")
    return list_file(request, name, MONTHS_OF_SPREAD, found.months)


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread_units_csv(request: OrganisationRequest) -> HttpResponseBase:
    """The figures by unit as a file."""
    found = leadership_spread(request.as_of, today=request.today)
    name = file_name(_("How leadership is spread"), "units")
    return list_file(request, name, UNITS_OF_SPREAD, found.units)


def spread_charts(months: Sequence[Month]) -> dict[str, SafeString]:
    """Four lines through the months, SVG texts with their words inside; the table beside says the same."""
    formal = Words(
        _("Held by people without formal position"),
        _("The share of what is held that people hold to whom nobody reports, month by month."),
    )
    effective = Words(
        _("Effective number of holders"), _("As if so many people held equally much, month by month.")
    )
    seats = Words(_("Open seats"), _("Seats that nobody holds, month by month."))
    wait = Words(
        _("Days until a seat is filled"),
        _("The median of the seats filled in the half year before, month by month."),
    )
    return {
        "without_position": _line(months, lambda one: one.figures.without_position, formal, is_share=True),
        "effective_holders": _line(months, lambda one: one.figures.effective_holders, effective),
        "open_seats": _line(months, lambda one: one.figures.open_seats, seats),
        "wait": _line(months, lambda one: one.wait.days, wait),
    }


def _line(
    months: Sequence[Month], value: Callable[[Month], float | None], words: Words, *, is_share: bool = False
) -> SafeString:
    bars = [_bar(month, value(month), is_share) for month in months]
    return mark_safe(charts.over_time(bars, words, is_share=is_share, themed=True))  # noqa: S308  (charts escapes all words)


def _bar(month: Month, value: float | None, is_share: bool) -> Bar:
    # Translators: a day without its year, in the letters of Django's date formats: 30 Nov.
    label = date_format(month.day, "N y" if month.day.day == 1 else _("j N"))
    if value is None:
        return Bar(label, float("nan"), note=" ")
    figure = round(float(value), 1)
    number = number_format(figure, decimal_pos=0 if figure.is_integer() else 1)
    return Bar(label, value, note=f"{100 * value:.0f} %" if is_share else number)
