"""One shape for everything that can go wrong with a call: application/problem+json (RFC 9457)."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from pydantic import Field

from colead.files.plain_json import read_json
from colead.kit.database_away import database_away, is_away
from colead.kit.errors import DomainError, NotFound
from colead.kit.request_id import current_request_id

MEDIA_TYPE = "application/problem+json"
MOST_PROBLEMS = 100
log = structlog.get_logger("colead.error")


class Problem(Schema):
    """What went wrong, and what to do next."""

    type: str = Field(description="Always about:blank: `code` tells the kinds apart.")
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The HTTP status.")
    code: str = Field(description="Stable, for programs.")
    detail: str = Field(description="What was wrong, in the language asked for.")
    hint: str = Field("", description="What to do next.")
    field: str | None = Field(None, description="The field or parameter it is about.")
    problems: list[dict[str, Any]] = Field(
        [], description=f"Each single thing, by field or by line and column; the first {MOST_PROBLEMS}."
    )
    more_problems: int = Field(0, description="How many there are beyond those.")
    request_id: str = Field("", description="What the log calls this call; name it when you ask for help.")


def problem_response(error: DomainError) -> HttpResponse:
    """A DomainError as the API answers it."""
    found = Problem(
        type="about:blank",
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        code=error.code,
        detail=str(error.message),
        hint=str(error.hint),
        field=error.field,
        problems=[_one(problem) for problem in error.problems[:MOST_PROBLEMS]],
        more_problems=max(len(error.problems) - MOST_PROBLEMS, 0),
        request_id=current_request_id(),
    )
    response = JsonResponse(found.dict(), status=error.status, content_type=MEDIA_TYPE)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Colead"'
    if error.retry_after_seconds:
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _one(problem: Any) -> dict[str, Any]:
    if isinstance(problem, dict):
        return problem
    if hasattr(problem, "to_dict"):
        return dict(problem.to_dict(gettext))
    return {"message": str(problem)}


def is_api(request: HttpRequest) -> bool:
    """True for a call that a program makes, whose errors are problems and no pages."""
    return request.path_info.startswith("/api/")


def not_signed_in() -> DomainError:
    """The 401: no session and no token that works; which of the reasons holds is not told."""
    return DomainError(
        "not_signed_in",
        _("There is no valid token with this call."),
        _("Create one on the page “API tokens” and send it as “Authorization: Bearer …”."),
        status=HTTPStatus.UNAUTHORIZED,
    )


def no_such_address() -> DomainError:
    """The 404 of an unknown path, a foreign organisation and a foreign object alike."""
    return NotFound(
        "not_found",
        _("There is nothing at this address, or not for you."),
        _("See /api/v1/docs for all addresses."),
    )


def unreadable(_error: Exception) -> DomainError:
    """The 400 of what cannot be read at all."""
    return DomainError(
        "bad_request",
        _("The request could not be read."),
        _("Send JSON with “Content-Type: application/json”, or a form with a file."),
        status=HTTPStatus.BAD_REQUEST,
    )


def _invalid(error: ValidationError) -> DomainError:
    """Every parameter and field that did not fit, by its place: `body.rows.0.to`."""
    problems = [
        {"field": ".".join(map(str, one["loc"][1:])), "code": one["type"], "message": one["msg"]}
        for one in error.errors
    ]
    return DomainError(
        "invalid_request",
        pgettext("API", "The request does not fit."),
        _("See the problems, and /api/v1/docs."),
        field=str(problems[0]["field"]) if problems else None,
        problems=problems,
    )


def _http_error(error: HttpError) -> DomainError:
    return not_signed_in() if isinstance(error, AuthenticationError) else unreadable(error)


def _failure(request: HttpRequest, error: Any) -> HttpResponse:
    """The database is away, or a fault of ours: whoever listens hears of it; the caller no details."""
    log.error("api", exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return problem_response(failure(error))


def failure(error: BaseException | None) -> DomainError:
    """What is said of an error that nobody has foreseen."""
    if is_away(error):
        return database_away()
    return DomainError(
        "internal_error",
        _("Something went wrong on our side."),
        _("Try again in a moment."),
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
    )


class JSONParser(Parser):
    """Reads the bodies of calls."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """ValueError for what cannot be read, stored or meant: ninja makes it the 400."""
        return cast(dict[str, Any], read_json(request.body))


def answer_problems(api: NinjaAPI) -> None:
    """Let every exception of a call end as a problem."""

    def answer(kind: type[Exception], told: Callable[[Any], DomainError]) -> None:
        api.add_exception_handler(kind, lambda _request, error: problem_response(told(error)))

    answer(DomainError, lambda error: error)
    answer(Http404, lambda _error: no_such_address())
    answer(ValidationError, _invalid)
    answer(HttpError, _http_error)
    answer(AuthenticationError, _http_error)
    answer(SuspiciousOperation, unreadable)
    answer(PermissionDenied, unreadable)
    api.add_exception_handler(Exception, _failure)


def not_allowed_method(allowed: Sequence[str]) -> HttpResponse:
    """The 405, with the methods that the address knows."""
    response = problem_response(
        DomainError(
            "method_not_allowed",
            _("This address does not know that method."),
            _("Use one of: %(methods)s.") % {"methods": ", ".join(allowed)},
            status=HTTPStatus.METHOD_NOT_ALLOWED,
        )
    )
    response.headers["Allow"] = ", ".join(allowed)
    return response
