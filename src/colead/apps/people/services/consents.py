"""A person agrees to something, or takes that back. It counts at once; nobody can say it for others."""

from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, transaction

from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import Organisation
from colead.apps.people.models import Consent, Person
from colead.apps.people.own_person import own_person
from colead.kit.erasures import Erasure, note_erasure
from colead.kit.roles import Member, console

Kind = TypeVar("Kind", bound=Consent)


@transaction.atomic
def give_consent(kind: type[Kind], *, by: Member, now: datetime, **chosen: Any) -> Kind:
    """Agree to what is asked today; saying so twice changes nothing. `chosen`: further columns of the kind.

    Agreeing to newer words closes the consent to older ones.
    """
    by.require(kind.purpose.permission)
    person = own_person(by)
    given = _given(kind, person)
    if given is not None and given.version == kind.purpose.version:
        return given
    if given is not None:
        _close(given, now)
    return _open(kind, person, by, now, chosen)


@transaction.atomic
def withdraw_consent(kind: type[Consent], *, by: Member, now: datetime) -> None:
    """Take one's consent back; without one nothing happens. Whoever uses it asks anew each time."""
    by.require(kind.purpose.permission)
    given = _given(kind, own_person(by))
    if given is not None:
        _close(given, now)
        note_erasure(by=by, what=kind._meta.label_lower, ids=[given.pk], now=now)
        _enter(given, kind.purpose.withdrawn, by, now)


def withdraw_again(organisation: Organisation, erasure: Erasure, *, now: datetime) -> None:
    """After a restore: close those of these consents that are open, as their people did."""
    kind: type[Consent] = apps.get_model(erasure.what)
    for given in kind.objects.given().filter(pk__in=erasure.ids):
        _close(given, erasure.at)
        _enter(given, kind.purpose.withdrawn, console(organisation), now)


def _given(kind: type[Kind], person: Person) -> Kind | None:
    found: Kind | None = kind.objects.given().select_for_update().filter(person=person).first()  # type: ignore[assignment]
    return found


def _open(kind: type[Kind], person: Person, by: Member, now: datetime, chosen: dict[str, Any]) -> Kind:
    consent = kind(
        organisation=by.organisation, person=person, version=kind.purpose.version, given_at=now, **chosen
    )
    try:
        with transaction.atomic():
            consent.save(force_insert=True)
    except IntegrityError:  # a double click: the other request was faster
        return kind.objects.given().get(person=person)  # type: ignore[return-value]
    _enter(consent, kind.purpose.given, by, now)
    return consent


def _close(consent: Consent, now: datetime) -> None:
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])


def _enter(consent: Consent, action: str, by: Member, now: datetime) -> None:
    append_entry(by=by, action=action, subject=f"{consent.purpose.subject}:{consent.pk}", now=now)
