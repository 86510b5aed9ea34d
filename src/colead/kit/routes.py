"""The routes of an organisation: each names its permission, runs in scope, and reads as of a day.

router = OrganisationRouter(tags=["people"])

@router.read("/people/{person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage: ...

@router.write("/nomination-sets", permissions.IMPORT, response=Created)
def create_set(request: OrganisationRequest, data: NewSet) -> Created: ...
"""

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, TypeAdapter

from colead.kit import scope
from colead.kit.access import OrganisationRequest
from colead.kit.authentication import authenticators
from colead.kit.columns import for_eyes_of
from colead.kit.idempotency import with_receipt
from colead.kit.paging import Key, Page, Paging, paginate
from colead.kit.parameters import (
    AS_OF,
    IDEMPOTENCY_KEY,
    ORGANISATION,
    PAGING,
    Parameter,
    known_names,
    refuse_unknown,
)
from colead.kit.roles import Permission

PREFIX = "/organisations/{organisation}"
View = TypeVar("View", bound=Callable[..., Any])


class Body(Schema):
    """Base of what a write accepts: a field that is not listed is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class OrganisationRouter(Router):
    """Declares routes below /organisations/{organisation} that cannot forget permission, scope or day.

    lists : the rows of each route that answers with pages.   takes : how large a body may be, where it may be
    larger than ordinary, by the route as the resolver writes it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lists: dict[str, type] = {}
        self.takes: dict[str, Callable[[], int]] = {}

    def read(self, path: str, permission: Permission, *, response: Any) -> Callable[[View], View]:
        """A GET of one thing."""

        def decorate(view: View) -> View:
            def run(request: OrganisationRequest, **values: Any) -> Any:
                values.pop("as_of")
                return view(request, **values)

            self._add(path, "GET", permission, view, run, [AS_OF], response)
            return view

        return decorate

    def read_list(
        self, path: str, permission: Permission, *, response: Any, order: Callable[[Any], Key]
    ) -> Callable[[View], View]:
        """A GET of many things: the view returns all; a page is sent, by `order`, whose keys are unique."""

        def decorate(view: View) -> View:
            def run(request: OrganisationRequest, **values: Any) -> Any:
                cursor, limit = values.pop("cursor"), values.pop("limit")
                values.pop("as_of")
                rows = list(for_eyes_of(request.member, response, view(request, **values)))
                return paginate(rows, order, cursor=cursor, limit=limit)

            self.lists[path] = response
            self._add(path, "GET", permission, view, run, [AS_OF, *PAGING], Page[response])
            return view

        return decorate

    def read_page(self, path: str, permission: Permission, *, response: Any) -> Callable[[View], View]:
        """A GET of very many things: the view returns their listing, of which a page is read."""

        def decorate(view: View) -> View:
            def run(request: OrganisationRequest, **values: Any) -> Any:
                values.pop("as_of")
                paging = Paging(values.pop("cursor"), values.pop("limit"))
                page = view(request, **values).page(paging)
                return replace(page, items=list(for_eyes_of(request.member, response, page.items)))

            self.lists[path] = response
            self._add(path, "GET", permission, view, run, [AS_OF, *PAGING], Page[response])
            return view

        return decorate

    def write(
        self, path: str, permission: Permission, *, response: Any, method: str = "POST", status: int = 201
    ) -> Callable[[View], View]:
        """A change; repeated with the same Idempotency-Key it answers with the same receipt."""

        def decorate(view: View) -> View:
            as_json = TypeAdapter(response)

            def run(request: OrganisationRequest, **values: Any) -> Any:
                key = values.pop("idempotency_key")
                if not key:
                    return view(request, **values)

                def write() -> Any:
                    return as_json.dump_python(view(request, **values), mode="json")

                return with_receipt(request, key, write, status, now=timezone.now())

            self._add(path, method, permission, view, run, [IDEMPOTENCY_KEY], {status: response})
            return view

        return decorate

    def _add(
        self,
        path: str,
        method: str,
        permission: Permission,
        view: View,
        run: Callable[..., Any],
        extra: list[Parameter],
        response: Any,
    ) -> None:
        route = _joined(path, view, run, extra)
        if takes := getattr(view, "takes", None):
            self.takes[(PREFIX + path).strip("/").replace("{", "<").replace("}", ">")] = takes
        self.add_api_operation(
            PREFIX + path, [method], route, auth=authenticators(permission), response=response
        )


def _joined(
    path: str, view: Callable[..., Any], run: Callable[..., Any], extra: list[Parameter]
) -> Callable[..., HttpResponse]:
    """`run` in the organisation's scope, under the view's name and signature plus shared parameters."""
    own = inspect.signature(view, eval_str=True)
    request, *named = own.parameters.values()
    named = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in named]
    known = known_names([*(one for one in named if f"{{{one.name}}}" not in path), *extra])

    @wraps(view)
    def route(request: HttpRequest, organisation: str, **values: Any) -> Any:  # noqa: ARG001  (the door read it)
        refuse_unknown(request.GET, known.query)
        refuse_unknown(request.POST, known.form)
        prepared: Any = request
        with scope.organisation(prepared.organisation):
            return run(prepared, **values)

    signature = own.replace(parameters=[request, ORGANISATION, *named, *extra])
    route.__signature__ = signature  # type: ignore[attr-defined]  # what ninja reads the parameters from
    return route
