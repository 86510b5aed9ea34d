"""Changing a task: what it is, its rows, its mandate, its end. Each is a page of its own."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    needs,
    posted_rows,
    texts,
)
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.task_choices import (
    accountabilities_on,
    competency_choices,
    mandate_fields_on,
    needs_on,
    steward_units,
)
from colead.apps.leadership.services.close_task import close_task
from colead.apps.leadership.services.mandates import set_mandate
from colead.apps.leadership.services.task_rows import set_accountabilities, set_needs
from colead.apps.leadership.services.tasks import change_task, fields_of
from colead.apps.leadership.views.steward_pages import steward_page
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest
from colead.kit.errors import DomainError


@steward_page
def details(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """Title, purpose, unit, hours, seats and term: they change at once."""
    units = steward_units(request.member, request.today, {task.unit.key, request.POST.get("unit", "")} - {""})
    form = TaskForm(request.POST or None, initial=asdict(fields_of(task)), units=units)
    if form.is_bound and form.is_valid():
        wanted = form.wanted()
        if _made(
            form,
            lambda: change_task(by=request.member, task_id=task.pk, wanted=wanted, now=timezone.now()),
        ):
            messages.success(request, _("Saved."))
            return _to_task(request, task)
    return _form_page(request, task, gettext_lazy("Change the task"), form)


@steward_page
def accountabilities(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the holder sees to, from a day on."""
    now_in_force = [{"text": text} for text in accountabilities_on(task, _first_day(request, task))]
    rows = _rows(request, AccountabilityRows, AccountabilityForm, "text", now_in_force)
    form = _day_form(request, task)

    def change(day: date) -> None:
        set_accountabilities(
            by=request.member, task_id=task.pk, texts=texts(rows), day=day, now=timezone.now()
        )

    return _rows_page(request, task, gettext_lazy("Accountabilities"), (form, rows), change)


@steward_page
def needed(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the task asks of its holder, from a day on."""
    now_in_force = needs_on(task, _first_day(request, task))
    kwargs = {"form_kwargs": {"competencies": competency_choices()}}
    rows = _rows(request, NeedRows, NeedForm, "competency", now_in_force, **kwargs)
    form = _day_form(request, task)

    def change(day: date) -> None:
        set_needs(by=request.member, task_id=task.pk, needs=needs(rows), day=day, now=timezone.now())

    return _rows_page(request, task, gettext_lazy("What the task asks for"), (form, rows), change)


@steward_page
def mandate(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """What the holder may decide, from a day on; or that there is no mandate any more."""
    first, ends = _first_day(request, task), "end" in request.POST
    initial = mandate_fields_on(task, first)
    units = steward_units(
        request.member, request.today, {*initial.get("units", ()), *request.POST.getlist("units")}
    )
    form = SetMandateForm(
        request.POST or None, initial={"day": first, **initial}, units=units, is_needed=not ends
    )
    if form.is_bound and form.is_valid():
        day, wanted = form.cleaned_data["day"], None if ends else form.wanted()
        if _made(
            form,
            lambda: set_mandate(
                by=request.member, task_id=task.pk, wanted=wanted, day=day, now=timezone.now()
            ),
        ):
            return _saved_from(request, task, day)
    return _form_page(request, task, gettext_lazy("Mandate"), form, may_end=bool(initial))


@steward_page
def close(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    """Close the task on a day, after saying what that means."""
    form = CloseForm(request.POST or None, initial={"day": request.today})
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["day"]
        if _made(form, lambda: close_task(by=request.member, task_id=task.pk, day=day, now=timezone.now())):
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


def _rows_page(
    request: OrganisationRequest,
    task: LeadershipTask,
    heading: Promise,
    sheet: tuple[DayForm, Rows],
    change: Callable[[date], None],
) -> HttpResponse:
    form, rows = sheet
    if form.is_bound and form.is_valid() and rows.is_valid():
        day = form.cleaned_data["day"]
        if _made(form, lambda: change(day)):
            return _saved_from(request, task, day)
    return _form_page(request, task, heading, form, rows=rows)


def _made(form: forms.Form, change: Callable[[], object]) -> bool:
    """Make the change; when the rules do not allow it, the form says why."""
    try:
        change()
    except DomainError as error:
        add_error(form, error)
        return False
    return True


def _form_page(
    request: OrganisationRequest, task: LeadershipTask, heading: Promise, form: forms.Form, **context: Any
) -> HttpResponse:
    context |= {"task": {"id": task.pk, "title": task.title}, "heading": heading, "form": form}
    return render(request, "leadership/change_task.html", context, status=422 if form.is_bound else 200)


def _saved_from(request: OrganisationRequest, task: LeadershipTask, day: date) -> HttpResponse:
    messages.success(request, _("Saved. It holds from %(day)s.") % {"day": date_format(day)})
    return _to_task(request, task)


def _to_task(request: OrganisationRequest, task: LeadershipTask) -> HttpResponse:
    return redirect("leadership:task", request.organisation.slug, task.pk)
