"""Who led what on a day, as a page and as a file."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors import who_led as selectors
from colead.apps.leadership.selectors.who_led import WHO_LED
from colead.apps.people.selectors import unit_choices
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import file_name, list_file


@require_safe
@organisation_page(permissions.VIEW)
def who_led(request: OrganisationRequest) -> HttpResponse:
    """Who held which task on the day, in a unit or everywhere."""
    unit = request.GET.get("unit", "")
    page = selectors.who_led(request.as_of, unit=unit).numbered(request.GET.get("page", 1))
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
    found = selectors.who_led(request.as_of, unit=request.GET.get("unit", ""))
    return list_file(request, name, WHO_LED, found)
