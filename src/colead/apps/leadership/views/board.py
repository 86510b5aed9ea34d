"""The board of leadership tasks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors.board import Filters, Stage, board
from colead.apps.leadership.selectors.task_choices import may_open_tasks
from colead.apps.people.selectors.tree import unit_choices
from colead.kit.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.VIEW)
def board_page(request: OrganisationRequest) -> HttpResponse:
    """Every task of a day by stage; while one types, htmx asks for the cards alone."""
    stage = request.GET.get("stage", "")
    filters = Filters(
        stage=Stage(stage) if stage in Stage.values else Stage.OPEN,
        q=request.GET.get("q", "").strip()[:100],
        unit=request.GET.get("unit", ""),
    )
    shown = board(
        request.as_of, filters, member=request.member, today=request.today, page=request.GET.get("page", 1)
    )
    context = {
        "board": shown,
        "filters": filters,
        "may_open": may_open_tasks(request.member, request.today),
    }
    if request.htmx:
        return render(request, "leadership/_board.html", context)
    context |= {"units": unit_choices(request.as_of, filters.unit), "show_as_of": True}
    return render(request, "leadership/board.html", context)
