"""A scenario as files: everything to compute it again, and the proposal for a spreadsheet."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.shown_scenario import document_of, read_scenario
from colead.apps.leadership.selectors.existing import existing_scenario
from colead.apps.leadership.selectors.scenario_page import SeatRow, names_in, seat_rows
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import csv_file, file_name, json_file


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
def scenario_csv(
    request: OrganisationRequest,  # noqa: ARG001  (organisation_page gives it)
    scenario: int,
) -> HttpResponse:
    """A row for each seat, with names."""
    found = existing_scenario(scenario)
    reading = read_scenario(found)
    rows = [_row(seat) for seat in seat_rows(reading, names_in(reading))]
    return csv_file(file_name(found.name, "scenario.csv"), _header(), rows)


def _header() -> list[str]:
    return [
        _("task"),
        _("unit"),
        _("as"),
        _("employee number"),
        _("person"),
        _("fit"),
        _("holds it today"),
        _("grows in"),
        _("mentor"),
        _("why open"),
        _("offer"),
    ]


def _row(seat: SeatRow) -> list[object]:
    return [
        seat.task,
        seat.unit,
        seat.kind_label,
        seat.person_key,
        seat.person,
        None if seat.fit is None else round(seat.fit, 3),
        _("yes") if seat.state == "stays" else "",
        seat.stretch,
        seat.mentor,
        seat.open_because,
        seat.offer,
    ]
