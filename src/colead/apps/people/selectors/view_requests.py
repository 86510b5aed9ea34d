"""Asking a colleague for their view, and the request as that colleague sees it."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Person, ViewRequest
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.competencies import CompetencyItem, competency_item
from colead.apps.people.selectors.leads import leads_of_person
from colead.apps.people.selectors.links import PersonLink, links_at
from colead.kit.roles import Member

MOST_SUGGESTED = 20


@dataclass(frozen=True)
class AskedCompetency:
    """A competency that a colleague is asked about; `level` is what they have answered so far."""

    competency: CompetencyItem
    level: int | None


@dataclass(frozen=True)
class ViewRequestPage:
    """A request as the colleague sees it."""

    id: int
    person: PersonLink
    asked_at: datetime
    is_answered: bool
    rows: list[AskedCompetency]


def view_request_page(member: Member, pk: int) -> ViewRequestPage | None:
    """A request that was put to the member; None for anybody else's. At most five queries."""
    own = find_own_person(member)
    requests = ViewRequest.objects.filter(pk=pk, colleague=own).select_related("person")
    request = requests.first() if own else None
    if request is None:
        return None
    answered = dict(request.answers.values_list("competency_id", "level"))
    asked = request.asked_about.select_related("competency").order_by("competency__key")
    return ViewRequestPage(
        id=request.pk,
        person=PersonLink(request.person.key, request.person.name),
        asked_at=request.asked_at,
        is_answered=request.state == ViewRequest.State.ANSWERED,
        rows=[
            AskedCompetency(competency_item(one.competency), answered.get(one.competency_id)) for one in asked
        ],
    )


def find_colleague(own: Person, key: str) -> Person | None:
    """Somebody else, by employee number. One query; none without a number."""
    return Person.objects.filter(key=key).exclude(pk=own.pk).first() if key else None


def suggested_colleagues(person: Person, today: date) -> list[PersonLink]:
    """Those one works with by the structure: team, leads, own reports; at most twenty. Five queries."""
    structure = structure_on(today)
    near = _near(structure, person.pk)
    return list(links_at(structure, near).values())[:MOST_SUGGESTED]


def _near(structure: Structure, person_pk: int) -> list[int]:
    index = structure.index_of(person_pk)
    if index < 0:
        return []
    manager, unit = structure.engine.manager, structure.engine.unit
    reports = np.flatnonzero(manager == index)
    team = np.flatnonzero((manager == manager[index]) & (manager >= 0) & (unit == unit[index]))
    near = [*leads_of_person(structure, person_pk), *reports.tolist(), *team.tolist()]
    return [one for one in dict.fromkeys(near) if one != index][: 3 * MOST_SUGGESTED]
