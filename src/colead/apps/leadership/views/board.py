"""What anybody looks through: the board, recipes to start from, who led what, and what is one's own."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors import who_led as rows
from colead.apps.leadership.selectors.board import Filters, Stage, board
from colead.apps.leadership.selectors.mine import my_leadership
from colead.apps.leadership.selectors.overview import looked_after
from colead.apps.leadership.selectors.recipes import recipe_shelves
from colead.apps.leadership.selectors.task_choices import may_open_tasks
from colead.apps.leadership.selectors.who_led import WHO_LED
from colead.apps.people.selectors.tree import unit_choices
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import file_name, list_file
from colead.kit.languages import reading_language


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


@require_safe
@organisation_page(permissions.VIEW)
def gallery(request: OrganisationRequest) -> HttpResponse:
    """Tasks to start from, by category; while one types, htmx asks for the shelves alone."""
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "shelves": recipe_shelves(reading_language(), words),
        "words": words,
        "unit": request.GET.get("unit", ""),
        "may_open": may_open_tasks(request.member, request.today),
    }
    template = "leadership/_recipes.html" if request.htmx else "leadership/recipes.html"
    return render(request, template, context)


@require_safe
@organisation_page(permissions.VIEW)
def who_led(request: OrganisationRequest) -> HttpResponse:
    """Who held which task on the day, in a unit or everywhere."""
    unit = request.GET.get("unit", "")
    page = rows.who_led(request.as_of, unit=unit).numbered(request.GET.get("page", 1))
    context = {
        "page": page,
        "table": table(WHO_LED, page, member=request.member),
        "units": unit_choices(request.as_of, unit),
        "unit": unit,
        "show_as_of": True,
    }
    return render(request, "leadership/who_led.html", context)


@require_safe
@organisation_page(permissions.VIEW)
def who_led_csv(request: OrganisationRequest) -> HttpResponseBase:
    """The same as a file."""
    name = file_name(request.organisation.name, f"{_('who-led-what')}-{request.as_of.isoformat()}")
    found = rows.who_led(request.as_of, unit=request.GET.get("unit", ""))
    return list_file(request, name, WHO_LED, found)


@require_safe
@organisation_page(permissions.TAKE_PART)
def mine(request: OrganisationRequest) -> HttpResponse:
    """One's own tasks, mandates and offers, and what to try next."""
    page = my_leadership(request.member, request.today)
    return render(
        request,
        "leadership/mine.html",
        {"mine": page, "looked_after": looked_after(request.member, request.today)},
    )
