"""The routes of an organisation: each names its permission, runs in scope, and reads as of a day.

router = OrganisationRouter(tags=["people"])

@router.read("/people/{person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage: ...

@router.write("/nomination-sets", permissions.IMPORT, response=Created)
def create_set(request: OrganisationRequest, data: NewSet) -> Created: ...
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial, wraps
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
Write = Callable[[], Any]  # writes what was prepared, and answers


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
            @contextmanager
            def steps(request: OrganisationRequest, **values: Any) -> Iterator[Write]:
                yield partial(view, request, **values)

            self._add_write(path, method, permission, view, steps, response, status)
            return view

        return decorate

    def write_prepared(
        self, path: str, permission: Permission, *, response: Any, status: int = 201
    ) -> Callable[[View], View]:
        """A change that takes long to prepare: the view yields once, a function that writes and answers.

        What stands before its `yield` runs outside the transaction of the receipt, so that nobody waits.
        """

        def decorate(view: View) -> View:
            self._add_write(path, "POST", permission, view, contextmanager(view), response, status)
            return view

        return decorate

    def _add_write(
        self,
        path: str,
        method: str,
        permission: Permission,
        view: Callable[..., Any],
        steps: Callable[..., AbstractContextManager[Write]],
        response: Any,
        status: int,
    ) -> None:
        as_json = TypeAdapter(response)

        @contextmanager
        def plain(request: OrganisationRequest, **values: Any) -> Iterator[Write]:
            with steps(request, **values) as write:
                yield lambda: as_json.dump_python(write(), mode="json")

        def run(request: OrganisationRequest, **values: Any) -> Any:
            key = values.pop("idempotency_key")
            if key:
                return with_receipt(request, key, plain(request, **values), status, now=timezone.now())
            with steps(request, **values) as write:
                return write()

        self._add(path, method, permission, view, run, [IDEMPOTENCY_KEY], {status: response})

    def _add(
        self,
        path: str,
        method: str,
        permission: Permission,
        view: Callable[..., Any],
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
