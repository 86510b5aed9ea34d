"""Changes to organisations, memberships, sign-in links and tokens."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations import permissions
from colead.apps.organisations.models import (
    AccountEmail,
    ApiToken,
    CalendarFeed,
    Membership,
    Organisation,
    SignInLink,
    User,
    hash_secret,
    new_secret,
)
from colead.apps.organisations.token_uses import note_use
from colead.engine.periods import lasts_beyond
from colead.files.dialects import Dialect
from colead.kit.addresses import plain_name
from colead.kit.erasures import note_erasure
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member, Role

INVITATION_LIFETIME = timedelta(days=14)
SIGN_IN_LIFETIME = timedelta(minutes=30)


@transaction.atomic
def create_organisation(
    *, by: User, name: str, now: datetime, language: str = "en", slug: str = ""
) -> Organisation:
    """A new organisation whose owner is the one who creates it."""
    wanted = slug or plain_name(name) or "organisation"
    organisation = Organisation(name=name.strip(), slug=_free_slug(wanted))
    organisation.language = language
    organisation.save()
    Membership.objects.create(
        user=by,
        organisation=organisation,
        role=Role.OWNER,
        valid_from=organisation.today(now),
        accepted_at=now,
    )
    return organisation


@transaction.atomic
def save_settings(*, by: Member, organisation: Organisation, now: datetime) -> None:
    """Save name, language and time zone as they are set on the row.

    Where the new zone is a day behind, memberships that began or ended on the day that was today do so on the
    one that is today now: nobody is locked out for hours, and nobody is let in again.
    """
    by.require(permissions.CHANGE_SETTINGS)
    before = Organisation.objects.select_for_update().get(pk=organisation.pk).today(now)
    organisation.save()
    rows, today = Membership.objects.filter(organisation=organisation), organisation.today(now)
    if today < before:
        rows.filter(valid_from=before).update(valid_from=today)
        rows.filter(valid_until=before).update(valid_until=today)


def _free_slug(wanted: str) -> str:
    """`wanted`, or `wanted-2`, `wanted-3` … if others have it."""
    wanted = wanted[:50]
    taken = set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def invite_member(
    *, by: Member, email: str, role: str, today: date, name: str = "", until: date | None = None
) -> Membership:
    """Give a person a role; an account that signs in by link is made where there is none."""
    by.require(permissions.MANAGE_MEMBERS)
    _check_term(role, until, today)
    user = account_of(email, name=name)
    if Membership.objects.on(today).filter(user=user, organisation=by.organisation).exists():
        raise Conflict(
            "already_member",
            _("%(email)s is already a member.") % {"email": email},
            _("End that membership first, or change its role."),
            field="email",
        )
    return Membership.objects.create(
        user=user,
        organisation=by.organisation,
        role=role,
        valid_from=today,
        valid_until=until,
        invited_as=name,
    )


def accept_invitation(*, user: User, organisation: Organisation, now: datetime) -> None:
    """The user comes in by an invitation: from here on the organisation sees their name."""
    waiting = Membership.objects.filter(user=user, organisation=organisation, accepted_at__isnull=True)
    waiting.update(accepted_at=now)


def accept_only_invitation(*, user: User, now: datetime) -> None:
    """Who knows one organisation alone comes into it by any sign-in, once their address is proved.

    Of several, each waits for its own invitation: else whoever invites an address would learn whose it is.
    """
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return
    belongs_to = list(Organisation.objects.filter(memberships__user=user).distinct()[:2])
    if len(belongs_to) == 1:
        accept_invitation(user=user, organisation=belongs_to[0], now=now)


def account_of(email: str, **fields: str) -> User:
    """The account with this address, made with these fields where there is none."""
    return User.objects.at_address(email).first() or User.objects.create_user(email, **fields)


def _check_term(role: str, until: date | None, today: date) -> None:
    """A known role, an end that lies ahead, and for consultants an end at all."""
    if role not in Role.values:
        raise DomainError("unknown_role", _("“%(role)s” is not a role.") % {"role": role}, field="role")
    if role == Role.CONSULTANT and until is None:
        raise DomainError(
            "consultant_without_end",
            _("A consultant's engagement needs an end date."),
            _("Choose the day it ends; it can be extended later."),
            field="until",
        )
    if not lasts_beyond(until, today):
        raise DomainError(
            "end_not_ahead",
            _("The end must lie after today."),
            _("Choose a later day, or end the membership now."),
            field="until",
        )


@transaction.atomic
def end_membership(*, by: Member, membership_id: int, now: datetime) -> Membership:
    """End a membership today, with its user's tokens, calendar and invitations here. The last owner stays.

    Sessions go on: the user may belong elsewhere, and membership is read anew for every page.
    """
    by.require(permissions.MANAGE_MEMBERS)
    membership = _close_membership(by, membership_id, by.organisation.today(now))
    here = {"user": membership.user, "organisation": by.organisation}
    ApiToken.objects.filter(**here, revoked_at__isnull=True).update(revoked_at=now)
    # not noted: an invitation is no datum about somebody that a restore could bring back to life
    SignInLink.objects.filter(**here).delete()
    CalendarFeed.objects.filter(**here).delete()
    return membership


@transaction.atomic
def change_role(
    *, by: Member, membership_id: int, role: str, now: datetime, until: date | None = None
) -> Membership:
    """Close the membership and open another with the new role; nothing is overwritten."""
    by.require(permissions.MANAGE_MEMBERS)
    today = by.organisation.today(now)
    _check_term(role, until, today)
    old = _close_membership(by, membership_id, today)
    return Membership.objects.create(
        user=old.user,
        organisation=by.organisation,
        role=role,
        valid_from=today,
        valid_until=until,
        invited_as=old.invited_as,
        accepted_at=old.accepted_at,
    )


def _close_membership(by: Member, membership_id: int, today: date) -> Membership:
    """End a membership that is in force."""
    current = {row.pk: row for row in _locked_memberships(by, today)}
    membership = current.get(membership_id)
    if membership is None:
        raise NotFound("no_membership", _("There is no such membership, or it has ended."))
    if membership.role == Role.OWNER and not any(
        row.role == Role.OWNER and row.pk != membership.pk for row in current.values()
    ):
        raise Conflict(
            "last_owner",
            _("The last owner cannot leave."),
            _("Make somebody else an owner first."),
        )
    membership.valid_until, membership.ends_with_position, membership.agreed_until = today, False, None
    membership.save(update_fields=["valid_until", "ends_with_position", "agreed_until"])
    return membership


def _locked_memberships(by: Member, today: date) -> list[Membership]:
    """Every membership in force, locked: two owners who end each other at once must not both succeed."""
    rows = Membership.objects.on(today).select_for_update(of=("self",)).select_related("user")
    return list(rows.filter(organisation=by.organisation).order_by("pk"))


def end_sessions(user: User) -> None:
    """Sign a user out everywhere."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)


def create_sign_in_link(
    *,
    user: User,
    now: datetime,
    lifetime: timedelta = SIGN_IN_LIFETIME,
    reusable: bool = False,
    next_url: str = "",
    invited_to: Organisation | None = None,
) -> str:
    """The secret of a new link; only its hash is kept."""
    secret = new_secret()
    SignInLink.objects.create(
        user=user,
        secret_hash=hash_secret(secret),
        expires_at=now + lifetime,
        reusable=reusable,
        next_url=next_url,
        organisation=invited_to,
    )
    return secret


@transaction.atomic
def use_sign_in_link(*, secret: str, now: datetime) -> SignInLink:
    """Mark a link as used and return it; NotFound if it is unknown, used or expired."""
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("user", "organisation")
        .filter(secret_hash=hash_secret(secret), user__is_active=True)
        .first()
    )
    if link is None or not link.is_usable(now):
        raise NotFound(
            "link_not_usable",
            _("This link has been used or has expired."),
            _("Ask for a new one on the sign-in page."),
        )
    link.used_at = now
    link.save(update_fields=["used_at"])
    prove_address(user=link.user, now=now)
    if link.organisation:
        accept_invitation(user=link.user, organisation=link.organisation, now=now)
    else:
        accept_only_invitation(user=link.user, now=now)
    return link


@transaction.atomic
def prove_address(*, user: User, now: datetime) -> None:
    """The user has opened what was mailed to their address: from here on it counts.

    Whoever made the account may not be who reads its mail. The first proof therefore discards what was set
    before: password, sessions, tokens, other links, and claims of other accounts to this address.
    """
    if EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return
    forget_unproved(user=user, now=now)
    # not noted: what is deleted here are claims to an address, refuted by who reads its mail
    EmailAddress.objects.filter(email__iexact=user.email).delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def forget_unproved(*, user: User, now: datetime) -> None:
    """Discard every way in that was set before the address was proved; link and invitation still work."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    end_ways_in(user=user, now=now)
    user.refresh_from_db(fields=["session_version"])


def end_ways_in(*, user: User, now: datetime) -> None:
    """Unopened links, tokens of programs, addresses of calendars: they die with the password of their day.

    Invitations stay: they were mailed to the very address, and whoever sent one waits for an answer.
    """
    waiting = SignInLink.objects.filter(user=user, used_at__isnull=True, reusable=False)
    # not noted: unopened links
    waiting.filter(organisation__isnull=True).delete()
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    CalendarFeed.objects.filter(user=user).delete()


def choose_language(*, user: User, language: str) -> None:
    """Keep the language that a user chose on a page."""
    User.objects.filter(pk=user.pk).update(language=language)


def choose_csv_dialect(*, user: User, dialect: Dialect) -> None:
    """Keep how a user wants CSV files, chosen beside a download."""
    User.objects.filter(pk=user.pk).update(csv_dialect=dialect)


def create_token(
    *, by: Member, name: str, scope: str, now: datetime, lifetime: timedelta
) -> tuple[ApiToken, str]:
    """A token for programs, with its secret, which is shown once."""
    by.require(permissions.USE_TOKENS)
    if by.user is None:
        raise DomainError(
            "no_user", _("A token belongs to a person."), _("Sign in and create it on the page.")
        )
    secret = new_secret()
    token = ApiToken.objects.create(
        user=by.user,
        organisation=by.organisation,
        name=name.strip(),
        scope=scope,
        secret_hash=hash_secret(secret),
        created_at=now,
        expires_at=now + lifetime,
    )
    return token, secret


@transaction.atomic
def open_calendar(*, by: Member, now: datetime) -> str:
    """The secret of the member's own calendar address, which is shown once. The one before it stops."""
    if by.user is None:
        raise DomainError("no_user", _("A calendar belongs to a person."), _("Sign in and make it there."))
    close_calendar(by=by, now=now)
    secret = new_secret()
    CalendarFeed.objects.create(
        user=by.user, organisation=by.organisation, secret_hash=hash_secret(secret), created_at=now
    )
    return secret


@transaction.atomic
def close_calendar(*, by: Member, now: datetime) -> None:
    """The member's calendar address stops at once, also in a backup that is restored; none is no fault."""
    feeds = CalendarFeed.objects.filter(user=by.user, organisation=by.organisation)
    note_erasure(by=by, what="organisations.CalendarFeed", ids=feeds.values_list("pk", flat=True), now=now)
    feeds.delete()


def sign_everybody_out() -> None:
    """End every session, take back every link that works once and e-mail that waited: after a restore."""
    # not noted: a restore does this itself
    Session.objects.all().delete()
    SignInLink.objects.filter(reusable=False).delete()
    AccountEmail.objects.all().delete()


def revoke_token(*, by: Member, token_id: int, now: datetime) -> None:
    """End one of the member's own tokens at once."""
    changed = ApiToken.objects.filter(
        pk=token_id, user=by.user, organisation=by.organisation, revoked_at__isnull=True
    ).update(revoked_at=now)
    if not changed:
        raise NotFound("no_token", _("There is no such token, or it has been revoked."))


def use_token(*, secret: str, now: datetime) -> ApiToken:
    """The token with its user; NotFound if it does not work (any more). One query."""
    token = (
        ApiToken.objects.select_related("user", "organisation")
        .filter(secret_hash=hash_secret(secret))
        .first()
    )
    if token is None or not token.is_usable(now):
        raise NotFound("token_not_usable", _("This token is unknown, revoked or expired."))
    note_use(token, token.organisation.today(now))
    return token
