"""What a database says of Citus, by which several PostgreSQL share the rows of organisations."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

PROPAGATION = "citus.propagate_set_commands"
"""The setting by which all servers learn whose rows are meant (`row_security`)."""


def is_there(connection: BaseDatabaseWrapper) -> bool:
    """Whether this is a PostgreSQL with Citus. One query."""
    return connection.vendor == "postgresql" and bool(
        rows(connection, "SELECT 1 FROM pg_proc WHERE proname = 'create_distributed_table' LIMIT 1")
    )


def placed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Of every table that all servers share: "h" if it is distributed, "n" if it is copied. Two queries."""
    if not is_there(connection):
        return {}
    return dict(
        rows(
            connection,
            "SELECT relname, partmethod FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid"
            " WHERE partmethod = 'h' OR repmodel = 't'",  # others stay where they are
        )
    )


def rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
