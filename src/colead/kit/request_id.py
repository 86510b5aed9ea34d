"""The id of a request: on each of its log lines, on those of the jobs it began, and on its error page."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars

HEADER = "X-Request-ID"
LONGEST = 64
WELL_FORMED = re.compile(rf"[A-Za-z0-9._-]{{8,{LONGEST}}}")
_NAME = "request_id"


def new_request_id() -> str:
    """Sixteen characters of chance: short enough to be read out on the telephone."""
    return secrets.token_hex(8)


def is_well_formed(text: str) -> bool:
    """Whether a proxy's id can stand in a log: a short word, nothing that could be mistaken for a line."""
    return bool(WELL_FORMED.fullmatch(text))


def current_request_id() -> str:
    """The id of the request that this belongs to; empty outside one."""
    return str(get_contextvars().get(_NAME, ""))


@contextmanager
def belongs_to(request_id: str) -> Iterator[None]:
    """Whatever is logged and enqueued meanwhile belongs to this request."""
    with bound_contextvars(**({_NAME: request_id} if request_id else {})):
        yield
