"""How large the body of a request may be, and how long it may take to arrive: said where its route is.

What is no upload is small. A view that takes files, or rows pasted or sent as JSON, says so with `takes`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import DomainError
from colead.kit.problems import failure

log = structlog.get_logger("colead.door")
View = TypeVar("View", bound=Callable[..., Any])

REFUSED = "colead.refused"
"""Where the server says, in the environment of a request, why it did not take the body: a key of REFUSALS."""
FAILED = "colead.failed"
"""Where the server says with which error an answer broke off, of which nothing has been sent."""
MEGABYTE = 1024 * 1024
GRACE_SECONDS = 20
SLOWEST = 50_000
"""Bytes a second that a body must keep up on the whole, after the grace."""


def ordinary() -> int:
    """Bytes of a form or a call: a page of text is some 10 kB."""
    return MEGABYTE


def rows() -> int:
    """Bytes of rows that are pasted or sent as JSON: a staff list of 100,000 people is some 10 MB."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or ordinary()


def upload() -> int:
    """Bytes of a form with a file, which the operator limits."""
    return int(settings.UPLOAD_BYTES) + rows()


def takes(limit: Callable[[], int]) -> Callable[[View], View]:
    """Declare that a view takes more than an ordinary body."""

    def declare(view: View) -> View:
        view.takes = limit  # type: ignore[attr-defined]  # read by `largest`; `wraps` carries it outwards
        return view

    return declare


def largest(path: str) -> int:
    """How many bytes may be sent to this address. No query."""
    try:
        view = resolve(path).func
    except Resolver404:
        return ordinary()
    return int(getattr(view, "takes", ordinary)())


def seconds_left(taken: float, received: int) -> float:
    """How long to wait for more of a body that has come this far; not above 0: no longer.

    >>> seconds_left(taken=5, received=0), seconds_left(taken=25, received=500_000)
    (15.0, 5.0)
    """
    return float(GRACE_SECONDS + received / SLOWEST - taken)


def _too_large(limit: int) -> DomainError:
    return DomainError(
        "body_too_large",
        _("What you sent is larger than the %(megabytes)s MB that are taken here.")
        % {"megabytes": limit // MEGABYTE},
        _("Send less at a time, or a file where one can be chosen."),
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def _too_slow(_limit: int) -> DomainError:
    return DomainError(
        "body_too_slow",
        _("What you sent did not arrive in time."),
        _("Nothing was stored. Try again, best with a better connection."),
        status=HTTPStatus.REQUEST_TIMEOUT,
    )


def _cut_off(_limit: int) -> DomainError:
    return DomainError(
        "body_cut_off",
        _("What you sent broke off before its end."),
        _("Nothing was stored. Try again, best with a better connection."),
        status=HTTPStatus.BAD_REQUEST,
    )


def _no_length(_limit: int) -> DomainError:
    return DomainError(
        "length_required",
        _("What you sent does not say how long it is, so nobody can tell whether it arrived whole."),
        _("Nothing was stored. Send it with a Content-Length, not in chunks."),
        status=HTTPStatus.LENGTH_REQUIRED,
    )


def _too_many(_limit: int) -> DomainError:
    return DomainError(
        "too_many_uploads",
        _("Many large files are arriving just now."),
        _("Nothing was stored. Try again in a minute."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


REFUSALS: dict[str, Callable[[int], DomainError]] = {
    "too_large": _too_large,
    "too_slow": _too_slow,
    "cut_off": _cut_off,
    "no_length": _no_length,
    "too_many": _too_many,
}


def refusal(environ: dict[str, Any], path: str) -> DomainError | None:
    """Why the body is not taken: as the server found, or because its head says that it is too large.

    Also what is said in place of an answer that broke off.
    """
    if error := environ.get(FAILED):
        log.error("answer_broke_off", exc_info=error)
        return failure(error)
    said = environ.get(REFUSED)
    limit = largest(path) if said or _length(environ) > ordinary() else ordinary()
    if said is None and _length(environ) > limit:
        said = "too_large"
    return REFUSALS[said](limit) if said else None


def _length(environ: dict[str, Any]) -> int:
    text = str(environ.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
