"""`colead ledger`: check an exported record, or export one."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click

from colead.apps.ledger.verify import CheckFailed, NotReadable, Verified, verify
from colead.cli.errors import WrongInput

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """The record of what was decided and done: verify an exported one, or export it.

    \b
    Example:
      colead ledger export clinic record.jsonl
      colead ledger verify record.jsonl --checkpoint kept.txt
    """


@command.command("verify")
@click.argument("file", type=click.File("rb"))
@click.option("--key", default="", help="The key that must have signed it, as the page shows it.")
@click.option(
    "--checkpoint", type=FILE, help="A checkpoint that was kept outside: nothing before it may differ."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_file(file: BinaryIO, key: str, checkpoint: Path | None, as_json: bool) -> None:
    """Check every entry, the tree and the signatures of an exported record. Needs no database.

    Exit codes: 0 everything holds, 1 a check failed (the entry is named), 2 the file cannot be read.

    \b
    Example:
      colead ledger verify record.jsonl --key colead/clinic+3f2a…
    """
    try:
        older = checkpoint.read_text(encoding="utf-8") if checkpoint else ""
        found = verify(file, trusted_key=key, older_note=older)
    except CheckFailed as failure:
        _say({"ok": False, "problem": str(failure)}, [f"NOT VERIFIED. {failure}"], as_json)
        sys.exit(1)
    except (NotReadable, ValueError, OSError) as error:
        message = f"{file.name} cannot be checked. {error}"
        raise WrongInput(message, code="not_readable", as_json=as_json) from error
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
    """Write the record of ORGANISATION (its short name) to FILE, ending with a checkpoint of now.

    \b
    Example:
      colead ledger export clinic record.jsonl
    """
    from colead.cli.django_setup import prepare

    prepare()
    from django.utils import timezone

    from colead.apps.ledger.services import export_ledger
    from colead.apps.organisations.models import Organisation
    from colead.kit.roles import console

    found = Organisation.objects.filter(slug=organisation).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:10])
        message = f"There is no organisation {organisation!r}. There are: {known or 'none yet'}."
        raise WrongInput(message, code="no_organisation")
    count = sum(1 for line in export_ledger(by=console(found), now=timezone.now()) if file.write(line))
    click.echo(f"Wrote {count} lines. Check them with: colead ledger verify {file.name}")
