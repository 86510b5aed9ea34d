"""Which of two colleagues did not want to say how they see somebody."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from random import Random
from unittest import mock

from django.utils import timezone

from apps.leadership.builders import House, build_house
from attacks.game import Attack, guessed
from attacks.product import API, ROLES, address, colleagues, noticed, read, reader, recorded
from cast import member, whole_cast
from colead.apps.ledger.services import append_entry
from colead.apps.people.models import Person, RequestedCompetency, ViewRequest
from colead.apps.people.selectors import own_strengths
from colead.apps.people.services import colleagues_views
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.moves import Move
from colead.kit.roles import Member

ASKERS = ("unit lead", "people team")
READERS = ("member", "people team", "owner")


def play(random: Random, role: str) -> bool | None:
    """Both were asked, by the attacker where they work here; one said no, and the other nothing yet."""
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        house = build_house(cast)
        asker = house.people[ROLES[role]] if role != "owner" else house.people["bo"]
        suspects = colleagues(house, random.randrange(2, 6))[:2]
        users = [_signs_in(one, f"suspect-{number}") for number, one in enumerate(suspects)]
        requests = [_asked(house, asker, one) for one in suspects]

        def look(answer: int) -> Hashable:
            colleagues_views.decline_view(
                by=users[answer], view_request=requests[answer].pk, now=timezone.now()
            )
            return _seen(house, role, suspects, requests)

        return guessed(look, random)


def _signs_in(one: Person, name: str) -> Member:
    who = member(one.organisation, name)
    one.user = who.user
    one.save()
    return who


def _asked(house: House, asker: Person, one: Person) -> ViewRequest:
    shared = {"organisation": house.organisation}
    made = ViewRequest.objects.create(person=asker, colleague=one, asked_at=timezone.now(), **shared)
    RequestedCompetency.objects.create(request=made, competency=house.competencies["listen"], **shared)
    return made


def _seen(house: House, role: str, suspects: list[Person], requests: list[ViewRequest]) -> Hashable:
    """Own pages and their file; asking again; taking it back and asking anew; notices, and the audit log."""
    who = getattr(house.cast, ROLES[role])
    client = reader(who)
    pages = [address(house, "people:strengths"), address(house, "people:strengths_download")]
    said: list[Hashable] = [read(client, [*pages, f"{API}{house.organisation.slug}/own-strengths"])]
    for one, request in zip(suspects, requests, strict=True):
        said += [_tried(who, one), _taken_back(who, request), _tried(who, one)]
    return (*said, noticed(who), recorded())


def _tried(who: Member, one: Person) -> str:
    try:
        colleagues_views.ask_for_view(by=who, colleague=one.key, competencies=["listen"], now=timezone.now())
    except DomainError as refused:
        return refused.code
    return "asked"


def _taken_back(who: Member, request: ViewRequest) -> str:
    try:
        colleagues_views.delete_view_request(by=who, view_request=request.pk, now=timezone.now())
    except DomainError as refused:
        return refused.code
    return "taken back"


@contextmanager
def naive() -> Iterator[None]:
    """Who asked sees who said no, and it is recorded as everything else is."""
    kept, written = own_strengths._request, Move.write

    def request(row: ViewRequest, other: Person) -> own_strengths.RequestRow:
        said = kept(row, other)
        return replace(said, is_answered=row.state != ViewRequest.State.OPEN)

    def write(move: Move, **changes: object) -> None:
        written(move, **changes)
        if move.transition.action == "decline" and move.by:
            subject = f"person:{move.row.colleague.key}"
            append_entry(by=move.by, action="people.view_declined", subject=subject, now=move.now)

    with mock.patch.object(own_strengths, "_request", request), mock.patch.object(Move, "write", write):
        yield


ATTACKS = tuple(
    Attack(
        "refused views",
        role,
        "own pages and file, asked again, taken back and asked anew, notices, audit log",
        partial(play, role=role),
        naive,
    )
    for role in ("member", "unit lead", "people team", "owner")
)
