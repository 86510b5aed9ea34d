"""A person asks a colleague how they see the person's strengths; the colleague answers, or does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_move
from colead.apps.notices.services import tell_move
from colead.apps.people import permissions
from colead.apps.people.models import Person, RequestedCompetency, Strength, ViewRequest
from colead.apps.people.own_person import own_person, users_of
from colead.apps.people.services.competencies import competencies_by_key
from colead.apps.people.services.save_strengths import check_level
from colead.apps.people.workflow import VIEW_REQUEST
from colead.kit.erasures import note_erasure
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, require
from colead.kit.roles import Member


@transaction.atomic
def ask_for_view(*, by: Member, colleague: str, competencies: Sequence[str], now: datetime) -> ViewRequest:
    """Ask one colleague, by key, for their view of some competencies, by key. They get a notice."""
    by.require(permissions.DESCRIBE_STRENGTHS)
    person = own_person(by)
    asked = _colleague(by, person, colleague, now)
    chosen = competencies_by_key(dict.fromkeys(competencies))
    if not chosen:
        raise DomainError(
            "nothing_asked",
            _("Nothing is asked yet."),
            _("Choose at least one competency."),
            field="competencies",
        )
    move = _stored_request(by, person, asked, now)
    request: ViewRequest = move.row
    RequestedCompetency.objects.bulk_create(
        RequestedCompetency(organisation=by.organisation, request=request, competency=competency)
        for competency in chosen.values()
    )
    address = reverse("people:view_request", args=[by.organisation.slug, request.pk])
    tell_move(move, url=address, values={"name": person.name})
    append_move(move)
    return request


@transaction.atomic
def answer_view(*, by: Member, view_request: int, levels: Mapping[str, int | None], now: datetime) -> None:
    """Say how one sees a colleague, as they asked: a level for each competency by key, None = cannot say.

    A new answer replaces the one before. Only the one who asked sees it, with the name of who said it.
    """
    move = _move_of(view_request, "answer", by, now)
    request = move.row
    asked = {one.competency.key: one.competency for one in request.asked_about.select_related("competency")}
    said = {key: level for key, level in levels.items() if level is not None}
    _check_answer(said, asked)
    # not noted: another answer takes its place
    request.answers.all().delete()
    Strength.objects.bulk_create(
        Strength(
            organisation=by.organisation,
            person_id=request.person_id,
            competency=asked[key],
            level=level,
            source=Strength.Source.PEER,
            request=request,
        )
        for key, level in said.items()
    )
    move.write()
    address = reverse("people:strengths", args=[by.organisation.slug])
    tell_move(move, url=address, values={"name": request.colleague.name})
    append_move(move)


@transaction.atomic
def decline_view(*, by: Member, view_request: int, now: datetime) -> None:
    """Do not answer, or take an answer back. Nobody is told: to the one who asked it looks like "not yet".

    For the same reason there is no entry in the ledger.
    """
    move = _move_of(view_request, "decline", by, now)
    answers = move.row.answers.all()
    note_erasure(by=by, what=Strength._meta.label_lower, ids=answers.values_list("pk", flat=True), now=now)
    answers.delete()
    move.write()


@transaction.atomic
def delete_view_request(*, by: Member, view_request: int, now: datetime) -> None:
    """Take a request back and delete what was answered; for the one who asked."""
    move = _move_of(view_request, "delete", by, now)
    move.row.delete()
    note_erasure(by=by, what=ViewRequest._meta.label_lower, ids=[view_request], now=now)
    append_move(move)


def _colleague(by: Member, person: Person, key: str, now: datetime) -> Person:
    """Somebody else who works here today and can sign in to answer."""
    here = Person.objects.on(by.organisation.today(now))
    found = here.filter(key=key).exclude(pk=person.pk).first()
    if found is None:
        raise DomainError(
            "no_colleague",
            _("No colleague is chosen who works here today."),
            _("Search for a name and choose a person."),
            field="colleague",
        )
    if not users_of([found]):
        raise DomainError(
            "colleague_without_account",
            _("%(name)s does not sign in to Colead, and so cannot answer.") % {"name": found.name},
            _("Ask somebody else, or ask the people team to invite them."),
            field="colleague",
        )
    return found


def _stored_request(by: Member, person: Person, colleague: Person, now: datetime) -> Move:
    request = ViewRequest(organisation=by.organisation, person=person, colleague=colleague, asked_at=now)
    move = require(VIEW_REQUEST, "ask", request, by=by, now=now)
    try:
        with transaction.atomic():
            move.write()
    except IntegrityError:
        raise Conflict(
            "asked_already",
            _("You have asked %(name)s already.") % {"name": colleague.name},
            _("To ask again, delete the request first."),
            field="colleague",
        ) from None
    return move


def _move_of(pk: int, action: str, by: Member, now: datetime) -> Move:
    """What the member is about to do with a request, which is locked; NotFound for anybody else's."""
    VIEW_REQUEST.permit(action, by)
    requests = ViewRequest.objects.select_for_update(of=("self",)).select_related("person", "colleague")
    found = requests.filter(pk=pk).first()
    if found is None:
        raise VIEW_REQUEST.not_found()
    return require(VIEW_REQUEST, action, found, by=by, now=now)


def _check_answer(said: Mapping[str, int], asked: Mapping[str, object]) -> None:
    if not said:
        raise DomainError(
            "no_answer",
            _("No level is chosen."),
            _("Choose at least one, or choose not to answer."),
        )
    for key, level in said.items():
        check_level(level)
        if key not in asked:
            raise DomainError(
                "not_asked",
                _("You were not asked about “%(key)s”.") % {"key": key[:80]},
                _("Answer only what was asked."),
            )
