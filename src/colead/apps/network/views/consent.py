from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from colead.apps.network import permissions, selectors, services
from colead.kit.access import OrganisationRequest, organisation_page


@organisation_page(permissions.CONSENT)
def naming(request: OrganisationRequest) -> HttpResponse:
    """See what being named means, agree to it, or take it back."""
    if request.method == "POST":
        if request.POST.get("agree") == "yes":
            services.agree_to_be_named(by=request.member, now=timezone.now())
            messages.success(request, _("Your name is now shown to colleagues on leadership maps."))
        else:
            services.withdraw_name(by=request.member, now=timezone.now())
            messages.success(request, _("Your name is no longer shown to anybody else."))
        return redirect("network:consent", request.organisation.slug)
    return render(request, "network/consent.html", {"naming": selectors.naming(request.member)})
