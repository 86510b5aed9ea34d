"""How often something may be tried: guessing a token, asking for sign-in links.

A stranger must not use up what the owner needs: what is tried on a device where the owner has signed in
counts for that device (kit.known_devices), and a right link or token is let in whatever was tried before.

Counted in the database's cache, so that every process sees the same count. IPv6 addresses count by their /64.
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import DomainError

IPV6_PREFIX = 64  # what one household or office is given
LOCK_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Limit:
    """So many attempts in any stretch of so many seconds, from one address or with one key."""

    amount: int
    seconds: int
    per: Literal["address", "key"]


# Every limit of an action must hold. A limit slows an attacker, it never locks an account.
LIMITS = {
    "api_token": [Limit(30, 60, "address")],  # wrong tokens only: a right one is let in all the same
    "sign_in_link": [Limit(30, 60, "address")],  # wrong links only
    "calendar": [Limit(30, 60, "address")],  # wrong addresses only
    "request_link": [Limit(20, 60, "address")],
    "link_email": [Limit(3, 300, "key")],  # e-mails to one mailbox; asking is answered alike beyond it
    "password": [Limit(10, 300, "key")],  # of a known device: what strangers tried counts elsewhere
}


class TooManyAttempts(DomainError):
    """The limit is reached; waiting helps."""

    status = 429
    retry_after_seconds = 60


def count_attempt(request: HttpRequest, action: str, key: str = "", *, now: datetime) -> None:
    """Count one attempt of an action in LIMITS; TooManyAttempts beyond its limit. Some ten small queries."""
    sources = {"address": _network(request), "key": key}
    for limit in LIMITS[action]:
        if not _fits_limit(action, limit, sources[limit.per], now):
            raise TooManyAttempts(
                "too_many_attempts", _("Too many attempts from here."), _("Wait a minute, then try again.")
            )


def fits(action: str, key: str, *, now: datetime) -> bool:
    """Count one attempt of an action that is limited by key alone; False beyond its limit, and no error."""
    return all(_fits_limit(action, limit, key, now) for limit in LIMITS[action])


def _fits_limit(action: str, limit: Limit, source: str, now: datetime) -> bool:
    hashed = hashlib.sha256(source.encode()).hexdigest()
    return _fits(f"attempts:{action}:{limit.per}:{hashed}", limit, now.timestamp())


def _network(request: HttpRequest) -> str:
    """The caller's address, as far as one person alone has it."""
    address = str(get_adapter().get_client_ip(request))
    try:
        return str(ipaddress.IPv6Network((address, IPV6_PREFIX), strict=False))
    except ValueError:  # not of version 6
        return address


def _fits(name: str, limit: Limit, now: float) -> bool:
    """Note one attempt at `now`, unless as many as may be were noted in the seconds before."""
    with _one_at_a_time(f"{name}:lock"):
        recent = [at for at in cache.get(name, []) if at > now - limit.seconds]
        if len(recent) >= limit.amount:
            return False
        cache.set(name, [*recent, now], limit.seconds)
        return True


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """No other process is in here meanwhile: it waits for the row, whose change ends with the transaction."""
    with transaction.atomic():
        cache.add(name, True, LOCK_SECONDS)  # the row exists from here on, ours or somebody else's
        cache.touch(name, LOCK_SECONDS)
        yield
