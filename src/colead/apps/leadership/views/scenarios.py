"""Scenarios: the list, one of them, several side by side; to ask for, mend, take, export and delete."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.scenarios import document_of, read_scenario
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.forms.scenarios import WishesForm
from colead.apps.leadership.selectors import scenario_comparison
from colead.apps.leadership.selectors import scenarios as pages
from colead.apps.leadership.selectors.existing import existing_scenario, existing_task_on
from colead.apps.leadership.selectors.scenario_choices import Candidates
from colead.apps.leadership.selectors.scenario_words import number
from colead.apps.leadership.selectors.scenarios import (
    LOADS,
    SCENARIOS,
    SEATS,
    LoadRow,
    names_in,
    scenario_rows,
    seat_rows,
)
from colead.apps.leadership.services import scenarios
from colead.apps.leadership.services.scenarios import Taken, forget_person
from colead.apps.leadership.views.steward_pages import (
    Choice,
    choose_page,
    chosen_person,
    errors_in,
    form_data,
)
from colead.files import charts
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import file_name, json_file, list_file

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
    numbers = [_number(text) for text in request.GET.getlist("scenario")[:20]]
    context: dict[str, Any] = {"comparison": scenario_comparison.compare(numbers, request.member)}
    return render(request, "leadership/scenario_comparison.html", context)


def load_chart(loads: list[LoadRow]) -> SafeString | None:
    """Hours a week of those who would carry most, as bars; the table beside it has everybody."""
    if not loads:
        return None
    note = _("%(hours)s of %(most)s hours")
    bars = [
        charts.Bar(one.name, one.share, note=note % {"hours": number(one.hours), "most": number(one.most)})
        for one in loads[:MOST_DRAWN]
    ]
    words = charts.Words(
        title=_("Hours a week"),
        description=_("What each person would carry, of the hours that a person gives at most."),
    )
    return mark_safe(charts.shares(bars, words, themed=True))  # noqa: S308  (charts escapes all words)


@organisation_page(permissions.ALLOCATE)
def new_scenario(request: OrganisationRequest) -> HttpResponse:
    """Ask for an allocation: from nothing, about one task (?task=number), or as before (?copy=number)."""
    name, wishes = _start(request)
    day, people = request.as_of, Candidates(request.as_of)
    form = WishesForm(form_data(request), day=day, people=people, name=name, wishes=wishes)
    if request.method == "POST" and form.is_valid():
        with errors_in(form.form):
            name, wishes = form.form.cleaned_data["name"], form.wishes()
            created = scenarios.create_scenario(
                by=request.member, name=name, day=day, wishes=wishes, now=timezone.now()
            )
            return redirect("leadership:scenario", request.organisation.slug, created.pk)
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
    taken = scenarios.take_scenario(by=request.member, scenario=scenario, seats=seats, now=timezone.now())
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
    return int(text) if text.isdecimal() and len(text) < 17 else -1


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_json(
    request: OrganisationRequest,  # noqa: ARG001  (organisation_page gives it)
    scenario: int,
) -> HttpResponse:
    """The whole question and the whole answer, ids only, without whoever has withdrawn."""
    found = existing_scenario(scenario)
    return json_file(file_name(found.name, "scenario.json"), document_of(read_scenario(found)))


@require_safe
@organisation_page(permissions.ALLOCATE)
def scenario_csv(request: OrganisationRequest, scenario: int) -> HttpResponseBase:
    """A row for each seat, with names."""
    found = existing_scenario(scenario)
    reading = read_scenario(found)
    return list_file(request, file_name(found.name, "scenario"), SEATS, seat_rows(reading, names_in(reading)))


TAKEN = {
    "offered": ngettext_lazy("%(count)s offer is made.", "%(count)s offers are made.", "count"),
    "already": ngettext_lazy(
        "%(count)s seat was offered before.", "%(count)s seats were offered before.", "count"
    ),
    "withdrew": ngettext_lazy(
        "%(count)s is left out: somebody has withdrawn their consent or has left.",
        "%(count)s are left out: people have withdrawn their consent or have left.",
        "count",
    ),
    "waiting": ngettext_lazy(
        "%(count)s deputy can be asked when somebody holds the task. Take the seat again then.",
        "%(count)s deputies can be asked when somebody holds the task. Take their places again then.",
        "count",
    ),
}
REFUSED = {
    "seats_filled": gettext_lazy("Not offered, because the seats have been filled: %(count)s."),
    "already_holds": gettext_lazy("Not offered, because the person has a part in the task: %(count)s."),
    "somebody_elses_turn": gettext_lazy("Not offered, because it is somebody else's turn: %(count)s."),
    "already_offered": gettext_lazy("Not offered, because another offer waits for an answer: %(count)s."),
    "task_not_open": gettext_lazy("Not offered, because the task does not exist then: %(count)s."),
}


def taken_words(taken: Taken) -> list[str]:
    """What came of it, in sentences: counts and reasons, no names."""
    told: list[tuple[Any, int]] = [(text, getattr(taken, name)) for name, text in TAKEN.items()]
    told += [
        (REFUSED.get(code) or _("Could not be offered: %(count)s."), n) for code, n in taken.refused.items()
    ]
    said = [str(text % {"count": count}) for text, count in told if count]
    return said or [_("Nothing was chosen, so nothing is offered.")]
