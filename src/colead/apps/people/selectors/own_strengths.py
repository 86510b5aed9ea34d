"""A person's own strengths: everything about them, for themselves alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from colead.apps.people.bridge import structure_on
from colead.apps.people.models import (
    LEVEL_NAMES,
    Competency,
    Person,
    Strength,
    StrengthConsent,
    StrengthNotes,
    ViewRequest,
)
from colead.apps.people.own_person import find_own_person
from colead.apps.people.plain import plain
from colead.apps.people.selectors.competencies import competency_item
from colead.apps.people.selectors.leads import leads_of_person
from colead.apps.people.selectors.links import PersonLink, links_at
from colead.apps.people.selectors.shown_strengths import wish_name
from colead.kit.consent import Words
from colead.kit.roles import Member

Source = Strength.Source


@dataclass(frozen=True)
class SaidLevel:
    """A level in number and words, and who sees it; `by` is the colleague who said it."""

    level: int
    name: str
    visible_to: str
    visible_name: str
    by: PersonLink | None = None


@dataclass(frozen=True)
class OwnStrength:
    """One competency: one's own view, what completed assignments show, and what colleagues answered."""

    competency: str
    name: str
    description: str
    own: SaidLevel | None
    own_text: str
    wish: int | None
    wish_name: str
    evidence: SaidLevel | None
    views: list[SaidLevel]


@dataclass(frozen=True)
class RequestRow:
    """A request that one has put to a colleague, or that a colleague has put to oneself."""

    id: int
    person: PersonLink
    asked_at: datetime
    is_answered: bool


@dataclass(frozen=True)
class OwnStrengths:
    """The page of one's own strengths. `agreed_at` is None without consent to allocation.

    consent_words : what they have agreed to, or would.
    agreed_hours : a week that one would lead at most; None where that was not said.
    """

    person: PersonLink
    leads: list[PersonLink]
    strengths: list[OwnStrength]
    asked: list[RequestRow]
    asked_of_me: list[RequestRow]
    consent_words: Words
    agreed_at: datetime | None
    agreed_hours: Decimal | None
    has_notes: bool


def own_strengths(member: Member, today: date) -> OwnStrengths | None:
    """The member's own; None when they are not on the staff list.

    Twelve queries at most, however many strengths and requests.
    """
    person = find_own_person(member)
    if person is None:
        return None
    consent = given_consent(person)
    return OwnStrengths(
        person=PersonLink(person.key, person.name),
        leads=own_leads(person, today),
        strengths=_strengths(person),
        asked=_asked(person),
        asked_of_me=_asked_of(person),
        consent_words=consent.words if consent else StrengthConsent.purpose.words_of(None),
        agreed_at=consent.given_at if consent else None,
        agreed_hours=consent.hours_per_week if consent else None,
        has_notes=StrengthNotes.objects.filter(person=person).exists(),
    )


def own_leads(person: Person, today: date) -> list[PersonLink]:
    """Who "my lead" is today. One query, and four of the structure."""
    structure = structure_on(today)
    return list(links_at(structure, leads_of_person(structure, person.pk)).values())


def own_notes(person: Person) -> str:
    """What a person notes for themselves; empty without notes. One query."""
    return StrengthNotes.objects.filter(person=person).values_list("text", flat=True).first() or ""


def described_competencies(person: Person) -> list[str]:
    """The competencies of which the person has told a level, by key. One query."""
    own = Strength.objects.own_view().filter(person=person)
    return list(own.values_list("competency__key", flat=True))


def given_consent(person: Person) -> StrengthConsent | None:
    """The consent to use the person's strengths that holds now. One query."""
    return StrengthConsent.objects.given().filter(person=person).first()


def _strengths(person: Person) -> list[OwnStrength]:
    rows = Strength.objects.filter(person=person).select_related("competency", "request__colleague")
    by_competency: dict[Competency, list[Strength]] = defaultdict(list)
    for row in rows.order_by("request__colleague__name_plain", "pk"):
        by_competency[row.competency].append(row)
    found = [_strength(competency, said) for competency, said in by_competency.items()]
    return sorted(found, key=lambda one: (-(one.own.level if one.own else -1), plain(one.name)))


def _strength(competency: Competency, rows: list[Strength]) -> OwnStrength:
    item = competency_item(competency)
    own = _first(rows, Source.SELF)
    evidence = _first(rows, Source.EVIDENCE)
    return OwnStrength(
        competency=item.key,
        name=item.name,
        description=item.description,
        own=_said(own) if own else None,
        own_text=item.levels[own.level].text if own else "",
        wish=own.wish if own else None,
        wish_name=wish_name(own.wish if own else None),
        evidence=_said(evidence) if evidence else None,
        views=[_said(row) for row in rows if row.source == Source.PEER],
    )


def _first(rows: Iterable[Strength], source: str) -> Strength | None:
    return next((row for row in rows if row.source == source), None)


def _said(row: Strength) -> SaidLevel:
    colleague = row.request.colleague if row.request else None
    return SaidLevel(
        level=row.level,
        name=str(LEVEL_NAMES[row.level]),
        visible_to=row.visible_to,
        visible_name=row.get_visible_to_display(),
        by=PersonLink(colleague.key, colleague.name) if colleague else None,
    )


def _asked(person: Person) -> list[RequestRow]:
    """Open and declined ones look the same: a colleague may decline quietly."""
    rows = ViewRequest.objects.filter(person=person).select_related("colleague").order_by("asked_at", "pk")
    return [_request(row, row.colleague) for row in rows]


def _asked_of(person: Person) -> list[RequestRow]:
    rows = ViewRequest.objects.filter(colleague=person).exclude(state=ViewRequest.State.DECLINED)
    return [_request(row, row.person) for row in rows.select_related("person").order_by("asked_at", "pk")]


def _request(row: ViewRequest, other: Person) -> RequestRow:
    is_answered = row.state == ViewRequest.State.ANSWERED
    return RequestRow(row.pk, PersonLink(other.key, other.name), row.asked_at, is_answered)
