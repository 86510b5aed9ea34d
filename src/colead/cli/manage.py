"""`colead manage`: Django's own management commands, for those who know them."""

import click


@click.command(
    name="manage",
    hidden=True,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a Django management command with the settings of this installation.

    \b
    Example:
      colead manage showmigrations
    """
    from colead.cli.installation import prepare

    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["colead manage", *arguments])
