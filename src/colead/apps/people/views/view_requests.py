"""Asking a colleague for their view of one's strengths, and answering such a request."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colead.apps.organisations.forms import add_error
from colead.apps.people import permissions, selectors
from colead.apps.people.forms.strengths import AnswerForm, AskForm
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.competencies import catalogue
from colead.apps.people.selectors.own_strengths import described_competencies
from colead.apps.people.selectors.view_requests import find_colleague, suggested_colleagues, view_request_page
from colead.apps.people.services.colleagues_views import (
    answer_view,
    ask_for_view,
    decline_view,
    delete_view_request,
)
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError


@organisation_page(permissions.DESCRIBE_STRENGTHS)
def ask(request: OrganisationRequest) -> HttpResponse:
    """First choose a colleague (?person=, found by ?q=), then what to ask them about."""
    own = find_own_person(request.member)
    if own is None:
        return redirect("people:strengths", request.organisation.slug)
    colleague = find_colleague(own, request.GET.get("person", ""))
    if colleague is None:
        return _choose_colleague(request, own)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        competencies=catalogue(),
        initial=described_competencies(own),
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_view(
                by=request.member,
                colleague=colleague.key,
                competencies=form.cleaned_data["competencies"],
                now=timezone.now(),
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(name)s has been asked.") % {"name": colleague.name})
            return redirect("people:strengths", request.organisation.slug)
    context = {"form": form, "colleague": colleague}
    return render(request, "people/view_ask.html", context, status=422 if form.errors else 200)


@organisation_page(permissions.DESCRIBE_STRENGTHS)
def view_request(request: OrganisationRequest, view_request: int) -> HttpResponse:
    """The colleague who was asked answers, or leaves it; nobody else finds this page."""
    page = view_request_page(request.member, view_request)
    if page is None:
        raise Http404
    if request.method == "POST" and "decline" in request.POST:
        decline_view(by=request.member, view_request=view_request, now=timezone.now())
        messages.success(request, _("Nothing was answered. Nobody is told."))
        return redirect("people:strengths", request.organisation.slug)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        asked=[(row.competency, row.level) for row in page.rows],
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_view(
                by=request.member, view_request=view_request, levels=form.levels(), now=timezone.now()
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(name)s now sees your answer.") % {"name": page.person.name})
            return redirect("people:strengths", request.organisation.slug)
    context = {"form": form, "page": page}
    return render(request, "people/view_request.html", context, status=422 if form.errors else 200)


@require_POST
@organisation_page(permissions.DESCRIBE_STRENGTHS)
def delete(request: OrganisationRequest, view_request: int) -> HttpResponse:
    """The one who asked takes the request back, with what was answered."""
    delete_view_request(by=request.member, view_request=view_request, now=timezone.now())
    messages.success(request, _("The request and its answer are deleted."))
    return redirect("people:strengths", request.organisation.slug)


def _choose_colleague(request: OrganisationRequest, own: Person) -> HttpResponse:
    """Those one works with, or whom one searches for."""
    q = request.GET.get("q", "").strip()[:100]
    found = selectors.find_people(request.today, q, member=request.member) if q else []
    context = {
        "q": q,
        "found": [row for row in found if row.key != own.key],
        "suggested": [] if q else suggested_colleagues(own, request.today),
    }
    return render(request, "people/view_choose.html", context)
