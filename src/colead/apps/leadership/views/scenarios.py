"""Scenarios to look at: the list, one of them, several side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors import scenario_comparison
from colead.apps.leadership.selectors import scenario_page as pages
from colead.apps.leadership.selectors.existing import existing_scenario
from colead.apps.leadership.selectors.scenario_page import LOADS, SEATS, LoadRow
from colead.apps.leadership.selectors.scenario_words import number
from colead.apps.leadership.selectors.scenarios import SCENARIOS, scenario_rows
from colead.files import charts
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table

MOST_DRAWN = 20


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_list(request: OrganisationRequest) -> HttpResponse:
    """Every scenario, to open, and to choose from for a comparison."""
    rows = scenario_rows(request.member)
    shown = table(SCENARIOS, rows, member=request.member, without=() if len(rows) > 1 else ("id",))
    return render(request, "leadership/scenarios.html", {"table": shown})


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_page(request: OrganisationRequest, scenario: int) -> HttpResponse:
    """What is proposed, why, and what else was possible."""
    found = existing_scenario(scenario)
    page, member = pages.scenario_page(found, request.member), request.member
    context = {
        "scenario": page,
        "seats": table(SEATS, page.seats, member=member, without=() if page.may_be_taken else ("number",)),
        "loads": table(LOADS, page.loads, member=member),
        "chart": load_chart(page.loads),
    }
    return render(request, "leadership/scenario.html", context)


@require_safe
@organisation_page(permissions.ALLOCATE)
def compare_scenarios(request: OrganisationRequest) -> HttpResponse:
    """Two or three scenarios side by side."""
    numbers = [int(text) for text in request.GET.getlist("scenario") if text.isdecimal()][:20]
    context: dict[str, Any] = {"comparison": scenario_comparison.compare(numbers, request.member)}
    return render(request, "leadership/scenario_comparison.html", context)


def load_chart(loads: list[LoadRow]) -> SafeString | None:
    """Hours a week of those who would carry most, as bars; the table beside it has everybody."""
    if not loads:
        return None
    bars = [charts.Bar(load.name, load.share, note=_hours(load)) for load in loads[:MOST_DRAWN]]
    words = charts.Words(
        title=_("Hours a week"),
        description=_("What each person would carry, of the hours that a person gives at most."),
    )
    drawn = charts.shares(bars, words, themed=True)
    narrow = drawn.replace('class="marks"', 'class="mw-100 h-auto"', 1)  # shrinks on a telephone
    return mark_safe(narrow)  # noqa: S308  (charts escapes all words)


def _hours(load: LoadRow) -> str:
    return _("%(hours)s of %(most)s hours") % {"hours": number(load.hours), "most": number(load.most)}
