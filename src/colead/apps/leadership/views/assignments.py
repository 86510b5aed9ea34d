"""The page of an assignment, and what its person and those who look after the task may do with it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.assignments import CoverForm, GiveBackForm, ShareForm, WordsForm
from colead.apps.leadership.models import Offer
from colead.apps.leadership.selectors.assignment import AssignmentPage, assignment_page
from colead.apps.leadership.services import assignments
from colead.apps.leadership.views.steward_pages import (
    Choice,
    choose_page,
    chosen_person,
    errors_in,
    form_data,
)
from colead.apps.leadership.workflow import ASSIGNMENT
from colead.kit.access import OrganisationRequest, organisation_page

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
    page = _page(request, assignment, "is_own")
    form = GiveBackForm(form_data(request), initial={"day": request.today})
    if form.is_valid():
        with errors_in(form):
            assignments.give_back(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("It is given back. Thank you for what you have done with it."))
            return redirect("leadership:mine", request.organisation.slug)
    return _form_page(request, "give_back", page, form)


@organisation_page(permissions.TAKE_PART)
def change_share(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Take a larger or smaller share of the seat."""
    page = _page(request, assignment, "is_own")
    initial = {"share": page.share, "day": max(request.today, page.since)}
    form = ShareForm(form_data(request), initial=initial)
    if form.is_valid():
        with errors_in(form):
            changed = assignments.change_share(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Your share is changed."))
            return redirect("leadership:assignment", request.organisation.slug, changed.pk)
    return _form_page(request, "share", page, form)


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
    words = (_("Find a deputy for “%(title)s”"), _("A deputy stands in when the holder cannot be asked."))
    return _beside(request, assignment, words, WordsForm, assignments.find_deputy)


@organisation_page(permissions.TAKE_PART)
def arrange_cover(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Find a colleague who covers during an absence."""
    words = (
        _("Find cover for “%(title)s”"),
        _("Whoever covers holds the mandate meanwhile. The task returns by itself."),
    )
    return _beside(request, assignment, words, CoverForm, assignments.arrange_cover)


@organisation_page(permissions.TAKE_PART)
def extend_term(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Offer another term to the one who holds it."""
    page, form = _page(request, assignment, "is_steward"), WordsForm(form_data(request))
    if form.is_valid():
        with errors_in(form):
            made = assignments.extend_term(
                by=request.member, assignment_id=assignment, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Another term is offered to %(name)s.") % {"name": page.person.name})
            return redirect("leadership:offer", request.organisation.slug, made.pk)
    return _form_page(request, "extend", page, form)


def _page(request: OrganisationRequest, assignment: int, needed: str) -> AssignmentPage:
    """The assignment for its person ("is_own") or who looks after the task ("is_steward"), each alone."""
    page = assignment_page(request.member, assignment, request.today)
    if not getattr(page, needed):
        raise ASSIGNMENT.not_found()
    return page


def _form_page(
    request: OrganisationRequest, name: str, page: AssignmentPage, form: forms.Form
) -> HttpResponse:
    context, status = {"page": page, "form": form}, 422 if form.errors else 200
    return render(request, f"leadership/{name}.html", context, status=status)


def _beside(
    request: OrganisationRequest,
    assignment: int,
    words: Words,
    form_class: type[forms.Form],
    service: Callable[..., Offer],
) -> HttpResponse:
    """Search, choose, offer: the same for deputies and covers."""
    page, person = assignment_page(request.member, assignment, request.today), chosen_person(request)
    form = form_class(form_data(request), initial={"starts_on": max(request.today, page.since)})
    if person is not None and form.is_valid():
        with errors_in(form):
            values = {"assignment_id": assignment, "person": person, **form.cleaned_data}
            service(by=request.member, now=timezone.now(), **values)
            messages.success(request, _("Offered to %(name)s, who decides.") % {"name": person.name})
            return redirect("leadership:assignment", request.organisation.slug, assignment)
    title, lead = words
    back = reverse("leadership:assignment", args=[request.organisation.slug, assignment])
    choice = Choice(title=title % {"title": page.title}, lead=lead, submit=_("Offer it"), back=back)
    status = 422 if person and form.errors else 200
    return choose_page(request, choice, person=person, form=form, status=status)
