"""`/metrics` for Prometheus: what every process counted, and the state of the installation now."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from colead.apps.jobs.selectors import waiting_work, worker_seen_at
from colead.backup.last import last_backup
from colead.kit.metrics import counts

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

ADDRESS = "/metrics"


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text format, for whoever sends the token. Five queries."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    sent = request.headers.get("Authorization", "")
    if not compare_digest(sent.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> "CollectorRegistry":
    """What all processes of `colead serve` counted; alone, what this one did."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for one in counts():
            registry.register(one)
    registry.register(Installation())
    return registry


class Installation:
    """Its state at this moment, read when it is asked for."""

    def collect(self) -> "Iterator[Metric]":
        """Gauges; those of the database only while it answers."""
        yield _gauge("colead_info", "Version in use.", [({"version": version("colead")}, 1)])
        free = shutil.disk_usage(settings.HOME).free
        yield _gauge("colead_disk_free_bytes", "Free on the disk of the home.", [({}, free)])
        try:
            found = list(_of_database(timezone.now()))
        except (Error, OSError):
            found = []
        yield _gauge("colead_database_up", "1 while the database answers.", [({}, bool(found))])
        yield from found


def _of_database(now: datetime) -> "Iterator[Metric]":
    waiting = waiting_work()
    yield _gauge(
        "colead_jobs", "Jobs that wait, run or stopped.",
        [({"work": one.work, "state": one.state}, one.number) for one in waiting],
    )  # fmt: skip
    yield _gauge(
        "colead_jobs_oldest_seconds", "Age of the oldest of them.",
        [({"work": one.work, "state": one.state}, _age(one.oldest, now)) for one in waiting],
    )  # fmt: skip
    if seen := worker_seen_at():
        yield _gauge("colead_worker_seen_seconds", "Since a worker was last seen.", [({}, _age(seen, now))])
    if made := last_backup():
        yield _gauge("colead_backup_age_seconds", "Since the last backup.", [({}, _age(made, now))])
    size, connections = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    yield _gauge("colead_database_bytes", "Size of the database.", [({}, size)])
    yield _gauge("colead_database_connections", "Connections to it; PostgreSQL only.", connections)


def _age(since: datetime, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds())


def _postgresql() -> tuple[float, list[tuple[dict[str, str], float]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        )
        size, count = cursor.fetchone()
    return size, [({}, count)]


def _sqlite() -> tuple[float, list[tuple[dict[str, str], float]]]:
    name = str(connection.settings_dict["NAME"])
    files = [Path(f"{name}{ending}") for ending in ("", "-wal")]
    return sum(file.stat().st_size for file in files if file.exists()), []


def _gauge(name: str, text: str, values: list[tuple[dict[str, str], float]]) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    labels = list(values[0][0]) if values else []
    family = GaugeMetricFamily(name, text, labels=labels)
    for named, value in values:
        family.add_metric(list(named.values()), float(value))
    return family
