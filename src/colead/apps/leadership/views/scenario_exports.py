"""A scenario as files: everything to compute it again, and the proposal for a spreadsheet."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.shown_scenario import document_of, read_scenario
from colead.apps.leadership.selectors.existing import existing_scenario
from colead.apps.leadership.selectors.scenario_page import SEATS, names_in, seat_rows
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import file_name, json_file, list_file


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_json(
    request: OrganisationRequest,  # noqa: ARG001  (organisation_page gives it)
    scenario: int,
) -> HttpResponse:
    """The whole question and the whole answer, ids only, without whoever has withdrawn."""
    found = existing_scenario(scenario)
    return json_file(file_name(found.name, "scenario.json"), document_of(read_scenario(found)))


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_csv(request: OrganisationRequest, scenario: int) -> HttpResponseBase:
    """A row for each seat, with names."""
    found = existing_scenario(scenario)
    reading = read_scenario(found)
    return list_file(request, file_name(found.name, "scenario"), SEATS, seat_rows(reading, names_in(reading)))
