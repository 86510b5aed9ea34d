"""The documented rules of Citus 12, asked of the catalogue of a PostgreSQL with or without Citus.

A statement that Citus would refuse, or a row that a server could not find, shows here first. Each rule is one
query over the tables that are distributed ("h") or copied to every server ("n"), as `citus.placed` says it.
Sources of the rules: docs/decisions/0022.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from colead.kit.distribution import COLUMN


@dataclass(frozen=True, order=True)
class Broken:
    """What does not fit: a rule's name, the table, and its key, policy, trigger or column."""

    rule: str
    table: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.what} ({self.rule})"


# Stands before every query: the tables, with the number of the distribution column, NULL where there is none.
_PLACED = """
WITH placed AS (
    SELECT pg_class.oid AS id, relname, relkind, kind, attnum AS number
    FROM unnest(%(tables)s::text[], %(kinds)s::text[]) AS given (name, kind)
    JOIN pg_class ON relname = name AND relnamespace = current_schema()::regnamespace
    LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attname = %(column)s AND kind = 'h'
)
"""

RULES = {
    "table": """
        SELECT relname, relkind::text FROM placed
        WHERE relkind <> 'r' OR EXISTS (SELECT 1 FROM pg_inherits WHERE id IN (inhrelid, inhparent))
    """,
    "column": """
        SELECT relname, %(column)s FROM placed LEFT JOIN pg_attribute ON attrelid = id AND attnum = number
        WHERE kind = 'h' AND (number IS NULL OR NOT attnotnull OR attgenerated <> '')
    """,
    "together": """
        SELECT relname, format_type(atttypid, NULL) FROM placed
        JOIN pg_attribute ON attrelid = id AND attnum = number
        WHERE atttypid <> (SELECT atttypid FROM placed AS first JOIN pg_attribute
            ON attrelid = first.id AND attnum = first.number ORDER BY relname LIMIT 1)
    """,
    "no primary key": """
        SELECT relname, '' FROM placed
        WHERE NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = id AND indisprimary)
    """,
    "key": """
        SELECT placed.relname, pg_class.relname FROM placed
        JOIN pg_index ON indrelid = id AND indisunique
        JOIN pg_class ON pg_class.oid = indexrelid
        WHERE kind = 'h' AND NOT number = ANY ((indkey::int2[])[0:indnkeyatts - 1])  -- the rest is INCLUDE
        UNION ALL
        SELECT relname, conname FROM placed JOIN pg_constraint ON conrelid = id AND contype = 'x'
        WHERE kind = 'h' AND NOT EXISTS (
            SELECT 1 FROM unnest(conkey, conexclop) AS part (attribute, operator)
            JOIN pg_operator ON pg_operator.oid = operator WHERE attribute = number AND oprname = '=')
    """,
    "foreign key": """
        SELECT coalesce(here.relname, conrelid::regclass::text), conname FROM pg_constraint
        LEFT JOIN placed AS here ON here.id = conrelid
        LEFT JOIN placed AS there ON there.id = confrelid
        WHERE contype = 'f' AND coalesce(here.id, there.id) IS NOT NULL AND CASE
            WHEN here.kind = 'h' AND there.kind = 'h' THEN
                NOT EXISTS (SELECT 1 FROM unnest(conkey, confkey) AS pair (of_here, of_there)
                    WHERE of_here = here.number AND of_there = there.number)
            WHEN here.kind = 'h' AND there.kind = 'n' THEN false
            WHEN here.kind = 'n' AND there.kind = 'n' THEN false
            ELSE true END
    """,
    "foreign key changes the column": """
        SELECT relname, conname FROM pg_constraint JOIN placed ON id = conrelid
        WHERE contype = 'f' AND number = ANY (conkey)
            AND (confdeltype IN ('n', 'd') OR confupdtype IN ('n', 'd', 'c'))
    """,
    "policy": """
        SELECT relname, polname FROM placed JOIN pg_policy ON polrelid = id
        WHERE coalesce(polqual::text, '') || coalesce(polwithcheck::text, '') LIKE '%%SUBLINK%%'
    """,
    "policy unheard": """
        SELECT relname, polname FROM placed JOIN pg_policy ON polrelid = id
        WHERE pg_get_expr(polqual, polrelid) LIKE '%%current_setting%%'
            AND current_setting('citus.propagate_set_commands', true) IS DISTINCT FROM 'local'
    """,
    "trigger": """
        SELECT relname, tgname FROM placed JOIN pg_trigger ON tgrelid = id WHERE NOT tgisinternal
    """,
    "rule": """
        SELECT relname, rulename FROM placed JOIN pg_rewrite ON ev_class = id
    """,
    "numbering": """
        SELECT relname, attname FROM placed JOIN pg_attribute ON attrelid = id AND NOT attisdropped
        LEFT JOIN pg_attrdef ON adrelid = id AND adnum = pg_attribute.attnum
        WHERE kind = 'h' AND (attidentity <> '' OR pg_get_expr(adbin, adrelid) LIKE 'nextval(%%')
    """,
}
"""By name: a query of the tables and the parts of them that break it."""


def broken(connection: BaseDatabaseWrapper, kinds: Mapping[str, str]) -> list[Broken]:
    """What Citus would refuse of these tables, each "h" or "n". One query a rule."""
    values: Any = {"tables": list(kinds), "kinds": list(kinds.values()), "column": COLUMN}
    found = []
    with connection.cursor() as cursor:
        for rule, query in RULES.items():
            cursor.execute(_PLACED + query, values)
            found += [Broken(rule, table, what) for table, what in cursor.fetchall()]
    return sorted(found)
