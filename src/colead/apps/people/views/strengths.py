"""My strengths: what I say of myself, who sees it, and whether it may be used. For oneself alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.organisations.forms import add_error
from colead.apps.people import permissions
from colead.apps.people.forms.strengths import ConsentForm, NotesForm, ProfileForm
from colead.apps.people.models import Strength, StrengthConsent
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.competencies import catalogue
from colead.apps.people.selectors.own_strength_data import own_strength_data
from colead.apps.people.selectors.own_strengths import OwnStrengths, own_notes, own_strengths
from colead.apps.people.services.consents import withdraw_consent
from colead.apps.people.services.evidence import remove_evidence, show_evidence
from colead.apps.people.services.save_strengths import StrengthEntry, save_notes, save_strengths
from colead.apps.people.services.strength_consent import agree_to_allocation
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import json_file
from colead.kit.errors import DomainError


@require_safe
@organisation_page(permissions.DESCRIBE_STRENGTHS)
def strengths(request: OrganisationRequest) -> HttpResponse:
    """The whole profile as its owner sees it."""
    return _own_page(request)


@organisation_page(permissions.DESCRIBE_STRENGTHS)
def edit(request: OrganisationRequest) -> HttpResponse:
    """Level, wish and who sees it for each competency: one form, one button."""
    page = own_strengths(request.member, request.today)
    if page is None:
        return redirect("people:strengths", request.organisation.slug)
    form = ProfileForm(request.POST or None, competencies=catalogue(), held=_entries(page))
    if request.method == "POST" and form.is_valid():
        save_strengths(by=request.member, entries=form.entries(), now=timezone.now())
        messages.success(request, _("Your strengths are saved."))
        return redirect("people:strengths", request.organisation.slug)
    context = {
        "form": form,
        "page": page,
        "may_fill": request.member.may(permissions.EDIT_CATALOGUE),
    }
    return render(request, "people/strengths_edit.html", context, status=422 if form.errors else 200)


@organisation_page(permissions.DESCRIBE_STRENGTHS)
def notes(request: OrganisationRequest) -> HttpResponse:
    """Private notes: nobody else ever sees them."""
    person = find_own_person(request.member)
    if person is None:
        return redirect("people:strengths", request.organisation.slug)
    form = NotesForm(request.POST or None, initial={"text": own_notes(person)})
    if request.method == "POST" and form.is_valid():
        save_notes(by=request.member, text=form.cleaned_data["text"], now=timezone.now())
        messages.success(request, _("Your notes are saved."))
        return redirect("people:strengths", request.organisation.slug)
    return render(request, "people/strength_notes.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@organisation_page(permissions.DESCRIBE_STRENGTHS)
def consent(request: OrganisationRequest) -> HttpResponse:
    """Agree that one's strengths are used when tasks are allocated, or take it back."""
    if request.POST.get("agree") != "yes":
        withdraw_consent(StrengthConsent, by=request.member, now=timezone.now())
        messages.success(request, _("From this moment your strengths are not used."))
        return redirect("people:strengths", request.organisation.slug)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _own_page(request, form)
    try:
        hours = form.cleaned_data["hours_per_week"]
        agree_to_allocation(by=request.member, now=timezone.now(), hours=hours)
    except DomainError as error:
        add_error(form, error)
        return _own_page(request, form)
    messages.success(request, _("Your strengths may now be used when leadership tasks are allocated."))
    return redirect("people:strengths", request.organisation.slug)


@require_POST
@organisation_page(permissions.DESCRIBE_STRENGTHS)
def evidence(request: OrganisationRequest, competency: str) -> HttpResponse:
    """Choose who sees what completed assignments show about a competency, or remove it."""
    now = timezone.now()
    if "remove" in request.POST:
        remove_evidence(by=request.member, competency=competency, now=now)
    else:
        visible_to = request.POST.get("visible_to", "")
        show_evidence(by=request.member, competency=competency, visible_to=visible_to, now=now)
    messages.success(request, _("Your choice is saved."))
    return redirect("people:strengths", request.organisation.slug)


@require_safe
@organisation_page(permissions.DESCRIBE_STRENGTHS)
def export(request: OrganisationRequest) -> HttpResponse:
    """Everything that is held about one's own strengths, as JSON."""
    if find_own_person(request.member) is None:
        return redirect("people:strengths", request.organisation.slug)
    return json_file("my-strengths.json", own_strength_data(request.member))


def _own_page(request: OrganisationRequest, form: ConsentForm | None = None) -> HttpResponse:
    """The profile; with a form that has errors, these."""
    page = own_strengths(request.member, request.today)
    context = {
        "page": page,
        "consent_form": form or ConsentForm(initial={"hours_per_week": page.agreed_hours if page else None}),
        "visibilities": Strength.VisibleTo.choices,
    }
    return render(request, "people/strengths.html", context, status=422 if form else 200)


def _entries(page: OwnStrengths) -> dict[str, StrengthEntry]:
    """The profile as it is, by competency."""
    return {
        one.competency: StrengthEntry(one.competency, one.own.level, one.wish, one.own.visible_to)
        for one in page.strengths
        if one.own
    }
