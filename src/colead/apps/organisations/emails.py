"""E-mail about accounts: a row in the request, the sending by a worker. See `queue_email`.

A row says what is asked for at which address, never a secret: whoever renders it makes the link, when it is
sent. A request therefore does the same work for every address, whether it is known or not.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import quote

import structlog
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error, connection
from django.urls import reverse
from django.utils import timezone, translation

from colead.apps.organisations.models import AccountEmail, Membership, Organisation, User
from colead.apps.organisations.selectors import user_by_email
from colead.apps.organisations.services import INVITATION_LIFETIME, create_sign_in_link
from colead.kit.languages import reading_language
from colead.kit.mail import written

LOOK_SECONDS = 1.0
FIRST_WAIT = timedelta(seconds=30)
MOST_ATTEMPTS = 9  # waits of 30, 60, 120 … seconds add up to two hours

log = structlog.get_logger("colead.email")


def queue_email(kind: str, to: str, *, now: datetime, **arguments: int) -> None:
    """Put an e-mail into the queue, in the caller's transaction. One query. KeyError for an unknown kind.

    `arguments` are ids. A worker sends it within a second, in the language of the account, else of the page.
    """
    RENDERERS[kind]  # fails where it is asked for
    AccountEmail.objects.create(
        kind=kind,
        address=to,
        arguments=arguments,
        language=reading_language(),
        created_at=now,
        next_attempt_at=now,
    )


def keep_sending(stop: Event, *, once: bool = False) -> None:
    """Send what waits until `stop` is set, with `once` one round. A database that is away is waited for."""
    try:
        while not stop.is_set():
            try:
                send_waiting_emails(now=timezone.now())
            except Error as error:  # any: nobody else sends what waits
                log.warning("database_away", kind=type(error).__name__)
                connection.close()
            if once:
                return
            stop.wait(LOOK_SECONDS)
    finally:
        connection.close()


def send_waiting_emails(*, now: datetime) -> int:
    """Send what is due; returns how many rows were tried. One query when nothing waits.

    An attempt is committed before it is made, so that a worker that dies in it, or another one, does not
    repeat it at once. What nine attempts did not send is given up and logged. A slow server delays the next
    row, whose link and next attempt count from its own turn.
    """
    started = monotonic()
    due = AccountEmail.objects.filter(next_attempt_at__lte=now).order_by("created_at")[:50]
    return sum(_try(row, now + timedelta(seconds=monotonic() - started)) for row in due)


def _try(row: AccountEmail, now: datetime) -> bool:
    """Send one, unless another worker just does."""
    wait = FIRST_WAIT * (1 << row.attempts)
    untouched = AccountEmail.objects.filter(pk=row.pk, attempts=row.attempts)
    if not untouched.update(attempts=row.attempts + 1, next_attempt_at=now + wait):
        return False
    try:
        message = _rendered(row, now)
        if message is not None:
            message.send()
    except Exception as error:  # whatever one e-mail does, the others go out
        log.warning("account_email_not_sent", email=row.pk, kind=row.kind, fault=type(error).__name__)
        if row.attempts + 1 < MOST_ATTEMPTS:
            return True
    # not noted: sent, or given up
    AccountEmail.objects.filter(pk=row.pk).delete()
    return True


def _rendered(row: AccountEmail, now: datetime) -> EmailMessage | None:
    with translation.override(row.language):
        return RENDERERS[row.kind](row, now=now)


def sign_in(row: AccountEmail, *, now: datetime) -> EmailMessage | None:
    """A link for whoever has the account at this address, if there is one."""
    user = user_by_email(row.address)
    return _link(user, create_sign_in_link(user=user, now=now), "sign_in") if user else None


def invitation(row: AccountEmail, *, now: datetime) -> EmailMessage | None:
    """A link into the organisation, unless its user has left meanwhile; another role is no leaving."""
    memberships = Membership.objects.select_related("organisation", "user")
    membership = memberships.filter(pk=row.arguments["membership"]).first()
    if membership is None:
        return None
    organisation: Organisation = membership.organisation
    today = organisation.today(now)
    if not Membership.objects.on(today).filter(user=membership.user, organisation=organisation).exists():
        return None
    secret = create_sign_in_link(
        user=membership.user,
        now=now,
        lifetime=INVITATION_LIFETIME,
        next_url=reverse("web:dashboard", args=[organisation.slug]),
        invited_to=organisation,
    )
    return _link(membership.user, secret, "invitation", organisation=organisation)


def verification(row: AccountEmail, *, now: datetime) -> EmailMessage | None:  # noqa: ARG001  (as all renderers)
    """A link with which an address is confirmed, while it waits to be."""
    address = EmailAddress.objects.select_related("user").filter(pk=row.arguments["address"]).first()
    if address is None or address.verified:
        return None
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    return _written("verification", address.email, address.user.language, url=settings.BASE_URL + path)


def password_reset(row: AccountEmail, *, now: datetime) -> EmailMessage | None:  # noqa: ARG001
    """A link with which whoever has the account at this address, if there is one, chooses a password."""
    user = user_by_email(row.address)
    if user is None:
        return None
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    url = settings.BASE_URL + path.replace("UID-KEY", quote(key))
    return _written("password_reset", user.email, user.language, user=user, url=url)


def account_exists(row: AccountEmail, *, now: datetime) -> EmailMessage | None:  # noqa: ARG001
    """Somebody wanted to sign up with an address that has an account."""
    url = settings.BASE_URL + reverse("organisations:request_link")
    return _written("account_exists", row.address, "", url=url)


def _link(user: User, secret: str, template: str, **context: Any) -> EmailMessage:
    """A link that signs in."""
    url = settings.BASE_URL + reverse("organisations:sign_in_link", args=[secret])
    return _written(template, user.email, user.language, user=user, url=url, **context)


def _written(template: str, address: str, language: str, **context: Any) -> EmailMessage:
    """An e-mail in the receiver's language."""
    with translation.override(language or reading_language()):
        return written(f"organisations/email/{template}.txt", address, context)


# What may be asked for, and who renders it: the message, or None where there is nothing to send.
RENDERERS: dict[str, Callable[..., EmailMessage | None]] = {
    "sign_in": sign_in,
    "invitation": invitation,
    "verification": verification,
    "password_reset": password_reset,
    "account_exists": account_exists,
}
