"""Volunteering, suggesting a colleague, and answering a suggestion."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.assignments import SuggestForm, VolunteerForm
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.services import applications
from colead.apps.leadership.views.steps import take
from colead.apps.leadership.views.steward_pages import Choice, choose_page, chosen_person, form_data
from colead.apps.leadership.workflow import APPLICATION, VOLUNTEERED
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError


@organisation_page(permissions.TAKE_PART)
def volunteer(request: OrganisationRequest, task: int) -> HttpResponse:
    """Say that one would like the task."""
    found = existing_task(task)
    form, status = VolunteerForm(form_data(request)), 200
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        try:
            applications.volunteer(by=request.member, task_id=task, message=message, now=timezone.now())
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, VOLUNTEERED)
            return redirect("leadership:task", request.organisation.slug, task)
    return render(request, "leadership/volunteer.html", {"task": found, "form": form}, status=status)


@organisation_page(permissions.TAKE_PART)
def suggest(request: OrganisationRequest, task: int) -> HttpResponse:
    """Suggest a colleague; one sees no more than that it is suggested."""
    found = existing_task(task)
    person, form, status = chosen_person(request), SuggestForm(form_data(request)), 200
    if request.method == "POST" and person is not None and form.is_valid():
        message = form.cleaned_data["message"]
        try:
            applications.suggest_colleague(
                by=request.member, task_id=task, person=person, message=message, now=timezone.now()
            )
        except DomainError as error:
            add_error(form, error)
            status = 422
        else:
            messages.success(request, _("Suggested. Your colleague decides, and need not tell anybody."))
            return redirect("leadership:task", request.organisation.slug, task)
    choice = Choice(
        title=_("Suggest a colleague for “%(title)s”") % {"title": found.title},
        lead=_("Only your colleague learns of it. Nobody else does unless they agree."),
        submit=_("Suggest"),
        back=reverse("leadership:task", args=[request.organisation.slug, task]),
    )
    return choose_page(request, choice, person=person, form=form, status=status)


@require_POST
@organisation_page(permissions.TAKE_PART)
def answer_suggestion(request: OrganisationRequest, application: int) -> HttpResponse:
    """Agree to a colleague's suggestion, or quietly not."""
    action = "agree" if request.POST.get("answer") == "yes" else "refuse"
    return take(request, APPLICATION, action, application)
