"""The routes of an organisation: each names its permission, runs in scope, and reads as of a day.

router = OrganisationRouter(tags=["people"])

@router.read("/people/{person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage: ...

@router.write("/nomination-sets", permissions.IMPORT, response=Created)
def create_set(request: OrganisationRequest, data: NewSet) -> Created: ...
"""

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.params.functions import Header, Query
from pydantic import ConfigDict, TypeAdapter

from colead.kit import scope
from colead.kit.access import OrganisationRequest
from colead.kit.authentication import authenticators
from colead.kit.errors import DomainError
from colead.kit.idempotency import HEADER, with_receipt
from colead.kit.paging import DEFAULT_LIMIT, MAX_LIMIT, Key, Page, Paging, paginate
from colead.kit.roles import Permission

ORGANISATION = "/organisations/{organisation}"
View = TypeVar("View", bound=Callable[..., Any])
Parameter = inspect.Parameter

ORGANISATION_PARAMETER = Parameter("organisation", Parameter.KEYWORD_ONLY, annotation=str)
AS_OF = Parameter(
    "as_of",
    Parameter.KEYWORD_ONLY,
    default=Query(None, description="The day to read, as YYYY-MM-DD. Left out: today."),
    annotation=date | None,
)
PAGING = [
    Parameter(
        "cursor",
        Parameter.KEYWORD_ONLY,
        default=Query("", description="`next` of the page before; left out for the first page."),
        annotation=str,
    ),
    Parameter(
        "limit",
        Parameter.KEYWORD_ONLY,
        default=Query(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items a page holds at most."),
        annotation=int,
    ),
]
IDEMPOTENCY_KEY = Parameter(
    "idempotency_key",
    Parameter.KEYWORD_ONLY,
    default=Header(
        "",
        alias=HEADER,
        max_length=200,
        description="Any text: a retry with it writes nothing twice.",
    ),
    annotation=str,
)


class Body(Schema):
    """Base of what a write accepts: a field that is not listed is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class OrganisationRouter(Router):
    """Declares routes below /organisations/{organisation} that cannot forget permission, scope or day."""

    def read(self, path: str, permission: Permission, *, response: Any) -> Callable[[View], View]:
        """A GET of one thing."""

        def decorate(view: View) -> View:
            def run(request: OrganisationRequest, **values: Any) -> Any:
                values.pop("as_of")
                return view(request, **values)

            self._add(path, "GET", permission, _joined(view, run, [AS_OF]), response=response)
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
                return paginate(view(request, **values), order, cursor=cursor, limit=limit)

            self._add(path, "GET", permission, _joined(view, run, [AS_OF, *PAGING]), response=Page[response])
            return view

        return decorate

    def read_page(self, path: str, permission: Permission, *, response: Any) -> Callable[[View], View]:
        """A GET of very many things: the view takes `paging` and returns that page itself."""

        def decorate(view: View) -> View:
            def run(request: OrganisationRequest, **values: Any) -> Any:
                values.pop("as_of")
                paging = Paging(values.pop("cursor"), values.pop("limit"))
                return view(request, paging=paging, **values)

            self._add(path, "GET", permission, _joined(view, run, [AS_OF, *PAGING]), response=Page[response])
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

            self._add(
                path, method, permission, _joined(view, run, [IDEMPOTENCY_KEY]), response={status: response}
            )
            return view

        return decorate

    def _add(self, path: str, method: str, permission: Permission, run: Any, *, response: Any) -> None:
        self.add_api_operation(
            ORGANISATION + path, [method], run, auth=authenticators(permission), response=response
        )


def _joined(
    view: Callable[..., Any], run: Callable[..., Any], extra: list[Parameter]
) -> Callable[..., HttpResponse]:
    """`run` in the organisation's scope, under the view's name and signature plus shared parameters."""

    @wraps(view)
    def route(request: HttpRequest, organisation: str, **values: Any) -> Any:  # noqa: ARG001  (the door read it)
        _refuse_unknown_parameters(request, route)
        prepared: Any = request
        with scope.organisation(prepared.organisation):
            return run(prepared, **values)

    own = inspect.signature(view, eval_str=True)
    request, *named = own.parameters.values()
    named = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in named if one.annotation is not Paging]
    signature = own.replace(parameters=[request, ORGANISATION_PARAMETER, *named, *extra])
    route.__signature__ = signature  # type: ignore[attr-defined]  # what ninja reads the parameters from
    return route


def _refuse_unknown_parameters(request: HttpRequest, route: Any) -> None:
    """A misspelt `as_of` must not quietly answer for today, nor a field of a form be dropped."""
    models = route._ninja_operation.models
    for source, sent in (("query", request.GET), ("form", request.POST)):
        shapes = [model.__ninja_flatten_map__ for model in models if model.__ninja_param_source__ == source]
        known = {name for shape in shapes for name in shape}
        if unknown := sorted(set(sent) - known):
            raise DomainError(
                "unknown_parameter",
                _("There is no parameter “%(name)s” here.") % {"name": unknown[0][:40]},
                _("Known are: %(names)s.") % {"names": ", ".join(sorted(known)) or "–"},
                field=unknown[0][:40],
            )
