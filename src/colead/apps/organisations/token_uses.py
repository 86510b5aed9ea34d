"""On which day tokens were last used: noted in memory, written behind the answers.

A call that reads must not wait until somebody else has finished writing. A process that is killed forgets
the uses of its last minute.
"""

import atexit
from datetime import date
from threading import Event, Lock, Thread

import structlog
from django.db import Error, connection
from django.db.models import Q

from colead.apps.organisations.models import ApiToken

SECONDS = 60

log = structlog.get_logger("colead.tokens")
_noted: dict[int, date] = {}
_lock = Lock()


def note_use(token: ApiToken, day: date) -> None:
    """Remember that a token is used. Writes nothing."""
    if token.last_used_on is None or token.last_used_on < day:
        with _lock:
            _noted[token.pk] = day


def write_uses() -> int:
    """Write what was noted; returns how many tokens. One small statement each; what fails is kept."""
    with _lock:
        uses = dict(_noted)
        _noted.clear()
    try:
        for token, day in uses.items():
            earlier = Q(last_used_on__isnull=True) | Q(last_used_on__lt=day)
            ApiToken.objects.filter(earlier, pk=token).update(last_used_on=day)
    except Error:
        with _lock:
            _noted.update(uses | _noted)
        raise
    return len(uses)


def write_behind() -> None:
    """Write once a minute from now on, and at the end of the process."""
    Thread(target=_keep_writing, name="token uses", daemon=True).start()
    atexit.register(_write_quietly)


def _keep_writing() -> None:
    pause = Event()
    while not pause.wait(SECONDS):
        _write_quietly()


def _write_quietly() -> None:
    try:
        write_uses()
    except Error as error:
        log.warning("token_uses_not_written", error=type(error).__name__)
    finally:
        connection.close()
