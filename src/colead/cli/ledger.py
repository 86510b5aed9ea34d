"""`colead ledger`: verify an exported audit log, export one, erase what an entry says."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from colead.apps.ledger.verify import CheckFailed, NotReadable, Verified, verify
from colead.cli.errors import AS_JSON, WrongInput

if TYPE_CHECKING:
    from colead.kit.roles import Member

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """The audit log of what was decided and done: verify an exported one, export it, erase an entry.

    \b
    Example:
      colead ledger export clinic audit-log.jsonl
      colead ledger verify audit-log.jsonl --checkpoint kept.txt
    """


@command.command("verify")
@click.argument("file", type=click.File("rb"))
@click.option("--key", default="", help="The key that must have signed it, as the page shows it.")
@click.option(
    "--checkpoint", type=FILE, help="A checkpoint that was kept outside: nothing before it may differ."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_file(file: BinaryIO, key: str, checkpoint: Path | None, as_json: bool) -> None:
    """Check every entry, the tree and the signatures of an exported audit log. Needs no database.

    Exit codes: 0 everything holds, 1 a check failed (the entry is named), 2 the file cannot be read.

    \b
    Example:
      colead ledger verify audit-log.jsonl --key colead/clinic+3f2a…
    """
    click.get_current_context().meta[AS_JSON] = as_json
    try:
        older = checkpoint.read_text(encoding="utf-8") if checkpoint else ""
        found = verify(file, trusted_key=key, older_note=older)
    except CheckFailed as failure:
        _say({"ok": False, "problem": str(failure)}, [f"NOT VERIFIED. {failure}"], as_json)
        sys.exit(1)
    except (NotReadable, ValueError, OSError) as error:
        message = f"{file.name} cannot be checked. {error}"
        raise WrongInput(message, code="not_readable") from error
    _say(_summary(found), _lines(found, bool(key), checkpoint is not None), as_json)


def _summary(found: Verified) -> dict[str, object]:
    return {
        "ok": True,
        "organisation": found.organisation,
        "entries": found.entries,
        "erased": len(found.erased),
        "checkpoints": found.checkpoints,
        "root": found.frontier.root().hex(),
        "keys": [str(key) for key in found.keys],
    }


def _lines(found: Verified, key_given: bool, older_given: bool) -> Iterable[str]:
    yield f"Verified: {found.entries} entries of {found.organisation}, {len(found.erased)} of them erased."
    yield f"Root {found.frontier.root().hex()}, {found.checkpoints} signed checkpoints."
    if older_given:
        yield "It begins with everything that the older checkpoint covers."
    if not key_given:
        for key in found.keys:
            yield f"Signed by {key}. Compare this key with the one you noted, or give it with --key."


def _say(values: dict[str, object], lines: Iterable[str], as_json: bool) -> None:
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else "\n".join(lines))


@command.command("export")
@click.argument("organisation")
@click.argument("file", type=click.File("wb", atomic=True))
def export_file(organisation: str, file: BinaryIO) -> None:
    """Write the audit log of ORGANISATION (its short name) to FILE, ending with a checkpoint of now.

    \b
    Example:
      colead ledger export clinic audit-log.jsonl
    """
    by = _operator(organisation)
    from django.utils import timezone

    from colead.apps.ledger.services import export_ledger

    count = sum(1 for line in export_ledger(by=by, now=timezone.now()) if file.write(line))
    click.echo(f"Wrote {count} lines. Check them with: colead ledger verify {file.name}")


@command.command("erase")
@click.argument("organisation")
@click.argument("entry", type=click.IntRange(min=0))
@click.confirmation_option(prompt="Erase for good what this entry says?")
def erase_entry(organisation: str, entry: int) -> None:
    """Erase what ENTRY (its number) of ORGANISATION says. Its fingerprint stays, and a new entry tells of it.

    \b
    Example:
      colead ledger erase clinic 42 --yes
    """
    by = _operator(organisation)
    from django.utils import timezone

    from colead.apps.ledger.services import erase_record
    from colead.kit.errors import DomainError

    try:
        erase_record(by=by, index=entry, now=timezone.now())
    except DomainError as error:
        raise WrongInput(str(error), code=error.code) from error
    click.echo(f"Entry {entry} is erased; its fingerprint stays.")


def _operator(organisation: str) -> "Member":
    """Whoever sits at the console, in the organisation of this short name."""
    from colead.cli.installation import prepare

    prepare()
    from colead.cli.installation import find_organisation
    from colead.kit.roles import console

    return console(find_organisation(organisation))
