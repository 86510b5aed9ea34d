"""The first owner of an organisation, made by the operator at the command line."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from colead.apps.organisations.models import Organisation, User
from colead.apps.organisations.selectors import organisations_called, role_of
from colead.apps.organisations.services import (
    INVITATION_LIFETIME,
    account_of,
    create_organisation,
    create_sign_in_link,
    invite_member,
)
from colead.cli.language import Speaker
from colead.files.translation import gettext_noop as _
from colead.kit.errors import DomainError
from colead.kit.roles import Role, console

_NAME_IT = _("Which organisation? Name it with --organisation.")
_NO_OWNER_ROLE = _("{email} is a member of {name}, but not an owner.")
_ASK_AN_OWNER = _("Let an owner change the role on the page “Members and roles”.")
_BAD_EMAIL = _("'{email}' is not an e-mail address.")


@dataclass(frozen=True)
class Owned:
    """An organisation, and the link with which its owner signs in once."""

    organisation: Organisation
    email: str
    url: str
    days: int


@transaction.atomic
def make_owner(*, email: str, name: str | None, now: datetime, speak: Speaker) -> Owned:
    """Make the account and the organisation where they are missing; what is there stays as it is.

    name : of the organisation; None = the only one there is.

    Raises DomainError for a bad address, an organisation that is not named and cannot be guessed, and a
    member with another role.
    """
    user = _account(email, speak)
    organisation = _organisation(user, name, now, speak)
    next_url = reverse("web:dashboard", args=[organisation.slug])
    secret = create_sign_in_link(
        user=user, now=now, lifetime=INVITATION_LIFETIME, next_url=next_url, invited_to=organisation
    )
    url = f"{settings.BASE_URL}{reverse('organisations:sign_in_link', args=[secret])}"
    return Owned(organisation, user.email, url, INVITATION_LIFETIME.days)


def _account(email: str, speak: Speaker) -> User:
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError("bad_email", speak(_BAD_EMAIL, email=email)) from error
    return account_of(email, language=speak.language)


def _organisation(user: User, name: str | None, now: datetime, speak: Speaker) -> Organisation:
    found = organisations_called(name)
    if name and not found:
        return create_organisation(by=user, name=name, now=now, language=speak.language)
    if len(found) != 1:
        raise DomainError("which_organisation", speak(_NAME_IT))
    _require_owner(user, found[0], now, speak)
    return found[0]


def _require_owner(user: User, organisation: Organisation, now: datetime, speak: Speaker) -> None:
    """Let a newcomer in as owner; a member's role is for the owners to change."""
    today = organisation.today(now)
    role = role_of(user, organisation, today)
    if role is None:
        invite_member(by=console(organisation), email=user.email, role=Role.OWNER, today=today)
    elif role != Role.OWNER:
        message = speak(_NO_OWNER_ROLE, email=user.email, name=organisation.name)
        raise DomainError("not_an_owner", message, speak(_ASK_AN_OWNER))
