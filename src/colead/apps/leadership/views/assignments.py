"""The page of an assignment, and what its person and those who look after the task may do with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.assignments import (
    CoverForm,
    DeputyForm,
    ExtendForm,
    GiveBackForm,
    ShareForm,
)
from colead.apps.leadership.models import Offer
from colead.apps.leadership.selectors.assignment import AssignmentPage, assignment_page
from colead.apps.leadership.services import assignments
from colead.apps.leadership.views.steward_pages import Choice, choose_page, chosen_person, form_data
from colead.apps.leadership.workflow import ASSIGNMENT
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError

Words = tuple[str, str]  # a title with the task in it, and a sentence


@require_safe
@organisation_page(permissions.TAKE_PART)
def assignment(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """What is held, what may be decided, and what one may do."""
    page = assignment_page(request.member, assignment, request.today)
    return render(request, "leadership/assignment.html", {"page": page})


@organisation_page(permissions.TAKE_PART)
def give_back(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Give one's own task back, without having to say why."""
    page = _own(request, assignment)
    form, status = GiveBackForm(form_data(request), initial={"day": request.today}), 200
    if request.method == "POST" and form.is_valid():
        try:
            assignments.give_back(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, _("It is given back. Thank you for what you have done with it."))
            return redirect("leadership:mine", request.organisation.slug)
    return render(request, "leadership/give_back.html", {"page": page, "form": form}, status=status)


@organisation_page(permissions.TAKE_PART)
def change_share(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Take a larger or smaller share of the seat."""
    page = _own(request, assignment)
    initial = {"share": page.share, "day": max(request.today, page.since)}
    form, status = ShareForm(form_data(request), initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = assignments.change_share(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, _("Your share is changed."))
            return redirect("leadership:assignment", request.organisation.slug, changed.pk)
    return render(request, "leadership/share.html", {"page": page, "form": form}, status=status)


@require_POST
@organisation_page(permissions.TAKE_PART)
def end_trial(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Go on after a trial, or not."""
    keep = request.POST.get("keep") == "yes"
    assignments.end_trial(by=request.member, assignment_id=assignment, keep=keep, now=timezone.now())
    messages.success(request, _("The trial goes on as an assignment.") if keep else _("The trial has ended."))
    return redirect("leadership:mine", request.organisation.slug)


@require_POST
@organisation_page(permissions.TAKE_PART)
def note_evidence(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Note what one practised in one's own profile."""
    chosen = request.POST.getlist("competency")
    number = assignments.note_evidence(
        by=request.member, assignment_id=assignment, competencies=chosen, now=timezone.now()
    )
    if number:
        messages.success(request, _("Noted in your profile. Only you see it unless you show it."))
    return redirect("leadership:mine", request.organisation.slug)


@organisation_page(permissions.TAKE_PART)
def find_deputy(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Find a colleague who stands in."""
    page = assignment_page(request.member, assignment, request.today)
    words = (_("Find a deputy for “%(title)s”"), _("A deputy stands in when the holder cannot be asked."))
    return _beside(request, page, words, DeputyForm, assignments.find_deputy)


@organisation_page(permissions.TAKE_PART)
def arrange_cover(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Find a colleague who covers during an absence."""
    page = assignment_page(request.member, assignment, request.today)
    words = (
        _("Find cover for “%(title)s”"),
        _("Whoever covers holds the mandate meanwhile. The task returns by itself."),
    )
    return _beside(request, page, words, CoverForm, assignments.arrange_cover)


@organisation_page(permissions.TAKE_PART)
def extend_term(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Offer another term to the one who holds it."""
    page = _looked_after(request, assignment)
    form, status = ExtendForm(form_data(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = assignments.extend_term(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, _("Another term is offered to %(name)s.") % {"name": page.person.name})
            return redirect("leadership:offer", request.organisation.slug, made.pk)
    return render(request, "leadership/extend.html", {"page": page, "form": form}, status=status)


def _own(request: OrganisationRequest, assignment: int) -> AssignmentPage:
    """One's own; that of somebody else is not found, also by those who look after the task."""
    page = assignment_page(request.member, assignment, request.today)
    if not page.is_own:
        raise ASSIGNMENT.not_found()
    return page


def _looked_after(request: OrganisationRequest, assignment: int) -> AssignmentPage:
    """One of a task that the reader looks after; not found by anybody else, also by the holder."""
    page = assignment_page(request.member, assignment, request.today)
    if not page.is_steward:
        raise ASSIGNMENT.not_found()
    return page


def _beside(
    request: OrganisationRequest,
    page: AssignmentPage,
    words: Words,
    form_class: type[forms.Form],
    service: Callable[..., Offer],
) -> HttpResponse:
    """Search, choose, offer: the same for deputies and covers."""
    initial: dict[str, Any] = {"starts_on": max(request.today, page.since)}
    person, form, status = chosen_person(request), form_class(form_data(request), initial=initial), 200
    if request.method == "POST" and person is not None and form.is_valid():
        try:
            service(
                by=request.member,
                assignment_id=page.id,
                person=person,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, _("Offered to %(name)s, who decides.") % {"name": person.name})
            return redirect("leadership:assignment", request.organisation.slug, page.id)
    title, lead = words
    back = reverse("leadership:assignment", args=[request.organisation.slug, page.id])
    choice = Choice(title=title % {"title": page.title}, lead=lead, submit=_("Offer it"), back=back)
    return choose_page(request, choice, person=person, form=form, status=status)
