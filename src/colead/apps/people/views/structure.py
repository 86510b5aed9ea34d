"""The tree of units, the page of a unit, and the structure in figures."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from colead.apps.people import permissions, selectors
from colead.apps.people.selectors.existing import existing_unit
from colead.apps.people.selectors.structure import ON_ONE_PERSON, UNITS_IN_FIGURES, first_known_day
from colead.kit.access import OrganisationRequest, organisation_page, read_day
from colead.kit.columns import table
from colead.kit.manifest import sections_of_unit


@require_safe
@organisation_page(permissions.VIEW)
def units(request: OrganisationRequest) -> HttpResponse:
    """The upper units as a tree, of the whole or of what lies under one."""
    tree = selectors.upper_tree(request.as_of, request.GET.get("under", ""))
    return render(
        request,
        "people/units.html",
        {"tree": tree, "show_as_of": True, "may_import": request.member.may(permissions.IMPORT)},
    )


@require_safe
@organisation_page(permissions.VIEW)
def unit_page(request: OrganisationRequest, unit: str) -> HttpResponse:
    """One unit on a day."""
    found = existing_unit(unit)
    page = selectors.unit_page(found, request.as_of)
    sections = (
        sections_of_unit(request.member, found, request.as_of, today=request.today) if page.exists else []
    )
    return render(request, "people/unit.html", {"unit": page, "sections": sections, "show_as_of": True})


@require_safe
@organisation_page(permissions.VIEW)
def structure(request: OrganisationRequest) -> HttpResponse:
    """Where leadership formally sits, and what changed since another day (a year before, unless asked)."""
    compare = read_day(request.GET.get("compare"), default=year_before(request.as_of))
    found = selectors.structure_page(request.as_of, compare, known_from=first_known_day())
    context = {
        "structure": found,
        "units": table(UNITS_IN_FIGURES, found.units, member=request.member),
        "only_links": table(ON_ONE_PERSON, found.only_links, member=request.member),
        "compare": compare,
        "show_as_of": True,
        "may_import": request.member.may(permissions.IMPORT),
    }
    return render(request, "people/structure.html", context)


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for a leap day."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
