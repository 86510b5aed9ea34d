"""How leadership is spread, as a page and as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.spread import MANY_HOURS, MANY_TASKS
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.selectors.spread import leadership_spread
from colead.apps.leadership.views.spread_charts import spread_charts
from colead.apps.leadership.views.spread_tables import months_table, units_table
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import csv_file, file_name

DEEPEST_AT_FIRST = 1  # units further down stand in a list that one opens


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread(request: OrganisationRequest) -> HttpResponse:
    """How leadership is spread on the day, over two years, and by unit."""
    found = leadership_spread(request.as_of, today=request.today)
    context = {
        "spread": found,
        "charts": spread_charts(found.months) if found.has_tasks else None,
        "months": list(reversed(found.months)),
        "upper_units": [unit for unit in found.units if unit.depth <= DEEPEST_AT_FIRST],
        "soon": SOON.days,
        "many_tasks": MANY_TASKS,
        "many_hours": MANY_HOURS,
        "show_as_of": True,
    }
    return render(request, "leadership/spread.html", context)


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread_months_csv(request: OrganisationRequest) -> HttpResponse:
    """The figures over time as a file."""
    table = months_table(leadership_spread(request.as_of, today=request.today))
    return csv_file(file_name(_("How leadership is spread"), "months.csv"), *table)


@require_safe
@organisation_page(permissions.VIEW_SPREAD)
def spread_units_csv(request: OrganisationRequest) -> HttpResponse:
    """The figures by unit as a file."""
    table = units_table(leadership_spread(request.as_of, today=request.today))
    return csv_file(file_name(_("How leadership is spread"), "units.csv"), *table)
