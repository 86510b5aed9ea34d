"""How django-allauth fits into Colead: who may sign up, what a password ends, and its mail in the queue."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm, SignupForm
from allauth.account.internal.stagekit import unstash_login
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from colead.apps.organisations.emails import queue_email
from colead.apps.organisations.models import User
from colead.apps.organisations.selectors import has_proved_address, user_by_email
from colead.apps.organisations.services import accept_only_invitation, end_ways_in, forget_unproved
from colead.kit.known_devices import device_of, remember_device
from colead.kit.throttling import fits


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

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse:
        """From here on the browser counts as known to this user, and a single invitation as accepted."""
        accept_only_invitation(user=user, now=timezone.now())
        response: HttpResponse = super().post_login(request, user, **rest)
        return remember_device(request, response, user.pk)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """On a device where the owner has signed in, strangers' wrong passwords do not count."""
        owner = user_by_email(credentials.get("email", ""))
        device = device_of(request, owner.pk if owner else None)
        if not device:
            super().pre_authenticate(request, **credentials)
        elif not fits("password", device, now=timezone.now()):
            raise self.validation_error("too_many_login_attempts")

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: ARG002
        """Queued."""
        address = emailconfirmation.email_address
        queue_email("verification", address.email, address=address.pk, now=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        """Queued."""
        queue_email("account_exists", email, now=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent while somebody waits, nor with the address that a request names."""
        raise NotImplementedError(f"{template_prefix}: queue it, see organisations/emails.py.")


class QueuedResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Asking for another password does the same for every address; a worker looks whose it is."""

    def clean_email(self) -> str:
        """The address as it was written."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_rest: Any) -> str:  # noqa: ARG002  (allauth's signature)
        """Queue the e-mail, three to a mailbox in five minutes."""
        email, now = str(self.cleaned_data["email"]), timezone.now()
        if fits("link_email", f"reset:{email.lower()}", now=now):
            queue_email("password_reset", email, now=now)
        return email


class EvenSignupForm(SignupForm):  # type: ignore[misc]
    """Signing up with an address that has an account hashes a password, too, as making one does."""

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account, or none where there is one."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
