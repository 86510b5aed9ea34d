"""`colead setup --distributed`: several PostgreSQL share the rows of organisations, by Citus."""

import click

from colead.cli.errors import Finding, WrongInput
from colead.cli.language import Speaker
from colead.cli.progress import Progress
from colead.files.translation import gettext_noop as _

_TABLES = _("Distributed tables")
_NOT_HERE = _(
    "Several servers can share the rows of PostgreSQL only, and this installation uses SQLite. "
    "Set COLEAD_DATABASE_URL first."
)
_NO_CITUS = _(
    "The database has no Citus. Have its administrator run there: CREATE EXTENSION citus. "
    "The steps stand in docs/how-to/use-several-postgresql.md."
)
_BROKEN = _(
    "The tables are distributed, but {count} things break a rule of Citus, such as {example}. "
    "Undo what was changed in the database by hand, then run the same again."
)


def require_citus(speak: Speaker) -> None:
    """WrongInput where nothing can be distributed."""
    from django.db import connection

    from colead.kit import citus

    _require_postgresql(speak)
    if not citus.is_there(connection):
        raise WrongInput(speak(_NO_CITUS), code="no_citus")


def print_script(speak: Speaker) -> None:
    """What would be run, as SQL; changes nothing."""
    from django.db import connection

    from colead.kit import distribution

    _require_postgresql(speak)
    for statement in distribution.statements(connection):
        click.echo(f"{statement};")


def distribute(speak: Speaker, *, asked: bool) -> None:
    """Distribute what is not yet: where it is asked for, and after every update of tables that are."""
    from django.db import connection

    from colead.kit import citus, distribution, distribution_rules, scope

    if not (asked or citus.placed(connection)):
        return
    with Progress(1) as progress, scope.everything("keys are checked over the rows of all organisations"):
        progress.step(speak(_TABLES))
        distribution.distribute(connection)
    connection.close()  # the setting of the database counts for those who connect from now on
    if broken := distribution_rules.broken(connection, citus.placed(connection)):
        message = speak(_BROKEN, count=len(broken), example=str(broken[0]))
        raise Finding(message, code="not_for_citus")


def _require_postgresql(speak: Speaker) -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        raise WrongInput(speak(_NOT_HERE), code="not_postgresql")
