from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.network import permissions, selectors, services
from colead.kit.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.VIEW)
def nomination_sets(request: OrganisationRequest) -> HttpResponse:
    """Every nomination set with what its map says in one sentence."""
    context = {
        "rows": selectors.nomination_sets(request.member),
        "may_import": request.member.may(permissions.IMPORT),
    }
    return render(request, "network/list.html", context)


@require_POST
@organisation_page(permissions.COMPUTE)
def compute(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """Have the map computed, where an earlier attempt could not."""
    services.request_map(by=request.member, nomination_set=nomination_set, now=timezone.now())
    return redirect("network:map", request.organisation.slug, nomination_set)


@organisation_page(permissions.DELETE)
def delete(request: OrganisationRequest, nomination_set: int) -> HttpResponse:
    """Ask, and then erase a set with its nominations and maps."""
    found = selectors.existing_set(nomination_set)
    if request.method == "POST":
        services.delete_set(by=request.member, nomination_set=found.pk, now=timezone.now())
        messages.success(request, _("“%(name)s” and its maps are deleted.") % {"name": found.name})
        return redirect("network:list", request.organisation.slug)
    return render(request, "network/delete.html", {"name": found.name, "id": found.pk})
