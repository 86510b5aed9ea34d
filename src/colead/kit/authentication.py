"""Who is calling, and are they let into this organisation: settled before a word of the body is read.

Every call meets the same checks as a page: the membership is read anew, outsiders get 404, members without
the permission 403. A token acts for its user in its one organisation, never with more than that user's role.
"""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from colead.kit import access, replica
from colead.kit.errors import NotAllowed, NotFound
from colead.kit.roles import Permission
from colead.kit.tenancy import tenancy
from colead.kit.throttling import count_attempt

if TYPE_CHECKING:
    from colead.apps.organisations.models import ApiToken, User

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Token(HttpBearer):
    """A token from the page “API tokens”, as `Authorization: Bearer …`."""

    def __init__(self, permission: Permission | None = None) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> "ApiToken | None":
        """A header that is there must be right: a wrong token never falls back to the browser's session."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        kind, _blank, secret = header.partition(" ")
        if kind.lower() != "bearer":
            raise AuthenticationError
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> "ApiToken":
        """The token, used; its user becomes the caller."""
        try:
            found = tenancy().use_token(secret=token, now=timezone.now())
        except NotFound:
            count_attempt(request, "api_token", now=timezone.now())
            raise AuthenticationError from None
        request.user = found.user
        if found.scope != found.Scope.WRITE:
            if request.method not in SAFE_METHODS:
                raise NotAllowed(
                    "token_reads_only",
                    _("This token may only read."),
                    _("Create one that may read and write."),
                )
            replica.read_on()
        _enter(request, self.permission, token=found)
        return found


class Session(APIKeyCookie):
    """The browser's own session, as on the pages; writes need the CSRF token in `X-CSRFToken`."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, permission: Permission | None = None) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> "User | None":
        """The user who is signed in; None lets the call end as 401."""
        if not request.user.is_authenticated:
            return None
        if request.method not in SAFE_METHODS and not _is_from_a_page(request):
            raise NotAllowed(
                "csrf",
                _("The call did not come from a page of Colead."),
                _("Send X-CSRFToken, or use a token."),
            )
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> "User":  # noqa: ARG002  (ninja's signature)
        """The session's user, let in where the address names an organisation."""
        _enter(request, self.permission)
        return cast("User", request.user)


def authenticators(permission: Permission | None = None) -> list[Any]:
    """What a route hands to ninja as `auth`."""
    return [Token(permission), Session(permission)]


def _is_from_a_page(request: HttpRequest) -> bool:
    """Django's check of the CSRF token; it lets the API's own views pass, since tokens need none."""
    guard = CsrfViewMiddleware(_nothing)
    guard.process_request(request)
    return guard.process_view(request, _nothing, (), {}) is None


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _enter(request: HttpRequest, permission: Permission | None, token: "ApiToken | None" = None) -> None:
    """Attach member, organisation and day to a request whose address names an organisation."""
    match = request.resolver_match
    slug = match.kwargs.get("organisation") if match else None
    if slug is None:
        return
    prepared = access.prepare(request, slug, now=timezone.now())
    if token is not None and token.organisation_id != prepared.organisation.pk:
        raise Http404
    if permission is not None:
        prepared.member.require(permission)
