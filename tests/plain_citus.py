"""What Colead asks of Citus, as functions of a plain PostgreSQL that write down what they are asked.

They refuse what Citus refuses, or advises against, of a table that is about to be distributed: keys between
tables (its documentation drops them first) and row-level security (rows are copied by COPY, which refuses
it). Whether the tables fit is for `colead.kit.distribution_rules` to say.
"""

import os

from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTIONS = """
CREATE TABLE pg_dist_partition (
    logicalrelid oid PRIMARY KEY, partmethod "char" NOT NULL, repmodel "char" NOT NULL, beside text
);
CREATE FUNCTION place(oid, "char", text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND $1 IN (conrelid, confrelid)
               AND NOT (conrelid IN (SELECT logicalrelid FROM pg_dist_partition)
                        AND confrelid IN (SELECT logicalrelid FROM pg_dist_partition))) THEN
        RAISE EXCEPTION '% has keys to tables that are not distributed', $1::regclass;
    END IF;
    IF (SELECT relrowsecurity FROM pg_class WHERE oid = $1) THEN
        RAISE EXCEPTION 'COPY FROM not supported with row-level security: %', $1::regclass;
    END IF;
    INSERT INTO pg_dist_partition VALUES ($1, $2, CASE $2 WHEN 'n' THEN 't' ELSE 's' END, $3);
END $$;
CREATE FUNCTION create_reference_table(regclass) RETURNS void LANGUAGE sql AS
    $$ SELECT place($1, 'n', '') $$;
CREATE FUNCTION create_distributed_table(regclass, text, colocate_with text DEFAULT 'default') RETURNS void
    LANGUAGE sql AS $$ SELECT place($1, 'h', colocate_with) $$;
"""


ASKED = "citus." in os.environ.get("COLEAD_DATABASE_URL", "")
"""Whether this run of the tests is over distributed tables (tools/with_postgresql.py --distributed)."""

DISTRIBUTE = """
import plain_citus
from django.db import connection
from colead.kit import distribution, scope
plain_citus.install(connection)
with scope.everything("the tests' template is empty"):
    distribution.distribute(connection)
connection.close()
"""


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
