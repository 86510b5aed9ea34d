"""How often something may be tried: guessing a token, asking for sign-in links.

Counted in the database's cache, so that every process sees the same count. IPv6 addresses count by their /64.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import DomainError

# amount / period / per what; every part must hold. A limit slows an attacker, it never locks an account.
LIMITS = {
    "api_token": "30/m/ip",  # wrong tokens only: whoever holds a right one is let in all the same
    "sign_in_link": "30/m/ip",
    "request_link": "20/m/ip,3/5m/key",
}


class TooManyAttempts(DomainError):
    """The limit is reached; waiting helps."""

    status = 429
    retry_after_seconds = 60


def count_attempt(request: HttpRequest, action: str, key: str | None = None) -> None:
    """Count one attempt of an action in LIMITS; TooManyAttempts beyond its limit. Four small queries."""
    allowed = ratelimit.consume(request, app="colead", action=action, key=key, config=LIMITS, limit_get=True)
    if not allowed:
        raise TooManyAttempts(
            "too_many_attempts", _("Too many attempts from here."), _("Wait a minute, then try again.")
        )
