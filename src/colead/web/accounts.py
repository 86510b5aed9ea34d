"""How django-allauth fits into Colead."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import unstash_login
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from colead.apps.organisations.models import User
from colead.apps.organisations.selectors import has_proved_address
from colead.apps.organisations.services import end_ways_in, forget_unproved


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation unless the operator opens sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        return bool(settings.SIGN_UP_OPEN)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Who proves the address in another browser than the one that signed up may be somebody else."""
        user = email_address.user
        is_first = not has_proved_address(user)
        signing_up = unstash_login(request, peek=True)
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and is_first and (signing_up is None or signing_up.user != user):
            forget_unproved(user=user, now=timezone.now())
        return confirmed

    def set_password(self, user: User, password: str) -> None:
        """Another password ends what the one before had opened."""
        if user.has_usable_password():
            end_ways_in(user=user, now=timezone.now())
        super().set_password(user, password)
