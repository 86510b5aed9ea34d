"""The addresses below /api/v1: the routes, the reference page, and an answer for everything else."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from colead.api.reference import openapi, reference
from colead.api.v1 import TAKES, api
from colead.kit.bodies import ordinary, takes
from colead.kit.problems import no_such_address, not_allowed_method, problem_response


def problems_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a method that an address does not know with a problem, like every other error."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        return not_allowed_method(sorted(response.headers["Allow"].replace(" ", "").split(",")))

    return answered


@csrf_exempt
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001  (part of the address)
    """Any other address below /api/v1."""
    return problem_response(no_such_address())


routes = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and str(pattern.pattern)]
for route in routes:
    route.callback = takes(TAKES.get(str(route.pattern), ordinary))(problems_only(route.callback))

urlpatterns: list[Any] = [
    path("docs", problems_only(reference), name="api_reference"),
    path("openapi.json", problems_only(openapi), name="api_openapi"),
    *routes,
    path("", unknown),
    path("<path:rest>", unknown),
]
