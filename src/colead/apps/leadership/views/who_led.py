"""Who led what on a day, as a page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors.who_led import all_who_led, who_led_what
from colead.apps.people.selectors import unit_choices
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import csv_file, file_name


@require_safe
@organisation_page(permissions.VIEW)
def who_led(request: OrganisationRequest) -> HttpResponse:
    """Who held which task on the day, in a unit or everywhere."""
    unit = request.GET.get("unit", "")
    context = {
        "page": who_led_what(request.as_of, unit=unit, page=request.GET.get("page", 1)),
        "units": unit_choices(request.as_of, unit),
        "unit": unit,
        "show_as_of": True,
    }
    return render(request, "leadership/who_led.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def who_led_csv(request: OrganisationRequest) -> HttpResponse:
    """The same as a file."""
    person = (_("Employee number"), _("Name"), _("As"), _("Share"))
    header = [_("Task"), _("Unit"), *person, _("From"), _("Until")]
    rows = [
        [
            row.title,
            row.unit.name,
            row.person.key,
            row.person.name,
            row.kind_label,
            row.share,
            row.since,
            row.until,
        ]
        for row in all_who_led(request.as_of, unit=request.GET.get("unit", ""))
    ]
    name = file_name(request.organisation.name, f"{_('who-led-what')}-{request.as_of.isoformat()}.csv")
    return csv_file(name, header, rows)
