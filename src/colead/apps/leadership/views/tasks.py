"""The page of a task, its mandate on paper, and the pages on which it is opened and changed."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.tasks import (
    AccountabilityForm,
    AccountabilityRows,
    CloseForm,
    DayForm,
    NeedForm,
    NeedRows,
    Rows,
    SetMandateForm,
    TaskForm,
    TaskSheet,
    needs,
    posted_draft,
    posted_rows,
    task_draft,
    texts,
)
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.selectors.holders import holding
from colead.apps.leadership.selectors.task import printed_mandate, task_page
from colead.apps.leadership.selectors.task_choices import (
    UnitOption,
    accountabilities_on,
    competency_choices,
    mandate_fields_on,
    needs_on,
    steward_units,
)
from colead.apps.leadership.services.task_rows import set_accountabilities, set_mandate, set_needs
from colead.apps.leadership.services.tasks import (
    change_task,
    close_task,
    fields_of,
    open_task,
    task_from_recipe,
)
from colead.apps.leadership.views.steward_pages import errors_in, steward_page
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
    recipe, draft = shipped_recipes().get(request.GET.get("recipe", "")), _first_draft(request)
    units, competencies = _units_to_choose(request), competency_choices()
    if not units:
        messages.warning(request, _("You do not look after the leadership tasks of any unit."))
        return redirect("leadership:board", request.organisation.slug)
    known = dict(competencies)
    unknown = [row["competency"] for row in draft["needs"] if row["competency"] not in known]
    draft["needs"] = [row for row in draft["needs"] if row["competency"] in known]
    shown = TaskSheet(units, competencies, draft=draft)
    if _is_sent(request):
        shown = TaskSheet(units, competencies, data=request.POST)
        if opened := _opened(request, shown, recipe.key if recipe else ""):
            return redirect("leadership:task", request.organisation.slug, opened.pk)
    name = recipe.title.say(reading_language()) if recipe else ""
    context, status = {"sheet": shown, "recipe": name, "unknown": unknown}, 422 if _is_sent(request) else 200
    return render(request, "leadership/open_task.html", context, status=status)


def _first_draft(request: OrganisationRequest) -> dict[str, Any]:
    if request.method == "POST":
        return posted_draft(request.POST)
    recipe, unit = shipped_recipes().get(request.GET.get("recipe", "")), request.GET.get("unit", "")
    if recipe is None:
        first = {"opens_on": request.today, "unit": unit, "hours_per_week": 2}
        return {"task": first, "needs": []}
    wanted = task_from_recipe(recipe, unit=unit, language=reading_language())
    return task_draft(wanted, request.today)


def _units_to_choose(request: OrganisationRequest) -> list[UnitOption]:
    """A unit that was asked for or sent is among them, however deep it lies."""
    asked = {
        request.GET.get("unit", ""),
        request.POST.get("unit", ""),
        *request.POST.getlist("mandate-units"),
    }
    return steward_units(request.member, request.today, asked - {""})


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


@steward_page
def details(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """Title, purpose, unit, hours, seats and term: they change at once."""
    units = steward_units(request.member, request.today, {task.unit.key, request.POST.get("unit", "")} - {""})
    form = TaskForm(request.POST or None, initial=asdict(fields_of(task)), units=units)
    if form.is_valid():
        with errors_in(form):
            change_task(by=request.member, task_id=task.pk, wanted=form.wanted(), now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("leadership:task", request.organisation.slug, task.pk)
    return _form_page(request, task, gettext_lazy("Change the task"), form)


@steward_page
def accountabilities(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the holder sees to, from a day on."""
    in_force = [{"text": text} for text in accountabilities_on(task, _first_day(request, task))]
    rows = _rows(request, AccountabilityRows, AccountabilityForm, "text", in_force)
    form = _day_form(request, task)
    if form.is_valid() and rows.is_valid():
        with errors_in(form):
            day, lines = form.cleaned_data["day"], texts(rows)
            set_accountabilities(by=request.member, task_id=task.pk, texts=lines, day=day, now=timezone.now())
            return _saved_from(request, task, day)
    return _form_page(request, task, gettext_lazy("Accountabilities"), form, rows=rows)


@steward_page
def needed(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the task asks of its holder, from a day on."""
    in_force = needs_on(task, _first_day(request, task))
    kwargs = {"form_kwargs": {"competencies": competency_choices()}}
    rows = _rows(request, NeedRows, NeedForm, "competency", in_force, **kwargs)
    form = _day_form(request, task)
    if form.is_valid() and rows.is_valid():
        with errors_in(form):
            day = form.cleaned_data["day"]
            set_needs(by=request.member, task_id=task.pk, needs=needs(rows), day=day, now=timezone.now())
            return _saved_from(request, task, day)
    return _form_page(request, task, gettext_lazy("What the task asks for"), form, rows=rows)


@steward_page
def mandate(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the holder may decide, from a day on; or that there is no mandate any more."""
    first, ends = _first_day(request, task), "end" in request.POST
    in_force = mandate_fields_on(task, first)
    chosen = {*in_force.get("units", ()), *request.POST.getlist("units")}
    units = steward_units(request.member, request.today, chosen)
    initial = {"day": first, **in_force}
    form = SetMandateForm(request.POST or None, initial=initial, units=units, is_needed=not ends)
    if form.is_valid():
        with errors_in(form):
            day, wanted = form.cleaned_data["day"], None if ends else form.wanted()
            set_mandate(by=request.member, task_id=task.pk, wanted=wanted, day=day, now=timezone.now())
            return _saved_from(request, task, day)
    return _form_page(request, task, gettext_lazy("Mandate"), form, may_end=bool(in_force))


@steward_page
def close(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """Close the task on a day, after saying what that means."""
    form = CloseForm(request.POST or None, initial={"day": request.today})
    if form.is_valid():
        with errors_in(form):
            close_task(by=request.member, task_id=task.pk, day=form.cleaned_data["day"], now=timezone.now())
            messages.success(request, _("“%(title)s” is closed.") % {"title": task.title})
            return redirect("leadership:board", request.organisation.slug)
    return _form_page(request, task, gettext_lazy("Close the task"), form, closes=True)


def _first_day(request: OrganisationRequest, task: LeadershipTask) -> date:
    """The first day on which a change can hold."""
    return max(request.today, task.valid_from)


def _day_form(request: OrganisationRequest, task: LeadershipTask) -> DayForm:
    day = request.POST.get("day") or _first_day(request, task)
    return DayForm(request.POST if _is_sent(request) else None, initial={"day": day})


def _is_sent(request: OrganisationRequest) -> bool:
    """The form is to be saved, and not only to have more rows."""
    return request.method == "POST" and "more" not in request.POST


def _rows(
    request: OrganisationRequest,
    formset: type[Rows],
    row: type[forms.Form],
    key: str,
    in_force: list[dict[str, Any]],
    **options: Any,
) -> Rows:
    """The rows as sent, or with first values: those in force, or what was sent when more rows are wanted."""
    if _is_sent(request):
        return formset(request.POST, **options)
    if request.method == "POST":
        in_force = [sent for sent in posted_rows(row, request.POST, "form") if sent[key]]
    return formset(initial=in_force, **options)


def _form_page(
    request: OrganisationRequest, task: LeadershipTask, heading: Promise, form: forms.Form, **context: Any
) -> HttpResponse:
    context |= {"task": {"id": task.pk, "title": task.title}, "heading": heading, "form": form}
    return render(request, "leadership/change_task.html", context, status=422 if form.is_bound else 200)


def _saved_from(request: OrganisationRequest, task: LeadershipTask, day: date) -> HttpResponse:
    messages.success(request, _("Saved. It holds from %(day)s.") % {"day": date_format(day)})
    return redirect("leadership:task", request.organisation.slug, task.pk)
