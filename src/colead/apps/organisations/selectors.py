"""Reads about organisations and who belongs to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import (
    ApiToken,
    CalendarFeed,
    Membership,
    Organisation,
    User,
    hash_secret,
)
from colead.apps.organisations.queries import existing
from colead.kit.columns import Column, Kind, ListOf
from colead.kit.errors import NotFound
from colead.kit.roles import Member, Role


@dataclass(frozen=True)
class MemberRow:
    """One membership on the members page."""

    name: Annotated[str, Column(_("Name"), cell="organisations/_member_cell.html")]
    email: str
    role: str
    role_label: Annotated[str, Column(_("Role"))]
    valid_from: date
    valid_until: Annotated[date | None, Column(_("Until"))]
    id: Annotated[int, Column(_("Change"), Kind.ACTION, cell="organisations/_change_member_cell.html")]


@dataclass(frozen=True)
class TokenRow:
    """A token of one's own that still works."""

    name: Annotated[str, Column(_("For"))]
    scope_label: Annotated[str, Column(_("Rights"))]
    expires_on: Annotated[date, Column(_("Expires"))]
    last_used_on: Annotated[date | None, Column(_("Last used"))]
    id: Annotated[int, Column(_("Revoke"), Kind.ACTION, cell="organisations/_revoke_token_cell.html")]


MEMBERS = ListOf(_("Members and roles"), MemberRow, page="organisations:members")
TOKENS = ListOf(_("API tokens"), TokenRow, page="organisations:tokens")


def organisations_of(user: User, *, now: datetime) -> list[Organisation]:
    """The organisations a user belongs to today, by name. One query."""
    memberships = Membership.objects.filter(user=user).select_related("organisation")
    found = {
        membership.organisation.pk: membership.organisation
        for membership in memberships
        if membership.is_valid_on(membership.organisation.today(now))
    }
    return sorted(found.values(), key=lambda organisation: organisation.name)


def is_organisation_older_than(at: datetime) -> bool:
    """Whether people have worked here since before that moment. One query."""
    return Organisation.objects.filter(created_at__lt=at).exists()


def may_create_organisation(user: User, *, now: datetime) -> bool:
    """Everybody where sign-up is open, else who owns an organisation today. One query at most."""
    if settings.SIGN_UP_OPEN:
        return True
    owned = user.memberships.filter(role=Role.OWNER).select_related("organisation")
    return any(membership.is_valid_on(membership.organisation.today(now)) for membership in owned)


def members(member: Member, day: date) -> list[MemberRow]:
    """Everybody with a membership on `day`. One query."""
    rows = Membership.objects.on(day).filter(organisation=member.organisation).select_related("user")
    shown = [
        MemberRow(
            id=row.pk,
            name=row.known_name,
            email=row.user.email,
            role=row.role,
            role_label=str(Role(row.role).label),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.name, row.email))


def find_organisation(slug: str) -> Organisation | None:
    """The organisation with this short name. One query."""
    return Organisation.objects.filter(slug=slug).first()


def organisation_slugs(most: int) -> list[str]:
    """The first short names there are. One query."""
    return list(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:most])


def organisations_called(name: str | None) -> list[Organisation]:
    """The organisations with this name; None: all there are. One query."""
    return list(Organisation.objects.filter(name__iexact=name) if name else Organisation.objects.all())


def has_owner() -> bool:
    """True when somebody owns an organisation here. One query."""
    return Membership.objects.filter(role=Role.OWNER).exists()


def role_of(user: User, organisation: Organisation, today: date) -> str | None:
    """The role that a user has in an organisation today; None for an outsider. One query."""
    memberships = Membership.objects.on(today).filter(user=user, organisation=organisation)
    return memberships.values_list("role", flat=True).first()


def has_colleagues(member: Member) -> bool:
    """True when somebody else has, had or will have a membership. One query."""
    others = Membership.objects.filter(organisation=member.organisation).exclude(user=member.user)
    return others.exists()


def existing_membership(member: Member, pk: int) -> Membership:
    """A membership of the organisation with its user; NotFound without. One query."""
    rows = Membership.objects.select_related("user")
    return existing(rows, pk=pk, organisation=member.organisation)


def user_by_email(email: str) -> User | None:
    """The account with this address that may sign in. One query."""
    return User.objects.at_address(email).filter(is_active=True).first()


def has_proved_address(user: User) -> bool:
    """True when the user has opened what was mailed to an address of theirs. One query."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def tokens(member: Member, *, now: datetime) -> list[TokenRow]:
    """The member's own tokens that still work, the newest first. One query."""
    mine = ApiToken.objects.filter(user=member.user, organisation=member.organisation)
    working = mine.filter(revoked_at__isnull=True, expires_at__gt=now)
    return [
        TokenRow(
            id=token.pk,
            name=token.name,
            scope_label=token.get_scope_display(),
            expires_on=localtime(token.expires_at).date(),
            last_used_on=token.last_used_on,
        )
        for token in working.order_by("-created_at")
    ]


def calendar_since(member: Member) -> datetime | None:
    """When the member's calendar address was made; None where there is none. One query."""
    feeds = CalendarFeed.objects.filter(user=member.user, organisation=member.organisation)
    return feeds.values_list("created_at", flat=True).first()


def reader_of_calendar(secret: str, *, now: datetime) -> Member:
    """The member whose calendar address this is; NotFound if it does not work (any more). Two queries."""
    feeds = CalendarFeed.objects.select_related("organisation")
    feed = feeds.filter(secret_hash=hash_secret(secret), user__is_active=True).first()
    if feed is not None:
        rows = Membership.objects.on(feed.organisation.today(now)).select_related("organisation", "user")
        for membership in rows.filter(user=feed.user_id, organisation=feed.organisation):
            return membership.as_member()
    raise NotFound(
        "no_calendar",
        _("There is no calendar at this address, or no longer."),
        _("Make a new address under “My leadership”, and take the old one out of your calendar."),
    )
