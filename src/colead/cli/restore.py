"""`colead restore`: a backup becomes an installation again, in an empty place."""

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colead.cli.errors import WrongInput
from colead.cli.language import Speaker, speaker
from colead.cli.progress import Progress
from colead.files.translation import LANGUAGES
from colead.files.translation import gettext_noop as _

if TYPE_CHECKING:
    from colead.backup.manifest import Manifest
    from colead.backup.restore import Restored

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_STEPS = {
    "open": _("Open and check it"),
    "put_back": _("Put the database back"),
    "migrate": _("Bring it up to date"),
    "forget": _("Erase again"),
    "move": _("Put everything in its place"),
}
_WHERE = _("Where to? Name an empty folder with --into, or set COLEAD_HOME.")
_SOUND = _("The backup is sound: made {at} by version {version}, {entries} entries of the audit log.")
_DONE = _("Restored into {home}: the backup of {at}, made by version {version}.")
_MIGRATED = _("It was brought up to date by {count} changes.")
_ERASED = _("{count} erasures that were done since were done again.")
_LEFT_OUT = _(
    "{count} erasures, noted from {first} to {last}, were not done again: they are of a database that was "
    "restored from a backup older than this one, and their ids may be of other rows here. Look up in that "
    "database whom they concern, and erase them here by hand."
)
_NO_LIST = _(
    "No newer list of erasures was named. What was erased since the backup is there again, unless the list "
    "in the backup names it."
)
_SETTINGS = _("Set where the backup was made, and not here: {names}.")
_NEXT = _("Everybody has to sign in anew. Look through it with: colead doctor")


@click.command(name="restore")
@click.argument("file", type=FILE)
@click.option(
    "--into",
    "home",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The new home, empty; else COLEAD_HOME.",
)
@click.option("--identity", type=FILE, help="The key, for an encrypted backup.")
@click.option(
    "--erasures", multiple=True, type=FILE, help="A list of erasures, newer than the one in the backup."
)
@click.option("--check", is_flag=True, help="Check the backup only; nothing is restored.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the report; else the terminal's.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    home: Path | None,
    identity: Path | None,
    erasures: tuple[Path, ...],
    check: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """Restore the backup FILE into an empty home, and on PostgreSQL into an empty database.

    It is checked before anything is written. An older backup is brought up to date; erasures since are done
    again. When it is interrupted, run it again.

    Exit codes: 0 done, 1 the backup did not stand its check, 2 it cannot be restored here.

    \b
    Examples:
      colead restore colead-colead.example.org-20260302T030000Z.tar --into /var/lib/colead
      colead restore backup.tar.age --identity backup.key --erasures /other-disk/erasures.jsonl
      colead restore backup.tar --check
    """
    speak = speaker(ctx, language, as_json=as_json)
    if check:
        manifest = _check(file, identity)
        click.echo(_json(manifest) if as_json else speak(_SOUND, **_told(manifest, speak)))
        return
    place = home or (Path(os.environ["COLEAD_HOME"]) if os.environ.get("COLEAD_HOME") else None)
    if place is None:
        raise WrongInput(speak(_WHERE), code="no_home")
    done = _restore(file, place.resolve(), identity, erasures, speak)
    click.echo(_done_json(done, place) if as_json else _text(done, place, speak, has_list=bool(erasures)))


def _check(file: Path, identity: Path | None) -> "Manifest":
    from colead.backup.restore import check_file

    with tempfile.TemporaryDirectory(prefix="colead-check-") as folder:
        return check_file(file, Path(folder), identity=identity, start=_start)


def _restore(
    file: Path, home: Path, identity: Path | None, erasures: tuple[Path, ...], speak: Speaker
) -> "Restored":
    from colead.backup.restore import STEPS, restore

    with Progress(len(STEPS)) as progress:
        return restore(
            file,
            home,
            identity=identity,
            erasures=erasures,
            now=datetime.now(tz=UTC),
            start=_start,
            begin=lambda step: progress.step(speak(_STEPS[step])),
        )


def _start(home: Path) -> None:
    """Start Django on this home."""
    os.environ["COLEAD_HOME"] = str(home)
    from colead.cli.installation import prepare

    prepare()


def _minute(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")


def _told(manifest: "Manifest", speak: Speaker) -> dict[str, object]:
    return {
        "at": _minute(manifest.at),
        "version": manifest.version,
        "entries": speak.number(sum(log.size for log in manifest.state.audit_logs)),
    }


def _text(done: "Restored", home: Path, speak: Speaker, *, has_list: bool) -> str:
    lines = [speak(_DONE, home=home, **_told(done.manifest, speak))]
    if done.migrated:
        lines.append(speak(_MIGRATED, count=done.migrated))
    if done.erased_again:
        lines.append(speak(_ERASED, count=done.erased_again))
    if done.left_out:
        first, last = (_minute(at) for at in (min(done.left_out), max(done.left_out)))
        lines.append(speak(_LEFT_OUT, count=len(done.left_out), first=first, last=last))
    if not has_list and not os.environ.get("COLEAD_ERASURES"):
        lines.append(speak(_NO_LIST))
    if missing := _settings_missing(done.manifest):
        lines.append(speak(_SETTINGS, names=", ".join(missing)))
    return "\n".join([*lines, speak(_NEXT)])


def _settings_missing(manifest: "Manifest") -> list[str]:
    """What the environment gave where the backup was made, and does not give here."""
    from colead.settings import environment

    here = {setting.name for setting in environment.ALL if setting.is_set()}
    return sorted(set(manifest.settings) - here)


def _json(manifest: "Manifest", **more: object) -> str:
    values = {
        "at": manifest.at.isoformat(),
        "version": manifest.version,
        "database": manifest.database,
        "audit_logs": [
            {"organisation": log.name, "entries": log.size, "root": log.root}
            for log in manifest.state.audit_logs
        ],
    }
    return json.dumps(values | more, ensure_ascii=False, indent=2)


def _done_json(done: "Restored", home: Path) -> str:
    return _json(
        done.manifest,
        home=str(home),
        migrated=done.migrated,
        erased_again=done.erased_again,
        left_out=[at.isoformat() for at in done.left_out],
        settings_missing=_settings_missing(done.manifest),
    )
