"""One error for everything a person may do wrong: the same shape in form, page, API and command line."""

from collections.abc import Sequence
from typing import Any


class DomainError(Exception):
    """What was wrong, and what to do next.

    `code` is stable and for programs; `message` and `hint` are for people, translated where they are raised.
    `field` names the form field it belongs to, `problems` lists details by row and column (FileProblem).
    """

    status = 422
    retry_after_seconds: int | None = None  # where waiting helps

    def __init__(
        self,
        code: str,
        message: Any,
        hint: Any = "",
        *,
        field: str | None = None,
        problems: Sequence[Any] = (),
        status: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field
        self.problems = list(problems)
        self.status = status or self.status

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.message), str(self.hint)) if part)


class NotAllowed(DomainError):
    """The person is inside the organisation, but their role does not include this."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or not for this person: both look the same from outside."""

    status = 404


class Conflict(DomainError):
    """Somebody was faster, or the state no longer allows it."""

    status = 409
