"""`colead backup`: everything that this installation keeps, in one checked file, while it is in use."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colead.cli.language import Speaker, speaker
from colead.cli.progress import Progress
from colead.files.translation import LANGUAGES
from colead.files.translation import gettext_noop as _

if TYPE_CHECKING:
    from colead.backup.create import Made

_MEGABYTE = 1_000_000
_STEPS = {
    "copy": _("Copy the database"),
    "write": _("Write the backup"),
    "check": _("Open and check it"),
    "encrypt": _("Encrypt it"),
}
_DONE = _("Backed up and checked: {path}, {size} MB, {files} files, {entries} entries of the audit log.")
_ENCRYPTED = _("It was checked before it was encrypted. Only the key of the recipient opens it.")
_PLAIN = _("It is not encrypted and holds everything: keep it as safe as the installation, or use --for.")
_DELETED = _("Deleted, as newer ones are kept: {paths}")
_KEY = _(
    "The key is in {path}. Keep it away from this machine: without it, no backup for it can be opened.\n"
    "Its recipient:\n{recipient}"
)


@click.command(name="backup")
@click.argument("folder", metavar="DEST", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option(
    "--for", "recipients", multiple=True, metavar="RECIPIENT", help="Encrypt for this age recipient (age1…)."
)
@click.option(
    "--keep", metavar="7d,4w,12m", help="Afterwards keep the newest of so many days, weeks, months."
)
@click.option(
    "--make-key",
    "key",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Instead: write a new key and print its recipient.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the report; else the terminal's.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    recipients: tuple[str, ...],
    keep: str | None,
    key: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Write a backup of this installation into the folder DEST, while it is in use.

    Database, keys and uploads go into one file, which is opened and checked before it gets its name. With
    --keep, older backups of this installation in DEST are deleted.

    Exit codes: 0 done, 1 the backup did not stand its check and is not kept, 2 it cannot be made.

    \b
    Examples:
      colead backup /backups
      colead backup /backups --for age1… --keep 7d,4w,12m
      colead backup --make-key backup.key
    """
    speak = speaker(ctx, language, as_json=as_json)
    if key is not None:
        _make_key(key, speak, as_json=as_json)
    elif folder is not None:
        made, deleted = _back_up(folder, recipients, keep, speak)
        values = json.dumps(_values(made, deleted), ensure_ascii=False, indent=2)
        click.echo(values if as_json else _text(made, deleted, speak))
    else:
        raise click.UsageError("Missing argument 'DEST'.", ctx)


def _make_key(path: Path, speak: Speaker, *, as_json: bool) -> None:
    from colead.backup.encryption import make_identity

    recipient = make_identity(path)
    values = {"key": str(path), "recipient": recipient}
    click.echo(json.dumps(values) if as_json else speak(_KEY, path=path, recipient=recipient))


def _back_up(
    folder: Path, recipients: tuple[str, ...], keep: str | None, speak: Speaker
) -> "tuple[Made, list[Path]]":
    from colead.backup.encryption import read_recipients
    from colead.backup.retention import delete_superseded, read_keep

    rule = read_keep(keep) if keep else None  # what is wrong is said before anything is done
    readable = read_recipients(recipients)
    from colead.cli.installation import prepare

    prepare()
    from django.utils import timezone

    from colead.backup.create import STEPS, make_backup, place
    from colead.backup.last import note_backup

    now = timezone.now()
    with Progress(len(STEPS)) as progress:
        made = make_backup(
            folder,
            recipients=readable,
            now=now,
            begin=lambda step: progress.step(speak(_STEPS[step])),
        )
    note_backup(now=now)
    return made, delete_superseded(folder, place(), rule) if rule else []


def _values(made: "Made", deleted: list[Path]) -> dict[str, object]:
    manifest = made.manifest
    return {
        "file": str(made.path),
        "bytes": made.bytes,
        "encrypted": made.is_encrypted,
        "at": manifest.at.isoformat(),
        "version": manifest.version,
        "database": manifest.database,
        "audit_logs": [
            {"organisation": log.name, "entries": log.size, "root": log.root}
            for log in manifest.state.audit_logs
        ],
        "files": [member.name for member in manifest.members],
        "deleted": [str(path) for path in deleted],
    }


def _text(made: "Made", deleted: list[Path], speak: Speaker) -> str:
    lines = [
        speak(
            _DONE,
            path=made.path,
            size=speak.number(made.bytes / _MEGABYTE, 1),
            files=len(made.manifest.members),
            entries=speak.number(sum(log.size for log in made.manifest.state.audit_logs)),
        ),
        speak(_ENCRYPTED if made.is_encrypted else _PLAIN),
    ]
    if deleted:
        lines.append(speak(_DELETED, paths=", ".join(path.name for path in deleted)))
    return "\n".join(lines)
