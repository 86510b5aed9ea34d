"""The work that jobs do, by name. An app declares its own in jobs.py, which is found at start.

@work("people.apply_import", label=_("Import a staff list"))
def apply_import(run: Run, *, import_id: int) -> None:
    services.apply_import(by=run.member, import_id=import_id, ...)

@every(timedelta(days=1), "notices.send_digests", at=time(7))
def send_digests(run: Run, *, since: str, until: str) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

if TYPE_CHECKING:
    from colead.apps.jobs.models import Job
    from colead.apps.jobs.run import Run
    from colead.kit.roles import Member

Function = Callable[..., None]


@dataclass(frozen=True)
class Work:
    """A function that runs in the background, and what it is called on the page."""

    name: str
    function: Function = field(compare=False)
    label: Promise | str

    def __call__(self, run: "Run", **arguments: Any) -> None:
        self.function(run, **arguments)


@dataclass(frozen=True)
class Recurring:
    """Work that runs for every organisation, once in each period."""

    work: str
    period: timedelta
    at: time | None


class Teller(Protocol):
    """Tells people of a job that stopped before it was done. `by`: who stopped it; None: nobody."""

    def __call__(self, job: "Job", *, by: "Member | None", now: datetime) -> None: ...


WORK: dict[str, Work] = {}
RECURRING: dict[str, Recurring] = {}
TELLERS: list[Teller] = []


def when_stopped(teller: Teller) -> Teller:
    """Declare who tells people when work has stopped: an app above this one, in its jobs.py."""
    TELLERS.append(teller)
    return teller


def tell_stopped(job: "Job", *, by: "Member | None" = None, now: datetime) -> None:
    """Have everybody told who should know, in the caller's transaction."""
    for teller in TELLERS:
        teller(job, by=by, now=now)


def work(name: str, *, label: Promise | str = "") -> Callable[[Function], Function]:
    """Declare work: `function(run, **arguments)`; the arguments are ids and other plain JSON values."""

    def declare(function: Function) -> Function:
        if name in WORK:
            raise ValueError(f"The work {name!r} is declared twice. Choose another name.")
        WORK[name] = Work(name, function, label or name)
        return function

    return declare


def every(
    period: timedelta, name: str, *, at: time | None = None, label: Promise | str = ""
) -> Callable[[Function], Function]:
    """Declare work that runs once in every period, in every organisation.

    With `at`, the period is whole days and begins at that time of the organisation's day. The function gets
    `since` and `until`, ISO instants: what lies between them has not been covered by a run before.
    """
    if at is not None and period % timedelta(days=1):
        raise ValueError(f"{name!r} runs at {at}, so its period must be whole days, not {period}.")

    def declare(function: Function) -> Function:
        work(name, label=label)(function)
        RECURRING[name] = Recurring(name, period, at)
        return function

    return declare


def find(name: str) -> Work:
    """The work of this name; KeyError names those that exist."""
    try:
        return WORK[name]
    except KeyError:
        raise KeyError(f"There is no work {name!r}. Declared are: {', '.join(sorted(WORK))}.") from None


def label(name: str) -> str:
    """What work is called; what no app declares any more shows its name."""
    return str(WORK[name].label) if name in WORK else name
