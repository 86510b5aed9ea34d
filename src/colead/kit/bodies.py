"""How large the body of a request may be, and how long it may take to arrive: said where its route is.

What is no upload is small. A view that takes files, or rows pasted or sent as JSON, says so with `takes`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar

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


class Refusal(NamedTuple):
    """Why a body is not taken, and what to do."""

    code: str
    message: Any
    hint: Any
    status: HTTPStatus


REFUSALS = {
    "too_large": Refusal(
        "body_too_large",
        _("What you sent is larger than the %(megabytes)s MB that are taken here."),
        _("Send less at a time, or a file where one can be chosen."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ),
    "too_slow": Refusal(
        "body_too_slow",
        _("What you sent did not arrive in time."),
        _("Nothing was stored. Try again, best with a better connection."),
        HTTPStatus.REQUEST_TIMEOUT,
    ),
    "cut_off": Refusal(
        "body_cut_off",
        _("What you sent broke off before its end."),
        _("Nothing was stored. Try again, best with a better connection."),
        HTTPStatus.BAD_REQUEST,
    ),
    "no_length": Refusal(
        "length_required",
        _("What you sent does not say how long it is, so nobody can tell whether it arrived whole."),
        _("Nothing was stored. Send it with a Content-Length, not in chunks."),
        HTTPStatus.LENGTH_REQUIRED,
    ),
    "too_many": Refusal(
        "too_many_uploads",
        _("Many large files are arriving just now."),
        _("Nothing was stored. Try again in a minute."),
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}


def refusal(environ: dict[str, Any], path: str) -> DomainError | None:
    """Why the body is not taken: as the server found, or because its head says that it is too large.

    Also what is said in place of an answer that broke off.
    """
    if error := environ.get(FAILED):
        log.error("answer_broke_off", exc_info=error)
        return failure(error)
    said, length = environ.get(REFUSED), content_length(environ.get("CONTENT_LENGTH")) or 0
    limit = largest(path) if said or length > ordinary() else ordinary()
    if said is None and length > limit:
        said = "too_large"
    if said is None:
        return None
    why = REFUSALS[said]
    message = why.message % {"megabytes": limit // MEGABYTE}
    return DomainError(why.code, message, why.hint, status=why.status)


def content_length(said: str | None) -> int | None:
    """What the head says of the length of the body, in bytes; None when it says nothing that can be read.

    >>> content_length("12"), content_length("twelve"), content_length(None)
    (12, None, None)
    """
    text = said or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
