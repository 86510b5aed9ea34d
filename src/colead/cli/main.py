"""``colead``: the list of commands. The module of a command is imported when the command is used."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from colead.cli.errors import LANGUAGE, WrongInput, as_wrong_input

# name -> module of colead.cli, and the line that `colead --help` shows
COMMANDS = {
    "demo": ("demo", "Start Colead with a sample organisation."),
    "analyse": ("analyse", "Show where leadership sits, from a staff list and files of ties."),
    "allocate": ("allocate", "Propose who could lead what, by strengths and wishes."),
    "import": ("import_", "Bring a staff list into an organisation."),
    "serve": ("serve", "Serve the pages and the API."),
    "worker": ("worker", "Run background jobs."),
    "setup": ("setup", "Prepare the database and the first owner."),
    "doctor": ("doctor", "Check that everything is in order."),
    "backup": ("backup", "Write a backup, while the installation is in use."),
    "restore": ("restore", "Restore a backup into an empty place."),
    "ledger": ("ledger", "Verify, export and correct the audit log."),
    "forget": ("forget", "Take a person out of every stored allocation."),
    "manage": ("manage", "Run a Django management command."),
}

HIDDEN = {"manage"}  # for those who know Django


class Commands(click.Group):
    """Finds commands by name, and turns every foreseen error into a plain sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click calls it
        return [name for name in COMMANDS if _exists(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS or not _exists(cmd_name):
            return None
        module = import_module(f"colead.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list without importing a single command."""
        with formatter.section("Commands"):
            shown = [name for name in self.list_commands(ctx) if name not in HIDDEN]
            formatter.write_dl([(name, COMMANDS[name][1]) for name in shown])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WrongInput as error:
            error.as_noted(ctx)
            raise
        except Exception as error:
            known = as_wrong_input(error, str(ctx.meta.get(LANGUAGE, "en")))
            if known is None:
                raise
            raise known.as_noted(ctx) from error


def _exists(name: str) -> bool:
    return find_spec(f"colead.cli.{COMMANDS[name][0]}") is not None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="colead", prog_name="colead")
def main() -> None:
    """Colead: leadership shared by people at every level.

    \b
    Start here:
      colead demo                                the product with a sample organisation
      colead analyse people.csv advice.csv       where leadership sits, in the terminal

    Exit codes: 0 done, 1 a finding (a check that failed), 2 wrong input.
    """


if __name__ == "__main__":
    main()
