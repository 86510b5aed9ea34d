"""What the database knows of its own tables, by which it chooses how to answer a question.

SQLite gathers it only when it is told to, and without it looks through every row of an organisation for each
task of a list: the board took a second instead of thirty milliseconds. PostgreSQL does so by itself.
"""

from django.db import connection, transaction

ROWS = 1_000  # looked at of each index: enough to choose by, and done in milliseconds at every size


def refresh_statistics() -> None:
    """Gather it anew. On SQLite the write lock is held for some milliseconds; elsewhere nothing happens."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS}")
        cursor.execute("ANALYZE")


def refresh_when_written() -> None:
    """The same as soon as the caller's transaction has ended: after very many rows have come or gone."""
    transaction.on_commit(refresh_statistics, robust=True)  # what was written stands without them
