from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from colead.apps.network import permissions, selectors
from colead.apps.network.bridge.figures import MAP_UNITS, whole_figures
from colead.apps.network.bridge.matrix import matrix
from colead.apps.network.bridge.picture import picture
from colead.apps.network.bridge.readers import reader_for
from colead.apps.network.views.days import set_and_day
from colead.apps.network.views.tables import (
    EDGE_TYPES,
    NODE_TYPES,
    figures_document,
    matrix_table,
    network_edges,
    network_nodes,
)
from colead.files.graphs import gexf, graphml
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import XML, csv_file, download, file_name, json_file, list_file

EVERYTHING = ("whole", "units", "atoms", "flows", "places")


@require_safe
@organisation_page(permissions.VIEW)
def units_csv(request: OrganisationRequest, nomination_set: int) -> HttpResponseBase:
    """The figures of every unit, as the page shows them."""
    found, day = set_and_day(request, nomination_set)
    whole = whole_figures(selectors.require_map(found, day, "whole"), name=request.organisation.name)
    rows = [whole, *selectors.units_of_map(found, day)]
    return list_file(request, file_name(found.name, "units"), MAP_UNITS, rows)


@require_safe
@organisation_page(permissions.VIEW)
def matrix_csv(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """Nominations between groups, rounded."""
    found, day = set_and_day(request, nomination_set)
    shown = matrix(
        selectors.require_map(found, day, "whole", "units", "atoms", "flows"),
        unit=request.GET.get("unit", ""),
    )
    return csv_file(request, file_name(found.name, "matrix.csv"), *matrix_table(shown))


@require_safe
@organisation_page(permissions.VIEW)
def map_graphml(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """The map as this member may see it, for Gephi, yEd and the like."""
    return _graph(request, nomination_set, "map.graphml", graphml)


@require_safe
@organisation_page(permissions.VIEW)
def map_gexf(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """The same as GEXF."""
    return _graph(request, nomination_set, "map.gexf", gexf)


def _graph(
    request: OrganisationRequest, nomination_set: int, kind: str, write: Callable[..., Iterable[str]]
) -> HttpResponse:
    found, day = set_and_day(request, nomination_set)
    shown = picture(
        selectors.require_map(found, day, *EVERYTHING),
        reader_for(request.member),
        unit=request.GET.get("unit", ""),
    )
    lines = write(network_nodes(shown), network_edges(shown), node_types=NODE_TYPES, edge_types=EDGE_TYPES)
    return download(file_name(found.name, kind), lines, XML)


@require_safe
@organisation_page(permissions.VIEW)
def figures_json(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """Every figure that this page shows, with seed and version, so that it can be checked."""
    found, day = set_and_day(request, nomination_set)
    shown = selectors.require_map(found, day, "whole")
    whole, units = whole_figures(shown, name=request.organisation.name), selectors.units_of_map(found, day)
    document = figures_document(shown, whole, units, method=selectors.method(found, day), name=found.name)
    return json_file(file_name(found.name, "figures.json"), document)
