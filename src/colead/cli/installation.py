"""What `demo` and `setup` share: the database up to date, and whether the front end is built."""

from pathlib import Path

import click

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
