"""Its part of the tests' world."""

from datetime import timedelta

from django.utils import timezone

from colead.apps.organisations.models import Membership
from colead.apps.organisations.services import create_token
from house.world import World


def furnish(world: World) -> None:
    """A membership and a token."""
    lifetime, now = timedelta(days=1), timezone.now()
    token, _secret = create_token(by=world.own, name=world.canary, scope="read", now=now, lifetime=lifetime)
    membership = Membership.objects.get(organisation=world.organisation, user=world.own.user)
    world.values |= {
        "organisation": world.organisation.slug,
        "membership_id": membership.pk,
        "token_id": token.pk,
    }
