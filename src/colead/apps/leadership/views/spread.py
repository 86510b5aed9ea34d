"""How leadership is spread, as a page and as files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.spread import MANY_HOURS, MANY_TASKS
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.selectors.spread import MONTHS_OF_SPREAD, UNITS_OF_SPREAD, leadership_spread
from colead.apps.leadership.views.spread_charts import spread_charts
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
