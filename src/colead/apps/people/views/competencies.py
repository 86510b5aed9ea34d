"""The catalogue of competencies: for everybody to read, for the people team to word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colead.apps.organisations.forms import add_error
from colead.apps.people import permissions, services
from colead.apps.people.forms.competencies import CompetencyForm
from colead.apps.people.selectors.competencies import catalogue, level_words
from colead.apps.people.selectors.existing import existing_competency
from colead.apps.people.services.competencies import add_competency, reword_competency
from colead.engine.levels import SCALE
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError


@organisation_page(permissions.VIEW)
def competencies(request: OrganisationRequest) -> HttpResponse:
    """The list with the scale. A POST by the people team adds what the shipped catalogue has and it lacks."""
    if request.method == "POST":
        added = services.ensure_competencies(by=request.member, now=timezone.now())
        text = ngettext("%(added)s competency added.", "%(added)s competencies added.", added)
        messages.success(request, text % {"added": added})
        return redirect("people:competencies", request.organisation.slug)
    found = catalogue()
    shipped = {entry["key"] for entry in services.shipped_competencies()}
    context = {
        "competencies": found,
        "scale": level_words([_(level.looks_like) for level in SCALE]),
        "may_edit": request.member.may(permissions.EDIT_CATALOGUE),
        "may_describe": request.member.may(permissions.DESCRIBE_STRENGTHS),
        "missing": len(shipped - {item.key for item in found}),
    }
    return render(request, "people/competencies.html", context)


@organisation_page(permissions.EDIT_CATALOGUE)
def new_competency(request: OrganisationRequest) -> HttpResponse:
    """Add an own competency."""
    form = CompetencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_competency(by=request.member, competency=form.save(commit=False), now=timezone.now())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("The competency is added."))
            return redirect("people:competencies", request.organisation.slug)
    return _form_page(request, form)


@organisation_page(permissions.EDIT_CATALOGUE)
def competency(request: OrganisationRequest, competency: str) -> HttpResponse:
    """Change the words of a competency."""
    found = existing_competency(competency)
    form = CompetencyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        reword_competency(by=request.member, competency=form.save(commit=False), now=timezone.now())
        messages.success(request, _("The competency is saved."))
        return redirect("people:competencies", request.organisation.slug)
    return _form_page(request, form)


def _form_page(request: OrganisationRequest, form: CompetencyForm) -> HttpResponse:
    return render(request, "people/competency.html", {"form": form}, status=422 if form.errors else 200)
