"""What Prometheus can ask: requests and e-mails, counted in every process; off unless a token is set.

Routes, kinds of work and states alone are labels: no person, no organisation, no id.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.registry import Collector

FOLDER = "metrics"  # in the home: each process of `colead serve` keeps its counts there
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class _Counts(NamedTuple):
    requests: "Counter"
    seconds: "Histogram"
    mails: "Counter"


@cache
def _counts() -> _Counts:
    """Made at first use: whoever has no token never loads the library."""
    from prometheus_client import Counter, Histogram, disable_created_metrics

    disable_created_metrics()  # type: ignore[no-untyped-call]  # they tell nothing, and exist for one process alone
    return _Counts(
        Counter("colead_requests", "Requests answered.", ["route", "method", "status"]),
        Histogram("colead_request_seconds", "How long they took.", ["route", "method"], buckets=SECONDS),
        Counter("colead_mails", "E-mails handed to the mail server.", ["result"]),
    )


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """One request, by the name of its route; methods that nobody knows are one."""
    if not settings.METRICS_TOKEN:
        return
    known = method if method in METHODS else "OTHER"
    _counts().requests.labels(route, known, str(status)).inc()
    _counts().seconds.labels(route, known).observe(seconds)


def count_mails(result: str, number: int) -> None:
    """E-mails that were sent, or that the mail server did not take."""
    if settings.METRICS_TOKEN:
        _counts().mails.labels(result).inc(number)


def counts() -> tuple["Collector", ...]:
    """What this process counted."""
    return tuple(_counts())
