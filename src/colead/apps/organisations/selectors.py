"""Reads about organisations and who belongs to them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from colead.apps.organisations.models import ApiToken, Membership, Organisation, User
from colead.apps.organisations.roles import Member, Role


@dataclass(frozen=True)
class MemberRow:
    """One membership on the members page."""

    id: int
    name: str
    email: str
    role: str
    role_label: str
    valid_from: date
    valid_until: date | None


def organisations_of(user: User, *, now: datetime) -> list[Organisation]:
    """The organisations a user belongs to today, by name. One query."""
    memberships = Membership.objects.filter(user=user).select_related("organisation")
    found = {
        membership.organisation.pk: membership.organisation
        for membership in memberships
        if membership.valid_from <= (today := membership.organisation.today(now))
        and (membership.valid_until is None or today < membership.valid_until)
    }
    return sorted(found.values(), key=lambda organisation: organisation.name)


def may_create_organisation(user: User) -> bool:
    """Everybody on an installation with open sign-up, else who owns an organisation. One query at most."""
    return bool(settings.SIGN_UP_OPEN) or user.memberships.filter(role=Role.OWNER).exists()


def members(member: Member, day: date) -> list[MemberRow]:
    """Everybody with a membership on `day`. One query."""
    rows = Membership.objects.on(day).filter(organisation=member.organisation).select_related("user")
    return [
        MemberRow(
            id=row.pk,
            name=row.user.name,
            email=row.user.email,
            role=row.role,
            role_label=str(Role(row.role).label),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows.order_by("user__name", "user__email")
    ]


def tokens(member: Member) -> list[ApiToken]:
    """The member's own tokens that still work. One query."""
    mine = ApiToken.objects.filter(
        user=member.user, organisation=member.organisation, revoked_at__isnull=True
    )
    return list(mine.order_by("-created_at"))
