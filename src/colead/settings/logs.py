"""Logs: one JSON object a line, ids only. Contents of answers, names and addresses never go to a log."""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from colead.settings import environment


class RoutesOnly(logging.Filter):
    """Django's own lines name the path of a request, and a path may hold a secret: name its route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record is changed."""
        path = getattr(getattr(record, "request", None), "path", None)
        if path and isinstance(record.args, tuple):
            written = {path, path.encode("unicode_escape").decode("ascii")}  # Django escapes what it logs
            record.args = tuple(_route(record) if arg in written else arg for arg in record.args)
        return True


def _route(record: logging.LogRecord) -> str:
    match = getattr(record, "request").resolver_match  # noqa: B009  (an extra of Django's, unknown to types)
    return match.route if match else "(no route)"


def failure_without_contents(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """What kind of exception, and where. Not its message: the database repeats names and addresses in it."""
    failure = event.pop("exc_info", None)
    failure = sys.exc_info() if failure is True else failure
    if isinstance(failure, tuple) and failure[0] is not None:
        kind, _value, tracked = failure
        frames = traceback.extract_tb(tracked)
        event["exception"] = kind.__qualname__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def request_of_line(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Django logs some requests after they were answered: their id comes from the request itself."""
    request = getattr(event.get("_record"), "request", None)
    if request_id := getattr(request, "request_id", ""):
        event["request_id"] = request_id
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        *SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": RoutesOnly}},
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                failure_without_contents,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": [*SHARED, request_of_line],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["routes"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "colead": {"level": environment.LOG_LEVEL.read()},
        "django": {"handlers": [], "propagate": True},
    },
}
