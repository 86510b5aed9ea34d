"""Files that a command reads and writes: which column is what, and everything written, or nothing."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colead.cli.errors import WrongInput
from colead.cli.language import Speaker
from colead.files.translation import gettext_noop

if TYPE_CHECKING:
    from colead.files.tie_layout import Role

_STANDARD_OUTPUT = Path("-")
_WRITTEN = gettext_noop("Written: {path}")


def named_columns(entries: Iterable[str], known: Iterable[str], ctx: click.Context) -> dict[str, str]:
    """Our name of a column -> the file's, from `--column OURS=HEADER`; an error for any other."""
    named = dict(entry.partition("=")[::2] for entry in entries)
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise click.BadParameter(f"'{unknown[0]}' is none of {', '.join(known)}.", ctx, param_hint="--column")
    return named


def columns_by_file(
    entries: Sequence[str], ctx: click.Context
) -> tuple[dict[str, str], dict["Role", tuple[str, ...]]]:
    """What `--column` says of a staff list, and of files of ties, where several columns may hold the same."""
    from colead.files.columns import STAFF_COLUMNS
    from colead.files.tie_layout import Role

    named = named_columns(entries, [*STAFF_COLUMNS, *Role], ctx)
    pairs = [entry.partition("=")[::2] for entry in entries]
    of_ties = {
        role: tuple(header for ours, header in pairs if ours == role and header)
        for role in Role
        if role in named
    }
    return {ours: header for ours, header in named.items() if ours in STAFF_COLUMNS}, of_ties


def told(
    result: dict[str, Any],
    json_file: Path | None,
    text: Callable[[dict[str, Any], Speaker], str],
    speak: Speaker,
) -> str:
    """What goes to standard output: JSON where it was asked for, else the text."""
    from colead.files.exports import json_text

    return json_text(result) if json_file == _STANDARD_OUTPUT else text(result, speak) + "\n"


def as_json(result: dict[str, Any], json_file: Path | None) -> dict[Path, str]:
    """The result as the file that was asked for, if one was."""
    from colead.files.exports import json_text

    return {} if json_file in (None, _STANDARD_OUTPUT) else {json_file: json_text(result)}


def write_files(files: dict[Path, str], shown: str, speak: Speaker) -> None:
    """Write them all, and say so below the result. If one cannot be written none is: the error names it."""
    from colead.files.exports import write_together

    try:
        write_together(files)
    except OSError as error:
        message = f"'{error.filename or ', '.join(map(str, files))}' cannot be written: {error.strerror}."
        raise WrongInput(message, code="cannot_write") from error
    click.echo(shown, nl=False)
    for path in files:
        click.echo(speak(_WRITTEN, path=path), err=True)
