"""Scenarios to ask for, mend, take and delete."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.shown_scenario import read_scenario
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.forms.scenarios import WishesForm
from colead.apps.leadership.selectors.existing import existing_scenario, existing_task_on
from colead.apps.leadership.selectors.scenario_people import candidates
from colead.apps.leadership.services import scenario_offers, scenarios
from colead.apps.leadership.services.scenario_consent import forget_person
from colead.apps.leadership.views.person_picker import Choice, choose_page, chosen_person
from colead.apps.leadership.views.taken_words import taken_words
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError


@organisation_page(permissions.ALLOCATE)
def new_scenario(request: OrganisationRequest) -> HttpResponse:
    """Ask for an allocation: from nothing, about one task (?task=number), or as before (?copy=number)."""
    name, wishes = _start(request)
    form = WishesForm(
        request.POST or None,
        day=request.as_of,
        people=candidates(request.as_of),
        name=name,
        wishes=wishes,
    )
    if request.method == "POST" and form.is_valid():
        try:
            created = scenarios.create_scenario(
                by=request.member,
                name=form.form.cleaned_data["name"],
                day=request.as_of,
                wishes=form.wishes(),
                now=timezone.now(),
            )
            return redirect("leadership:scenario", request.organisation.slug, created.pk)
        except DomainError as error:
            add_error(form.form, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "leadership/scenario_new.html", {"asked": form, "show_as_of": True}, status=status)


def _start(request: OrganisationRequest) -> tuple[str, Wishes]:
    """Name and wishes that the form begins with."""
    copied, asked = (_number(request.GET.get(name, "")) for name in ("copy", "task"))
    if copied >= 0:
        found = existing_scenario(copied)
        return _("%(name)s, changed") % {"name": found.name[:100]}, read_scenario(found).wishes
    if asked >= 0:
        task = existing_task_on(request.as_of, asked)
        return task.title[:120], Wishes(tasks=(task.pk,))
    return "", Wishes()


@require_POST
@organisation_page(permissions.ALLOCATE)
def take(request: OrganisationRequest, scenario: int) -> HttpResponse:
    """Offer all seats, or those that are ticked."""
    seats = None if "all" in request.POST else [_number(text) for text in request.POST.getlist("seat")]
    taken = scenario_offers.take_scenario(
        by=request.member, scenario=scenario, seats=seats, now=timezone.now()
    )
    level = messages.WARNING if taken.left_out else messages.SUCCESS
    for sentence in taken_words(taken):
        messages.add_message(request, level, sentence)
    return redirect("leadership:scenario", request.organisation.slug, scenario)


@require_POST
@organisation_page(permissions.ALLOCATE)
def mend(request: OrganisationRequest, scenario: int) -> HttpResponse:
    """A copy that gives up one demand of a conflict."""
    created = scenarios.mend_scenario(
        by=request.member,
        scenario=scenario,
        demand=_number(request.POST.get("demand", "")),
        now=timezone.now(),
    )
    return redirect("leadership:scenario", request.organisation.slug, created.pk)


@organisation_page(permissions.ALLOCATE)
def delete(request: OrganisationRequest, scenario: int) -> HttpResponse:
    """Ask, and then erase a scenario; offers that were made from it stay."""
    found = existing_scenario(scenario)
    if request.method == "POST":
        scenarios.delete_scenario(by=request.member, scenario=found.pk, now=timezone.now())
        messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
        return redirect("leadership:scenarios", request.organisation.slug)
    context: dict[str, Any] = {"name": found.name, "id": found.pk}
    return render(request, "leadership/scenario_delete.html", context)


@organisation_page(permissions.ALLOCATE)
def forget(request: OrganisationRequest) -> HttpResponse:
    """Take a person who asks for it out of every stored scenario, at once."""
    person = chosen_person(request)
    if request.method == "POST" and person is not None:
        count = forget_person(by=request.member, person=person, now=timezone.now())
        taken = ngettext("Taken out of %(count)s scenario.", "Taken out of %(count)s scenarios.", count)
        messages.success(request, taken % {"count": count})
        return redirect("leadership:scenarios", request.organisation.slug)
    choice = Choice(
        title=_("Take a person out of every scenario"),
        lead=_(
            "Whoever asks for it is erased from all questions and proposals. Offers and assignments stay."
        ),
        submit=_("Take out for good"),
        back=reverse("leadership:scenarios", args=[request.organisation.slug]),
    )
    return choose_page(request, choice, person=person, form=Form())


def _number(text: str) -> int:
    """A number that we wrote; -1, which is nothing that there is, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 8 else -1
