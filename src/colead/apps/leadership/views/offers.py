"""Offering a seat, and the page on which a person decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.assignments import OfferForm, ReasonForm
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.holders import offer_page
from colead.apps.leadership.services import offers
from colead.apps.leadership.services.offers import Place
from colead.apps.leadership.views.steward_pages import Choice, choose_page, chosen_person, steward_page
from colead.apps.leadership.workflow import OFFER
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import Conflict, DomainError


@steward_page
def offer_task(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """Find somebody, and offer them a seat or a share of it."""
    begins = max(request.today, task.valid_from)
    person, form, status = chosen_person(request), OfferForm(initial={"starts_on": begins}), 200
    if request.method == "POST" and person is not None:
        form = OfferForm(request.POST)
        if form.is_valid():
            place = dict(form.cleaned_data)
            message = place.pop("message")
            try:
                made = offers.offer_task(
                    by=request.member,
                    task_id=task.pk,
                    person=person,
                    place=Place(**place),
                    message=message,
                    now=timezone.now(),
                )
            except DomainError as error:
                add_error(form, error)
            else:
                messages.success(request, _("Offered to %(name)s, who decides.") % {"name": person.name})
                return redirect("leadership:offer", request.organisation.slug, made.pk)
        status = 422
    choice = Choice(
        title=_("Offer “%(title)s”") % {"title": task.title},
        lead=_("It is theirs only when they say yes."),
        submit=_("Offer it"),
        back=reverse("leadership:task", args=[request.organisation.slug, task.pk]),
    )
    return choose_page(request, choice, person=person, form=form, status=status)


@require_safe
@organisation_page(permissions.TAKE_PART)
def offer(request: OrganisationRequest, offer: int) -> HttpResponse:
    """What is offered, and for the person the choice."""
    page = offer_page(request.member, offer, request.today)
    steps = [(OFFER.steps[action], ReasonForm(auto_id=f"{action}_%s")) for action in page.steps]
    return render(request, "leadership/offer.html", {"offer": page, "steps": steps})


@require_POST
@organisation_page(permissions.TAKE_PART)
def accept_offer(request: OrganisationRequest, offer: int) -> HttpResponse:
    """Say yes."""
    try:
        made = offers.accept_offer(by=request.member, offer_id=offer, now=timezone.now())
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("leadership:offer", request.organisation.slug, offer)
    messages.success(request, _("Thank you for saying yes. It is yours."))
    return redirect("leadership:assignment", request.organisation.slug, made.pk)
