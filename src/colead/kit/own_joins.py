"""Joins within one organisation say so, where several PostgreSQL share the rows.

Django joins by the number of a row alone. Citus joins distributed tables by the column that distributes them,
and refuses every other join. On one database nothing is added, so that its planner guesses as before.
"""

from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

from colead.kit import row_security, scope
from colead.kit.tenancy import tenancy


def say_organisations() -> None:
    """For every reference within an organisation; once, when Django starts."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if issubclass(model, tenancy().owned) and _is_owned(field.related_model):
                field.get_extra_restriction = partial(_same_organisation, field)  # type: ignore[attr-defined]


def _is_owned(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, tenancy().owned)


def _same_organisation(field: Any, there: str | None, here: str) -> WhereNode | None:
    """The further condition of a join. Django asks with the aliases of both tables, or of a subquery's."""
    if not row_security.is_told_by_transaction(connection):
        return None
    own = _organisation_of(field.model).get_col(here)
    other = scope.current_id() if there is None else _organisation_of(field.related_model).get_col(there)
    return None if other is None else WhereNode([Exact(own, other)], connector=AND)  # type: ignore[list-item]


def _organisation_of(model: Any) -> Any:
    return model._meta.get_field("organisation")
