"""Browsers on which somebody has signed in before: a signed cookie with a random name and whose accounts.

It opens nothing. It only tells the owner's attempts from those of strangers, so that these cannot lock the
owner out (kit.throttling). A ward's computer knows the last few who signed in on it.
"""

import secrets
from typing import TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE, SALT = "known-device", "colead.known_device"
LIFETIME_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 10

Response = TypeVar("Response", bound=HttpResponseBase)


def device_of(request: HttpRequest, user: int | None) -> str:
    """The name of the device on which this user has signed in before; empty on any other."""
    name, users = _read(request)
    return name if user in users else ""


def remember_device(request: HttpRequest, response: Response, user: int) -> Response:
    """Note in the response that this user has signed in here."""
    name, users = _read(request)
    kept = [user, *(one for one in users if one != user)][:MOST_ACCOUNTS]
    value = signing.dumps([name or secrets.token_urlsafe(16), kept], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=LIFETIME_SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        name, users = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return "", []
    return str(name), [int(user) for user in users]
