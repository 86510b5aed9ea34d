"""What pages share on which something is filled in: their data, a colleague to find, who may change it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from colead.apps.leadership import permissions
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.stewards import require_steward
from colead.apps.organisations.forms import add_error
from colead.apps.people.models import Person
from colead.apps.people.own_person import users_of
from colead.apps.people.selectors.directory import PersonRow, find_people
from colead.apps.people.selectors.existing import existing_person
from colead.kit.access import OrganisationRequest, Page, organisation_page
from colead.kit.errors import DomainError, NotAllowed


def form_data(request: OrganisationRequest) -> QueryDict | None:
    """The data of a POST; None for a page that is only read, whose form is empty then."""
    return request.POST if request.method == "POST" else None


@contextmanager
def errors_in(form: forms.BaseForm) -> Iterator[None]:
    """What the rules do not allow is said in the form."""
    try:
        yield
    except DomainError as error:
        add_error(form, error)


@dataclass(frozen=True)
class Choice:
    """What a colleague is looked for, and the words around it."""

    title: Promise | str
    lead: Promise | str
    submit: Promise | str
    back: str


def chosen_person(request: OrganisationRequest) -> Person | None:
    """The person whom the address names; None while nobody is chosen. 404 for somebody unknown."""
    key = request.POST.get("person") or request.GET.get("person")
    return existing_person(key) if key else None


def choose_page(
    request: OrganisationRequest,
    choice: Choice,
    *,
    person: Person | None,
    form: forms.Form,
    status: int = 200,
) -> HttpResponse:
    """The search, or the form for the person who is chosen."""
    words = request.GET.get("q", "").strip()[:100]
    found: list[PersonRow] = []
    if person is None:
        found = find_people(request.today, words, member=request.member)
    context = {
        "choice": choice,
        "person": person,
        "signs_in": person is not None and bool(users_of([person])),
        "words": words,
        "found": found,
        "form": form,
    }
    return render(request, "leadership/person_picker.html", context, status=status)


View = Callable[[OrganisationRequest, LeadershipTask], HttpResponse]


def steward_page(view: View) -> Page:
    """Decorate a view: it gets the task, whose unit is loaded, and a request of somebody who may change it.

    Who may read but not change is told so on the task's own page; what they send is refused.
    """

    @organisation_page(permissions.VIEW)
    @wraps(view)
    def page(request: OrganisationRequest, task: int, **_values: Any) -> HttpResponse:
        found = existing_task(task)
        try:
            require_steward(request.member, found.unit, today=request.today)
        except NotAllowed as error:
            if request.method != "GET":
                raise
            messages.warning(request, str(error))
            return redirect("leadership:task", request.organisation.slug, task)
        return view(request, found)

    return page
