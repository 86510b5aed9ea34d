"""What a call may carry besides what its view asks for, and that nothing else is let pass unread."""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from django.utils.translation import gettext_lazy as _
from ninja import Form, HeaderEx, P, QueryEx
from pydantic import BaseModel, Field

from colead.engine.dates import FIRST_DAY, LAST_DAY
from colead.kit.errors import DomainError
from colead.kit.idempotency import HEADER
from colead.kit.paging import DEFAULT_LIMIT, MAX_LIMIT

Parameter = inspect.Parameter
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
"""A day that is sent."""


def _shared(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


ORGANISATION = Parameter("organisation", Parameter.KEYWORD_ONLY, annotation=str)
AS_OF = _shared(
    "as_of",
    QueryEx[Day | None, P(description="The day to read, as YYYY-MM-DD. Left out: today.")],
    None,
)
PAGING = [
    _shared(
        "cursor",
        QueryEx[str, P(description="`next` of the page before; left out for the first page.")],
        "",
    ),
    _shared(
        "limit",
        QueryEx[int, P(ge=1, le=MAX_LIMIT, description="How many items a page holds at most.")],
        DEFAULT_LIMIT,
    ),
]
IDEMPOTENCY_KEY = _shared(
    "idempotency_key",
    HeaderEx[
        str, P(alias=HEADER, max_length=200, description="Any text: a retry with it writes nothing twice.")
    ],
    "",
)
_IN_FORM, _IN_QUERY = (type(get_args(marked)[1]) for marked in (Form[str], QueryEx[str, P()]))


@dataclass(frozen=True)
class Known:
    """The names that a call may carry in its query and in its form."""

    query: frozenset[str]
    form: frozenset[str]


def known_names(parameters: Iterable[Parameter]) -> Known:
    """By ninja's rule: what is not marked otherwise stands in the query, but a model is the body."""
    query: set[str] = set()
    form: set[str] = set()
    for one in parameters:
        kind, mark = _kind_and_mark(one.annotation)
        if isinstance(mark, _IN_FORM):
            form.update(field.alias or name for name, field in kind.model_fields.items())
        elif isinstance(mark, _IN_QUERY) or (mark is None and not _is_model(kind)):
            query.add(one.name)
    return Known(frozenset(query), frozenset(form))


def _kind_and_mark(annotation: Any) -> tuple[Any, Any]:
    is_marked = get_origin(annotation) is Annotated
    return get_args(annotation)[:2] if is_marked else (annotation, None)


def _is_model(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, BaseModel)


def refuse_unknown(sent: Iterable[str], known: frozenset[str]) -> None:
    """A misspelt `as_of` must not quietly answer for today, nor a field of a form be dropped."""
    if unknown := sorted(set(sent) - known):
        raise DomainError(
            "unknown_parameter",
            _("There is no parameter “%(name)s” here.") % {"name": unknown[0][:40]},
            _("Known are: %(names)s.") % {"names": ", ".join(sorted(known)) or "–"},
            field=unknown[0][:40],
        )
