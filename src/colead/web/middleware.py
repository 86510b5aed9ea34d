"""The id of a request, its replica, the language of the person, one log line, a page for errors."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from colead.files.plain_json import is_storable
from colead.kit import replica
from colead.kit.authentication import SAFE_METHODS
from colead.kit.bodies import refusal
from colead.kit.errors import DomainError
from colead.kit.metrics import count_request
from colead.kit.problems import is_api, problem_response
from colead.kit.request_id import HEADER, belongs_to, is_well_formed, new_request_id
from colead.web import views

Respond = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("colead.request")


class RequestIdMiddleware:
    """The id by which a request is found in the log: a trusted proxy's, else a new one."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        request_id = found if is_well_formed(found) else new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]  # for pages, and lines after the answer
        started = time.perf_counter()
        with belongs_to(request_id):
            response = self.get_response(request)
        response.headers[HEADER] = request_id
        route = request.resolver_match.route if request.resolver_match else "(none)"
        count_request(route, request.method or "", response.status_code, time.perf_counter() - started)
        return response


class ReplicaMiddleware:
    """What reads is read from the replica, where that is up to date."""

    def __init__(self, get_response: Respond) -> None:
        if not replica.is_there():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with replica.reading(False):
            if self._reads_for_a_page(request):
                replica.read_on()
            return self.get_response(request)

    def _reads_for_a_page(self, request: HttpRequest) -> bool:
        """A call with a token decides for itself when the token is known."""
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        return request.method in SAFE_METHODS and is_signed_in and "Authorization" not in request.headers


class LanguageMiddleware:
    """The language a user chose, else the cookie's, else the browser's."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = (
            chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        )
        with translation.override(known):
            request.LANGUAGE_CODE = known
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", known)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class RequestLogMiddleware:
    """Who (by id), what route, how it ended, how long it took. Never a query string, body or name."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            user=getattr(request.user, "pk", None),
            milliseconds=round(1000 * (time.perf_counter() - started), 1),
        )
        return response


class BodyMiddleware:
    """A body that is too large, or that the server did not take, is answered before anything reads it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        error = refusal(request.META, request.path_info)
        if error is None:
            return self.get_response(request)
        return problem_response(error) if is_api(request) else views.domain_error(request, error)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, values: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse what no database stores, in the address or in a form: a 400 instead of a search for it."""
        sent = (*request.GET.lists(), *request.POST.lists())
        texts = [*map(str, values.values()), *(text for _name, several in sent for text in several)]
        if all(map(is_storable, texts)):
            return None
        return views.bad_request(request, SuspiciousOperation("text that cannot be stored"))


class DomainErrorMiddleware:
    """A DomainError that a view did not put into its form becomes a page that says what to do."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render a DomainError; leave everything else to Django."""
        return views.domain_error(request, exception) if isinstance(exception, DomainError) else None
