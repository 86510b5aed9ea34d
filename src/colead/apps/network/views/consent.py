from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from colead.apps.network import permissions, selectors
from colead.apps.network.models import NameConsent
from colead.apps.people.services.consents import give_consent, withdraw_consent
from colead.kit.access import OrganisationRequest, organisation_page


@organisation_page(permissions.CONSENT)
def naming(request: OrganisationRequest) -> HttpResponse:
    """See what being named means, agree to it, or take it back."""
    if request.method == "POST":
        if request.POST.get("agree") == "yes":
            give_consent(NameConsent, by=request.member, now=timezone.now())
            messages.success(request, _("Your name is now shown to colleagues on leadership maps."))
        else:
            withdraw_consent(NameConsent, by=request.member, now=timezone.now())
            messages.success(request, _("Your name is no longer shown to anybody else."))
        return redirect("network:consent", request.organisation.slug)
    return render(request, "network/consent.html", {"naming": selectors.naming(request.member)})
