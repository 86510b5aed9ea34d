import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from colead.apps.network import permissions, selectors
from colead.apps.network.bridge.compute import fingerprint
from colead.apps.network.bridge.figures import MAP_UNITS
from colead.apps.network.bridge.matrix import matrix
from colead.apps.network.bridge.picture import picture
from colead.apps.network.bridge.readers import Reader, reader_for
from colead.apps.network.models import LeadershipMap
from colead.apps.network.views.days import set_and_day
from colead.apps.network.views.drawing import payload, strip
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.languages import reading_language
from colead.kit.paging import ROWS_A_PAGE


def _map_page(
    request: OrganisationRequest, template: str, head: selectors.MapHead, tab: str, **context: Any
) -> HttpResponse:
    """A page of a map, with the head that all of them share."""
    member = request.member
    shared = {
        "head": head,
        "tab": tab,
        "may_compute": member.may(permissions.COMPUTE),
        "may_delete": member.may(permissions.DELETE),
    }
    return render(request, template, shared | context)


@require_safe
@organisation_page(permissions.VIEW)
def units(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """The figures of every unit: the page a map opens on."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    context: dict[str, Any] = {}
    if head.is_shown:
        sort, words = request.GET.get("sort", ""), request.GET.get("q", "").strip()
        units = selectors.unit_table(selectors.units_of_map(found, day), sort=sort, words=words)
        page = Paginator(units, ROWS_A_PAGE).get_page(request.GET.get("page"))
        shown = table(MAP_UNITS, page, member=request.member, sort=sort)
        context = {"page": page, "table": shown, "words": words}
    place = selectors.my_place(request.member, found, day)
    return _map_page(request, "network/units.html", head, "units", place=place, **context)


@require_safe
@organisation_page(permissions.VIEW)
def graph(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """The map to move about in; it needs JavaScript and WebGL, and says so where they are missing."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    return _map_page(request, "network/graph.html", head, "graph", unit=request.GET.get("unit", ""))


@require_safe
@organisation_page(permissions.VIEW)
def matrix_page(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """Who looks to whom among groups, as a table."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    unit = request.GET.get("unit", "")
    shown = None
    if head.is_shown:
        shown = matrix(selectors.require_map(found, day, "whole", "units", "atoms", "flows"), unit=unit)
    return _map_page(request, "network/matrix.html", head, "matrix", matrix=shown, unit=unit)


@require_safe
@organisation_page(permissions.VIEW)
def how(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """How everything is computed, in plain words, and what is not shown and why."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    method = selectors.method(found, day) if head.whole else None
    return _map_page(request, "network/method.html", head, "method", method=method)


@require_safe
@organisation_page(permissions.VIEW)
def unit_page(request: OrganisationRequest, nomination_set: int, unit: str) -> HttpResponse:
    """One unit: its figures, and the units below it side by side."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    context: dict[str, Any] = {}
    if head.is_shown:
        one, below = selectors.one_unit(selectors.units_of_map(found, day), unit)
        page = Paginator(below, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {"unit": one, "page": page, "strip": strip([one, *page])}
    return _map_page(request, "network/unit.html", head, "units", **context)


@require_safe
@organisation_page(permissions.VIEW)
def data(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """The map as this member may see it, for the drawing in the browser; 304 while nothing has changed."""
    found, day = set_and_day(request, nomination_set)
    unit = request.GET.get("unit", "")
    stamp = selectors.require_map(found, day)
    reader = reader_for(request.member)
    etag = quote_etag(_fingerprint(stamp, fingerprint(day), reader, unit))
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    leadership_map = selectors.require_map(found, day, "whole", "units", "atoms", "flows", "places")
    response = JsonResponse(payload(picture(leadership_map, reader, unit=unit)))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _fingerprint(stamp: LeadershipMap, units: str, reader: Reader, unit: str) -> str:
    """Differs when the map, the units of the day, the reader or anybody's consent does."""
    names = sorted(reader.named.items())
    seen = (
        stamp.pk,
        stamp.computed_at,
        units,
        reader.person,
        reader.has_agreed,
        names,
        unit,
        reading_language(),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
