"""Which structure an organisation has: a value that is new after every change of people, units or lines.

Every statement that Colead sends is looked at, whoever wrote it: a service, a cascade, SQL by hand. One that
changes a table of the structure gives the organisation a new version in the same transaction. Nobody has to
think of it, and nobody who reads has to count (decision 0018).
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db.backends.base.base import BaseDatabaseWrapper

from colead.apps.organisations.models import Organisation
from colead.kit import scope

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

TABLES = ("person", "unit", "unitplacement", "position", "reportingline", "leave")
# Whose account somebody is does not belong to the structure: people sign up every day.
_CHANGES = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|(?P<takes>DELETE\s+FROM|TRUNCATE))\s+"
    rf"\"?people_(?:{'|'.join(TABLES)})\b(?!\" SET \"user_id\" = [^,]* WHERE)",
    re.IGNORECASE,
)


class OutsideTransaction(RuntimeError):
    """The structure was changed outside a transaction, where it and its version could part: a fault."""


def structure_version() -> UUID | None:
    """The version of the organisation in scope; None until the first change. One query, by key."""
    from colead.apps.people.models import StructureVersion

    return StructureVersion.objects.values_list("version", flat=True).first()


def locked_structure_version(organisation: int) -> UUID | None:
    """The version, kept as it is until the caller's transaction ends: whoever changes the structure waits.

    Before the first change the organisation's row is locked in its place. One query, or three before it.
    """
    from colead.apps.people.models import StructureVersion

    found = StructureVersion.objects.select_for_update().values_list("version", flat=True).first()
    if found is None:
        Organisation.objects.select_for_update().get(pk=organisation)
        found = structure_version()  # somebody may have written the first one while we waited
    return found


def watch_connection(connection: BaseDatabaseWrapper, **_rest: Any) -> None:
    """Look at every statement of a connection from now on. Costs a third of a microsecond each."""
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _watch(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    change = _CHANGES.match(sql)
    if change is None:
        return execute(sql, params, many, context)
    if not context["connection"].in_atomic_block:
        raise OutsideTransaction("Change people, units and lines inside transaction.atomic().")
    done = execute(sql, params, many, context)
    raised = _organisations(context["connection"])
    if raised and change["takes"]:
        _raise_known(raised)
    elif raised:
        _raise_version(raised)
    return done


def _organisations(connection: BaseDatabaseWrapper) -> list[int]:
    """The organisation in scope; outside of one all of them, and none before the migration of versions."""
    from colead.apps.people.models import StructureVersion

    try:
        current = scope.current_id()
    except scope.UnscopedQuery:  # a migration
        current = None
    if current:
        return [current]
    is_there = StructureVersion._meta.db_table in connection.introspection.table_names()
    return list(Organisation.objects.values_list("pk", flat=True)) if is_there else []


def _raise_known(raised: list[int]) -> None:
    """What is deleted was made once, so there is a version; none comes back while an organisation goes."""
    from colead.apps.people.models import StructureVersion

    StructureVersion.objects.filter(organisation__in=raised).update(version=uuid4())


def _raise_version(raised: list[int]) -> None:
    """A value that never was before: what a transaction read that was rolled back is never taken for it."""
    from colead.apps.people.models import StructureVersion

    StructureVersion.objects.bulk_create(
        [StructureVersion(organisation_id=pk, version=uuid4()) for pk in raised],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["version"],
    )
