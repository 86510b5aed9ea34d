"""The steps of the tables of states, each at an address of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from colead.apps.leadership import permissions
from colead.apps.leadership.models.tasks import TEXT_LENGTH
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import APPLICATION, OFFER
from colead.kit.access import OrganisationRequest, Page, organisation_page
from colead.kit.errors import Conflict
from colead.kit.workflow import Workflow

SHOWN_ON = {OFFER: "offer", APPLICATION: "mine"}


def addresses(workflow: Workflow, address: str) -> list[URLPattern]:
    """One below the address of the row for each step that has a button."""
    return [
        path(f"{address}{action}/", _page(workflow, action), name=step.name)
        for action, step in workflow.steps.items()
        if step.button
    ]


def take(request: OrganisationRequest, workflow: Workflow, action: str, row_id: int) -> HttpResponse:
    """Take the step and go on to the page that follows; whoever is too late reads so beside the row."""
    step, reason = workflow.steps[action], request.POST.get("reason", "")[:TEXT_LENGTH]
    try:
        row = take_step(workflow, action, by=request.member, row_id=row_id, reason=reason, now=timezone.now())
    except Conflict as error:
        messages.error(request, str(error))
        return _go(request, SHOWN_ON[workflow], row_id)
    messages.success(request, str(step.done))
    return _go(request, step.then or SHOWN_ON[workflow], row.task_id if step.then == "task" else row_id)


def _page(workflow: Workflow, action: str) -> Page:
    @require_POST
    @organisation_page(permissions.TAKE_PART)
    def step(request: OrganisationRequest, **row: int) -> HttpResponse:
        return take(request, workflow, action, row[workflow.name])

    return step


def _go(request: OrganisationRequest, page: str, number: int) -> HttpResponse:
    numbers = [] if page == "mine" else [number]
    return redirect(f"leadership:{page}", request.organisation.slug, *numbers)
