"""The page of a task, its mandate on paper, and the sheet on which a task is opened."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.task_sheet import (
    Draft,
    Offered,
    TaskSheet,
    blank_draft,
    posted_draft,
    sent_sheet,
    sheet,
    task_draft,
)
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.selectors.holders import holding
from colead.apps.leadership.selectors.task import printed_mandate, task_page
from colead.apps.leadership.selectors.task_choices import competency_choices, steward_units
from colead.apps.leadership.services.recipes import task_from_recipe
from colead.apps.leadership.services.tasks import open_task
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import DomainError
from colead.kit.languages import reading_language


@require_safe
@organisation_page(permissions.VIEW)
def show(request: OrganisationRequest, task: int) -> HttpResponse:
    """One task on a day: what it is, who holds it, and what one can do about it."""
    found = existing_task(task)
    context = {
        "task_page": task_page(found, request.as_of, member=request.member, today=request.today),
        "holding": holding(request.member, found.pk, request.as_of, today=request.today),
        "show_as_of": True,
    }
    return render(request, "leadership/task.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def on_paper(request: OrganisationRequest, task: int) -> HttpResponse:
    """The mandate on one page to print, in the language asked for by ?language, else in the reader's."""
    found = existing_task(task)
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else reading_language()
    with translation.override(language):
        context = {
            "printed": printed_mandate(found, request.as_of, language),
            "task_id": found.pk,
            "languages": settings.LANGUAGES,
            "language": language,
            "show_as_of": True,
        }
        return render(request, "leadership/mandate_on_paper.html", context)


@organisation_page(permissions.VIEW)
def open_page(request: OrganisationRequest) -> HttpResponse:
    """Open a task: on a blank sheet, or with ?recipe on one that is filled in. Rows grow by a button."""
    recipe = shipped_recipes().get(request.GET.get("recipe", ""))
    draft = _first_draft(request)
    offered = _offered(request)
    if not offered.units:
        messages.warning(request, _("You do not look after the leadership tasks of any unit."))
        return redirect("leadership:board", request.organisation.slug)
    shown = sheet(offered, _without_unknown(draft, offered))
    if request.method == "POST" and "more" not in request.POST:
        shown = sent_sheet(offered, request.POST)
        opened = _opened(request, shown, recipe.key if recipe else "")
        if opened:
            return redirect("leadership:task", request.organisation.slug, opened.pk)
    context = {
        "sheet": shown,
        "recipe": recipe.title.say(reading_language()) if recipe else "",
        "unknown": _unknown(draft, offered),
    }
    has_errors = shown.task.is_bound
    return render(request, "leadership/open_task.html", context, status=422 if has_errors else 200)


def _first_draft(request: OrganisationRequest) -> Draft:
    if request.method == "POST":
        return posted_draft(request.POST)
    recipe, unit = shipped_recipes().get(request.GET.get("recipe", "")), request.GET.get("unit", "")
    if recipe is None:
        return blank_draft(request.today, unit)
    wanted = task_from_recipe(recipe, unit=unit, language=reading_language())
    return task_draft(wanted, request.today)


def _offered(request: OrganisationRequest) -> Offered:
    """What can be chosen; a unit that was asked for or sent is among it, however deep it lies."""
    chosen = {
        request.GET.get("unit", ""),
        request.POST.get("unit", ""),
        *request.POST.getlist("mandate-units"),
    }
    return Offered(steward_units(request.member, request.today, chosen - {""}), competency_choices())


def _unknown(draft: Draft, offered: Offered) -> list[str]:
    """Competencies of the draft that the organisation's catalogue lacks."""
    known = dict(offered.competencies)
    return [row["competency"] for row in draft.needs if row["competency"] not in known]


def _without_unknown(draft: Draft, offered: Offered) -> Draft:
    known = dict(offered.competencies)
    needs = [row for row in draft.needs if row["competency"] in known]
    return Draft(draft.task, draft.accountabilities, needs, draft.mandate)


def _opened(request: OrganisationRequest, sent: TaskSheet, recipe: str) -> LeadershipTask | None:
    """The task, when the sheet is right and the rules allow it; else the sheet says why not."""
    if not sent.is_valid():
        return None
    day = sent.task.cleaned_data["opens_on"]
    try:
        opened = open_task(by=request.member, wanted=sent.wanted(recipe), day=day, now=timezone.now())
    except DomainError as error:
        sent.add_error(error)
        return None
    messages.success(request, _("“%(title)s” is open. Who could lead it?") % {"title": opened.title})
    return opened
