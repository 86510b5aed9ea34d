"""Who one is on the staff list, and addresses that an import has changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from colead.apps.people import permissions
from colead.apps.people.selectors.account_links import (
    ADDRESSES,
    count_waiting_addresses,
    waiting_addresses,
    who_i_am,
)
from colead.apps.people.services.account_links import (
    accept_address,
    ask_at_earlier_address,
    claim_person,
    confirm_address,
    keep_accounts,
    leave_person,
    read_address_token,
    refuse_person,
)
from colead.kit import scope
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table


@organisation_page(permissions.VIEW)
def who(request: OrganisationRequest) -> HttpResponse:
    """Whom the member is here and since when; the question, where they are asked; and the way back."""
    if request.method == "POST":
        return _answer(request)
    return render(request, "people/who_i_am.html", {"shown": who_i_am(request.member, request.today)})


def _answer(request: OrganisationRequest) -> HttpResponse:
    answer, person, now = request.POST.get("answer"), request.POST.get("person", ""), timezone.now()
    if answer == "yes":
        claim_person(by=request.member, person=person, now=now)
        messages.success(request, _("Your account is connected with the staff list."))
    elif answer == "no":
        refuse_person(by=request.member, person=person, now=now)
        messages.success(request, _("Noted. Tell the people team if an address on the staff list is wrong."))
    elif answer == "leave":
        leave_person(by=request.member, now=now)
        messages.success(request, _("Your account is no longer connected with the staff list."))
    return redirect("web:dashboard", request.organisation.slug)


@organisation_page(permissions.IMPORT)
def addresses(request: OrganisationRequest) -> HttpResponse:
    """Addresses that an import has changed, and what becomes of the account from before."""
    if request.method == "POST":
        _settle(request, request.POST.get("answer", ""), request.POST.get("person", ""))
        return redirect("people:addresses", request.organisation.slug)
    rows = waiting_addresses(request.member)
    context: dict[str, Any] = {
        "table": table(ADDRESSES, rows, member=request.member),
        "shown": len(rows),
        "waiting": count_waiting_addresses(),
    }
    return render(request, "people/addresses.html", context)


def _settle(request: OrganisationRequest, answer: str, person: str) -> None:
    now = timezone.now()
    if answer in {"keep", "keep_all"}:
        kept = keep_accounts(by=request.member, people=None if answer == "keep_all" else [person], now=now)
        text = ngettext("%(count)s account kept.", "%(count)s accounts kept.", kept)
        messages.success(request, text % {"count": kept})
    elif answer == "accept":
        accepted = accept_address(by=request.member, person=person, now=now)
        messages.success(request, _("%(name)s has the new address now.") % {"name": accepted.name})
    elif answer == "ask":
        asked = ask_at_earlier_address(by=request.member, person=person, now=now)
        messages.success(request, _("A link goes to %(email)s.") % {"email": asked.earlier_email})


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mail of the earlier address confirms the new one; no account is needed."""
    organisation, _person, earlier, email = read_address_token(token)
    with scope.organisation(organisation):
        if request.method == "POST":
            confirm_address(token=token, now=timezone.now())
    context = {"earlier": earlier, "email": email, "is_confirmed": request.method == "POST"}
    return render(request, "people/address_confirm.html", context)
