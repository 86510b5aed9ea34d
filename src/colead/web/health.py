"""For load balancers and monitors: does the process answer, and can it serve. No account, no session."""

import shutil
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from colead.apps.jobs.selectors import is_worker_seen
from colead.kit import schema
from colead.web.metrics import ADDRESS, metrics

SPACE_NEEDED = 100 * 1024**2  # bytes free in the home: below, writing will soon fail
OK = "ok"
LIVE = "/health/live"
log = structlog.get_logger("colead.health")


def live(_request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all; asks nothing of anybody."""
    return JsonResponse({"status": OK}, headers={"Cache-Control": "no-store"})


def ready(_request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, else 503 with what is wrong. Three small queries."""
    found = _database(timezone.now())
    found["disk"] = OK if shutil.disk_usage(settings.HOME).free >= SPACE_NEEDED else "full"
    needed = set(found) - (set() if settings.READY_NEEDS_WORKER else {"worker"})
    is_ready = all(found[name] == OK for name in needed)
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": OK if is_ready else "down", **found}, status=status)


def _database(now: datetime) -> dict[str, str]:
    try:
        tables = OK if schema.is_migrated() else "migrations missing"
        worker = OK if tables == OK and is_worker_seen(now=now) else "not seen"
    except (Error, OSError) as error:
        log.warning("database_away", kind=type(error).__name__)
        return {"database": "unreachable"}
    return {"database": OK, "tables": tables, "worker": worker}


ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    LIVE: live,
    "/health/ready": ready,
    "/health/": ready,
}
if settings.METRICS_TOKEN:
    ANSWERS[ADDRESS] = metrics


class HealthMiddleware:
    """Answers before anything else looks at the request: whichever host it names, without https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response
