"""Everything that is held about a person's strengths, to take along: for that person alone."""

from typing import Any

from colead.apps.people.models import Person, Strength, StrengthConsent, ViewRequest
from colead.apps.people.own_person import own_person
from colead.apps.people.selectors.own_strengths import own_notes
from colead.kit.roles import Member


def own_strength_data(member: Member) -> dict[str, Any]:
    """Own profile, evidence, notes, requests with answers, answers given, and consents, as plain values.

    Nine queries at most. NotFound for somebody who is not on the staff list.
    """
    person = own_person(member)
    return {
        "person": {"key": person.key, "name": person.name},
        "strengths": [_strength(row) for row in _rows(person, Strength.Source.SELF)],
        "completed_assignments": [_strength(row) for row in _rows(person, Strength.Source.EVIDENCE)],
        "notes": own_notes(person),
        "asked_of_colleagues": [_asked(row) for row in _requests(person=person)],
        "answered_to_colleagues": [
            _given(row) for row in _requests(colleague=person) if row.state == ViewRequest.State.ANSWERED
        ],
        "consents_to_allocation": list(
            StrengthConsent.objects.filter(person=person)
            .order_by("given_at")
            .values("given_at", "withdrawn_at", "version", "hours_per_week")
        ),
    }


def _rows(person: Person, source: str) -> Any:
    rows = Strength.objects.filter(person=person, source=source).select_related("competency")
    return rows.order_by("competency__key")


def _requests(**of: Person) -> Any:
    rows = ViewRequest.objects.filter(**of).select_related("person", "colleague").order_by("asked_at", "pk")
    return rows.prefetch_related("answers__competency", "asked_about__competency")


def _strength(row: Strength) -> dict[str, Any]:
    return {
        "competency": row.competency.key,
        "level": row.level,
        "wish": row.wish,
        "visible_to": row.visible_to,
    }


def _asked(row: ViewRequest) -> dict[str, Any]:
    """Without its state: whether a colleague declined is theirs."""
    return {
        "colleague": row.colleague.name,
        "asked_at": row.asked_at,
        "competencies": [one.competency.key for one in row.asked_about.all()],
        "answers": _levels(row),
    }


def _given(row: ViewRequest) -> dict[str, Any]:
    return {"colleague": row.person.name, "answered_at": row.answered_at, "answers": _levels(row)}


def _levels(row: ViewRequest) -> dict[str, int]:
    return {answer.competency.key: answer.level for answer in row.answers.all()}
