"""A person asks a colleague how they see the person's strengths; the colleague answers, or does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.notices.services import notify
from colead.apps.people import permissions
from colead.apps.people.models import Person, Position, RequestedCompetency, Strength, ViewRequest
from colead.apps.people.own_person import own_person, users_of
from colead.apps.people.services.competencies import competencies_by_key
from colead.apps.people.services.save_strengths import check_level
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member

State = ViewRequest.State


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
    request = _store_request(by, person, asked, now)
    RequestedCompetency.objects.bulk_create(
        RequestedCompetency(organisation=by.organisation, request=request, competency=competency)
        for competency in chosen.values()
    )
    append_entry(by=by, action="people.view_asked", subject=f"view_request:{request.pk}", now=now)
    _tell(asked, "people.view_asked", request, "people:view_request", name=person.name, now=now)
    return request


@transaction.atomic
def answer_view(*, by: Member, view_request: int, levels: Mapping[str, int | None], now: datetime) -> None:
    """Say how one sees a colleague, as they asked: a level for each competency by key, None = cannot say.

    A new answer replaces the one before. Only the one who asked sees it, with the name of who said it.
    """
    request = _request_to(by, view_request)
    asked = {one.competency.key: one.competency for one in request.asked_about.select_related("competency")}
    said = {key: level for key, level in levels.items() if level is not None}
    _check_answer(said, asked)
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
    _set_state(request, State.ANSWERED, now)
    append_entry(by=by, action="people.view_answered", subject=f"view_request:{request.pk}", now=now)
    _tell(
        request.person, "people.view_answered", request, "people:strengths",
        name=request.colleague.name, now=now,
    )  # fmt: skip


@transaction.atomic
def decline_view(*, by: Member, view_request: int, now: datetime) -> None:
    """Do not answer, or take an answer back. Nobody is told: to the one who asked it looks like "not yet".

    For the same reason there is no entry in the ledger.
    """
    request = _request_to(by, view_request)
    request.answers.all().delete()
    _set_state(request, State.DECLINED, now)


@transaction.atomic
def delete_view_request(*, by: Member, view_request: int, now: datetime) -> None:
    """Take a request back and delete what was answered; for the one who asked."""
    by.require(permissions.DESCRIBE_STRENGTHS)
    found = ViewRequest.objects.filter(pk=view_request, person=own_person(by)).first()
    if found is None:
        raise _no_request()
    append_entry(by=by, action="people.view_request_deleted", subject=f"view_request:{found.pk}", now=now)
    found.delete()


def _colleague(by: Member, person: Person, key: str, now: datetime) -> Person:
    """Somebody else who works here today and can sign in to answer."""
    here = Position.objects.main_on(by.organisation.today(now)).values("person")
    found = Person.objects.filter(key=key, pk__in=here).exclude(pk=person.pk).first()
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


def _store_request(by: Member, person: Person, colleague: Person, now: datetime) -> ViewRequest:
    try:
        with transaction.atomic():
            return ViewRequest.objects.create(
                organisation=by.organisation, person=person, colleague=colleague, asked_at=now
            )
    except IntegrityError:
        raise Conflict(
            "asked_already",
            _("You have asked %(name)s already.") % {"name": colleague.name},
            _("To ask again, delete the request first."),
            field="colleague",
        ) from None


def _request_to(by: Member, pk: int) -> ViewRequest:
    """A request that was put to this member."""
    by.require(permissions.DESCRIBE_STRENGTHS)
    requests = ViewRequest.objects.select_for_update(of=("self",)).select_related("person", "colleague")
    found = requests.filter(pk=pk, colleague=own_person(by)).first()
    if found is None:
        raise _no_request()
    return found


def _no_request() -> NotFound:
    return NotFound(
        "no_view_request", _("There is no such request."), _("The one who asked may have deleted it.")
    )


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


def _set_state(request: ViewRequest, state: State, now: datetime) -> None:
    request.state = state
    request.answered_at = now if state == State.ANSWERED else None
    request.save(update_fields=["state", "answered_at"])


def _tell(to: Person, kind: str, request: ViewRequest, route: str, *, name: str, now: datetime) -> None:
    """A notice for a person who signs in."""
    user = users_of([to]).get(to.pk)
    if user is None:
        return
    slug = request.organisation.slug
    arguments = [slug, request.pk] if route == "people:view_request" else [slug]
    notify(
        to=user,
        organisation=request.organisation,
        kind=kind,
        subject=f"view_request:{request.pk}",
        url=reverse(route, args=arguments),
        values={"name": name},
        now=now,
    )
