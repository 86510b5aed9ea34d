"""Files that a command reads and writes: which column is what, and everything written, or nothing."""

from collections.abc import Iterable
from pathlib import Path

import click

from colead.cli.errors import AS_JSON, WrongInput


def named_columns(entries: Iterable[str], known: Iterable[str], ctx: click.Context) -> dict[str, str]:
    """Our name of a column -> the file's, from `--column OURS=HEADER`; an error for any other."""
    named = dict(entry.partition("=")[::2] for entry in entries)
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise click.BadParameter(f"'{unknown[0]}' is none of {', '.join(known)}.", ctx, param_hint="--column")
    return named


def write_files(files: dict[Path, str], ctx: click.Context) -> None:
    """Write them all; where one cannot be written none is, and the error names it."""
    from colead.files.exports import write_together

    try:
        write_together(files)
    except OSError as error:
        message = f"'{error.filename or ', '.join(map(str, files))}' cannot be written: {error.strerror}."
        raise WrongInput(message, code="cannot_write", as_json=bool(ctx.meta[AS_JSON])) from error
