"""A child tells through a pipe how far it is; what it told is there after it was killed."""

import json
import os
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

BEGUN, COMMITTING, COMMITTED, ANSWERED = b"\1", b"\2", b"\3", b"\4"  # no JSON holds them
WHERE = {
    b"": "before its first write",
    BEGUN: "inside a transaction",
    COMMITTING: "while it was committed",
    COMMITTED: "after a commit, before the answer",
    ANSWERED: "after the answer",
}


def tell_transactions(write: int) -> None:
    """From now on, in this process: a byte when a transaction begins, commits and has been committed."""
    set_autocommit, commit = BaseDatabaseWrapper.set_autocommit, BaseDatabaseWrapper._commit

    def begin(self: BaseDatabaseWrapper, autocommit: bool, *rest: Any, **named: Any) -> None:
        set_autocommit(self, autocommit, *rest, **named)
        if not autocommit:
            os.write(write, BEGUN)

    def end(self: BaseDatabaseWrapper) -> Any:
        os.write(write, COMMITTING)
        done = commit(self)
        os.write(write, COMMITTED)
        return done

    BaseDatabaseWrapper.set_autocommit = begin  # type: ignore[method-assign]
    BaseDatabaseWrapper._commit = end  # type: ignore[method-assign]


def answering(write: int, act: Callable[[], Any]) -> None:
    """Do it, telling how far it is; its answer goes out in one write, as a server's does."""
    tell_transactions(write)
    os.write(write, ANSWERED + json.dumps(act(), default=str).encode() + b"\n")


def read(told: bytes) -> tuple[bytes, Any]:
    """The last mark of what was told, and the answer where it is whole."""
    marks, found, rest = told.partition(ANSWERED)
    if found and rest.endswith(b"\n"):
        return ANSWERED, json.loads(rest)
    return marks[-1:], None
