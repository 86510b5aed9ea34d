"""What `demo` and `setup` share: the database up to date, and whether the front end is built."""

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


def migrate() -> None:
    """Bring the database up to date; nothing happens where it is."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def note(text: str) -> None:
    """Say something beside the result: on standard error, so that results can be piped."""
    click.echo(text, err=True)


def find_organisation(slug: str, as_json: bool = False) -> "Organisation":
    """The organisation with this short name, or an error that names those there are."""
    from colead.apps.organisations.selectors import find_organisation, organisation_slugs

    found = find_organisation(slug)
    if found is None:
        known = ", ".join(organisation_slugs(10))
        message = f"There is no organisation '{slug}'. There are: {known or 'none yet'}."
        raise WrongInput(message, code="no_organisation", as_json=as_json)
    return found
