"""What commands share that need the installation: Django, the database, the front end, an organisation."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colead.cli.errors import WrongInput

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation

STYLES = Path(__file__).parents[1] / "web" / "static" / "dist" / "colead.css"


def is_front_end_built() -> bool:
    """True when the styles and scripts of the pages exist; they are not in git."""
    return STYLES.is_file()


def require_database() -> None:
    """WrongInput when the database is not there, not up to date, or newer than this program."""
    from django.db.utils import OperationalError

    from colead.kit import schema

    try:
        require_not_newer()
        pending = schema.waiting()
    except OperationalError as error:
        message = f"The database does not answer: {error}. Check COLEAD_DATABASE_URL, or run: colead doctor"
        raise WrongInput(message, code="database_unreachable") from error
    if pending:
        message = f"The database is not prepared: {pending} migrations are missing. Run: colead setup"
        raise WrongInput(message, code="migrations_missing")


def require_not_newer() -> None:
    """WrongInput when a newer program has changed the database. Raises OperationalError without an answer."""
    from colead.kit import schema

    if newer := schema.unknown():
        message = (
            f"The database is newer than this program: it has {len(newer)} changes that are unknown here, "
            f"such as {newer[0]}. Install the version that made them, or a newer one."
        )
        raise WrongInput(message, code="database_newer")


def prepare() -> None:
    """Start Django: the settings and the apps. Called inside a command, never at import.

    A second call costs nothing. WrongInput for a setting of no use.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        if type(error).__name__ != "SettingError":  # its package cannot be imported while a setting is wrong
            raise
        raise WrongInput(str(error), code="bad_setting") from error
    except Exception as error:
        if "psycopg" not in str(error):
            raise
        message = (
            "COLEAD_DATABASE_URL names a PostgreSQL database, but psycopg, which speaks with it, is not "
            "installed. Run: pip install --require-hashes -r locks/postgresql.txt"
        )
        raise WrongInput(message, code="no_psycopg") from error
    _require_whole_home()


def _require_whole_home() -> None:
    from django.conf import settings

    from colead.backup.place import is_restored_now

    if is_restored_now(Path(settings.HOME)):
        message = (
            f"A restore into {settings.HOME} is running or was interrupted. "
            "Let it end, or run the same colead restore again."
        )
        raise WrongInput(message, code="restore_under_way")


def migrate() -> None:
    """Bring the database up to date; nothing happens where it is. WrongInput when it is newer."""
    from django.core.management import call_command

    require_not_newer()
    call_command("migrate", interactive=False, verbosity=0)


def note(text: str) -> None:
    """Say something beside the result: on standard error, so that results can be piped."""
    click.echo(text, err=True)


def find_organisation(slug: str) -> "Organisation":
    """The organisation with this short name, or an error that names those there are."""
    from colead.apps.organisations.selectors import find_organisation, organisation_slugs

    found = find_organisation(slug)
    if found is None:
        known = ", ".join(organisation_slugs(10))
        message = f"There is no organisation '{slug}'. There are: {known or 'none yet'}."
        raise WrongInput(message, code="no_organisation")
    return found
