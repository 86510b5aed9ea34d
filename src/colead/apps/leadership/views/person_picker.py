"""Finding a colleague in two steps that need no JavaScript: search by name, then choose."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from colead.apps.people.models import Person
from colead.apps.people.own_person import users_of
from colead.apps.people.selectors.directory import PersonRow, find_people
from colead.apps.people.selectors.existing import existing_person
from colead.kit.access import OrganisationRequest


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
