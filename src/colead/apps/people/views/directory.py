"""The staff directory and the page of a person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from colead.apps.people import permissions, selectors
from colead.apps.people.selectors import Filters
from colead.apps.people.selectors.directory import PEOPLE
from colead.apps.people.selectors.existing import existing_person
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.manifest import sections_of_person


@require_safe
@organisation_page(permissions.VIEW)
def people(request: OrganisationRequest) -> HttpResponse:
    """Everybody on a day; while one types, htmx asks for the table alone."""
    filters = Filters(
        q=request.GET.get("q", "").strip()[:100],
        unit=request.GET.get("unit", ""),
        leads="leads" in request.GET,
        without_lead="without_lead" in request.GET,
    )
    found = selectors.directory(request.as_of, filters, member=request.member)
    page = found.numbered(request.GET.get("page", 1))
    context = {"page": page, "table": table(PEOPLE, page, member=request.member), "filters": filters}
    if request.htmx:
        return render(request, "people/_list.html", context)
    context |= {
        "units": selectors.unit_choices(request.as_of, filters.unit),
        "show_as_of": True,
        "may_import": request.member.may(permissions.IMPORT),
    }
    return render(request, "people/list.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def search(request: OrganisationRequest) -> HttpResponse:
    """At most twenty people that fit the words, as a piece of page to pick from."""
    found = selectors.find_people(request.as_of, request.GET.get("q", "")[:100], member=request.member)
    return render(request, "people/_found.html", {"found": found})


@require_safe
@organisation_page(permissions.VIEW)
def person_page(request: OrganisationRequest, person: str) -> HttpResponse:
    """One person on a day."""
    found = existing_person(person)
    page = selectors.person_page(found, request.as_of, member=request.member, today=request.today)
    sections = sections_of_person(request.member, found, request.as_of, today=request.today)
    return render(request, "people/person.html", {"person": page, "sections": sections, "show_as_of": True})
