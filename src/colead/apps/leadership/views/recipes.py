"""The gallery of recipes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors.recipes import recipe_shelves
from colead.apps.leadership.selectors.task_choices import may_open_tasks
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.languages import reading_language


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
