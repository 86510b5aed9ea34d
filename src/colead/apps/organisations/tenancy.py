"""What the kit asks of this app: see `colead.kit.tenancy.Tenancy`."""

from datetime import datetime

from django.http import Http404

from colead.apps.organisations.models import IdempotencyRecord, Membership, OrganisationOwned, User
from colead.apps.organisations.services import use_token
from colead.kit.roles import Member

__all__ = ["member_of", "owned", "receipts", "use_token"]

owned = OrganisationOwned
receipts = IdempotencyRecord


def member_of(user: User, slug: str, *, now: datetime) -> Member:
    """The user as a member of the organisation today. One query; Http404 if there is no such membership."""
    memberships = Membership.objects.filter(user=user, organisation__slug=slug).select_related(
        "organisation", "user"
    )
    for membership in memberships:
        if membership.is_valid_on(membership.organisation.today(now)):
            return membership.as_member()
    raise Http404
