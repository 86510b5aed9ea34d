"""Pages of notes."""

from colead.apps.notes import permissions, selectors, services
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from colead.apps.people.selectors.existing import existing_unit
from colead.kit.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.VIEW)
def note_list(request: OrganisationRequest) -> HttpResponse:
    """All notes."""
    return render(request, "notes/list.html", {"notes": selectors.all_notes()})


@require_safe
@organisation_page(permissions.VIEW)
def note_page(request: OrganisationRequest, note: int) -> HttpResponse:
    """One note."""
    return render(request, "notes/list.html", {"notes": [selectors.existing_note(note)]})


@require_POST
@organisation_page(permissions.WRITE)
def write(request: OrganisationRequest) -> HttpResponse:
    """Leave a note."""
    unit = existing_unit(request.POST.get("unit", ""))
    services.write_note(by=request.member, unit=unit, text=request.POST.get("text", ""), now=timezone.now())
    return redirect("notes:list", request.organisation.slug)
