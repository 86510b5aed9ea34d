"""Row-level security of PostgreSQL: the second wall around each organisation.

The first wall is `ScopedManager`. This one stands in the database itself: a query that forgets its
organisation, be it raw SQL or a join, finds nothing of others and can write nothing into them. `scope` tells
the connection which organisation is meant by the setting `colead.organisation`; until then no row is visible.

A superuser, or a role with BYPASSRLS, walks through: run Colead as an ordinary role. A pool between Colead
and the database must keep sessions apart (PgBouncer: session mode). SQLite has no such wall.

Where several PostgreSQL share the rows (Citus), what a session is told reaches the first of them only, and
what a transaction is told all of them: there every statement runs in a transaction that is told first.
"""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from colead.kit import citus
from colead.kit.tenancy import tenancy

POLICY = "colead_organisation"
SETTING = "colead.organisation"
EVERYTHING = "everything"

# No subquery, though it would read the setting once a query instead of once a row: Citus takes no policy with
# one (docs/decisions/0022). Reading it costs 0.1 microseconds a row.
CONDITION = f"current_setting('{SETTING}', true) IN (organisation_id::text, '{EVERYTHING}')"


def tell_connection(connection: BaseDatabaseWrapper, organisation: str) -> None:
    """Tell PostgreSQL the organisation's id, EVERYTHING or "" (nothing): one small query. Silent on SQLite.

    A connection that is not open learns it when it opens. In a failed transaction nothing can be said: its
    rollback restores what was told before it began, which is right because scopes and transactions nest.
    """
    if connection.vendor != "postgresql":
        return
    if teller := _teller(connection):
        teller.tell(connection, organisation)
        return
    if not _listens(connection):
        return
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, organisation])


def _listens(connection: Any) -> bool:
    opened = connection.connection
    if opened is None or opened.closed or connection.needs_rollback:
        return False
    return _status(connection) != "INERROR"


def _status(connection: Any) -> str:
    """IDLE before the first statement of a transaction, then INTRANS, or INERROR once one has failed."""
    return str(connection.connection.info.transaction_status.name)


class Teller:
    """Tells every transaction of a connection whose rows are meant; an execute wrapper of Django's."""

    def __init__(self) -> None:
        self.organisation = ""

    def tell(self, connection: BaseDatabaseWrapper, organisation: str) -> None:
        """From here on: what runs now, and every transaction that begins."""
        self.organisation = organisation
        if _listens(connection) and _status(connection) == "INTRANS":
            self._say(connection)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        connection = context["connection"]
        if connection.in_atomic_block:
            if _status(connection) == "IDLE":
                self._say(connection)
            return execute(sql, params, many, context)
        with transaction.atomic(connection.alias):
            self._say(connection)
            return execute(sql, params, many, context)

    def _say(self, connection: Any) -> None:
        """As a statement, and not by set_config: Citus passes on nothing else. One small query."""
        told = self.organisation
        if told != EVERYTHING:
            told = str(int(told)) if told else ""  # the statement takes no parameter
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {SETTING} = '{told}'")


def _teller(connection: BaseDatabaseWrapper) -> Teller | None:
    return next((one for one in connection.execute_wrappers if isinstance(one, Teller)), None)


def is_told_by_transaction(connection: BaseDatabaseWrapper) -> bool:
    """Whether several PostgreSQL share the rows; a connection that is not open is opened to know it."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
    return _teller(connection) is not None


def meet_new_connection(connection: BaseDatabaseWrapper) -> None:
    """Whether it is told by session or by transaction. One query on PostgreSQL, none when it opens again."""
    if connection.vendor != "postgresql" or connection.alias not in connections or _teller(connection):
        return  # one without an alias makes and drops whole databases
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [citus.PROPAGATION])
        if cursor.fetchone() == ("local",):
            connection.execute_wrappers.insert(0, Teller())  # whoever leaves a wrapper takes away the last
            # what `id` alone decides where it is the whole primary key, and here is only half of it
            connection.features.allows_group_by_selected_pks = False


def watch_migrations() -> None:
    """Migrations see every organisation; after them, each table that lacks the policy gets it."""
    pre_migrate.connect(_open_for_migrations, dispatch_uid="colead.row_security.open")
    post_migrate.connect(_protect_after_migrations, dispatch_uid="colead.row_security.protect")


def _open_for_migrations(using: str = DEFAULT_DB_ALIAS, **_rest: Any) -> None:
    tell_connection(connections[using], EVERYTHING)


def _protect_after_migrations(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_rest: Any) -> None:
    connection = connections[using]
    tables = owned_tables(sender.label)
    if connection.vendor == "postgresql" and tables:
        protect_tables(connection, tables)
    tell_connection(connection, "")


def owned_tables(app_label: str | None = None) -> set[str]:
    """The tables whose rows belong to one organisation each, of one app or of all."""
    owned = [model for model in apps.get_models() if issubclass(model, tenancy().owned)]
    return {model._meta.db_table for model in owned if app_label in (None, model._meta.app_label)}


def protect_tables(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    """Put the policy on those tables that lack it, for their owner too. One query when none does."""
    with connection.cursor() as cursor:
        for table in unprotected_tables(connection, tables):
            with transaction.atomic(connection.alias):  # others never see the table between two policies
                for statement in protection(table):
                    cursor.execute(statement)


def protection(table: str) -> tuple[str, str, str]:
    """The statements that put the policy on a table, in place of an older one."""
    return (
        f"DROP POLICY IF EXISTS {POLICY} ON {table}",
        f"CREATE POLICY {POLICY} ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION})",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    )


def unprotected_tables(connection: BaseDatabaseWrapper, tables: set[str]) -> list[str]:
    """Those of the tables that exist and do not enforce the policy: none, or an older one. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace"
            " AND NOT (relrowsecurity AND relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = %s"
            " AND pg_get_expr(polqual, polrelid) NOT LIKE %s))"  # as the older one has
            " ORDER BY relname",
            [sorted(tables), POLICY, "%SELECT%"],
        )
        return [name for (name,) in cursor.fetchall()]
