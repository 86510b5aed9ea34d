from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors.looked_after import looked_after
from colead.apps.leadership.selectors.mine import my_leadership
from colead.kit.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.TAKE_PART)
def mine(request: OrganisationRequest) -> HttpResponse:
    """One's own tasks, mandates and offers, and what to try next."""
    page = my_leadership(request.member, request.today)
    return render(
        request,
        "leadership/mine.html",
        {"mine": page, "looked_after": looked_after(request.member, request.today)},
    )
