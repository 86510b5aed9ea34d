"""`colead ledger`: verifying needs nothing but the file; exporting and verifying fit together."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from cast import Cast
from colead.apps.ledger.checkpoint import verifier_key
from colead.apps.ledger.services import append_entry
from colead.cli.ledger import command

OTHER = str(verifier_key("colead/clinic", Ed25519PrivateKey.from_private_bytes(bytes(32))))


@pytest.fixture
def record(cast: Cast, tmp_path: Path, settings) -> Path:
    """An exported record of four entries."""
    settings.HOME = tmp_path
    for number in range(4):
        append_entry(by=cast.carla, action="a.b", subject=f"x:{number}", now=timezone.now())
    path = tmp_path / "record.jsonl"
    done = CliRunner().invoke(command, ["export", "clinic", str(path)])
    assert done.exit_code == 0, done.output
    return path


def verify(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["verify", *map(str, arguments)])
    return done.exit_code, done.output


def kept_checkpoint(record: Path, tmp_path: Path) -> Path:
    note = json.loads(record.read_text(encoding="utf-8").splitlines()[-1])["checkpoint"]
    path = tmp_path / "kept.txt"
    path.write_text(note, encoding="utf-8")
    return path


def test_a_good_record_passes(record: Path, tmp_path: Path) -> None:
    code, said = verify(record)
    assert code == 0
    assert "4 entries of clinic" in said
    key = json.loads(record.read_text(encoding="utf-8").splitlines()[0])["keys"][0]
    assert verify(record, "--key", key, "--checkpoint", kept_checkpoint(record, tmp_path))[0] == 0


def test_a_failed_check_names_the_entry_and_exits_1(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('"subject":"x:2"', '"subject":"x:9"'), encoding="utf-8")
    code, said = verify(record)
    assert code == 1
    assert "Entry 2" in said


def test_another_key_exits_1(record: Path) -> None:
    code, said = verify(record, "--key", OTHER)
    assert code == 1
    assert "another key" in said


def test_what_cannot_be_read_exits_2(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("hello\n", encoding="utf-8")
    assert verify(other)[0] == 2
    assert verify(tmp_path / "missing.jsonl")[0] == 2
    assert verify(record, "--key", "no key")[0] == 2


def test_json_says_the_same(record: Path) -> None:
    code, said = verify(record, "--json")
    assert (code, json.loads(said)["entries"], json.loads(said)["ok"]) == (0, 4, True)
    record.write_bytes(record.read_bytes()[:-40])
    code, said = verify(record, "--json")
    assert (code, json.loads(said)["ok"]) == (1, False)


def test_verifying_loads_neither_django_nor_a_database(record: Path) -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom colead.cli.ledger import command\n"
        f"assert CliRunner().invoke(command, ['verify', {str(record)!r}]).exit_code == 0\n"
        "assert not {'django', 'sqlite3', 'psycopg'} & set(sys.modules), sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_organisation_is_named_with_those_that_exist(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    done = CliRunner().invoke(command, ["export", "klinik", str(path)])
    assert done.exit_code == 2
    assert "'klinik'" in done.output
    assert "clinic, elsewhere" in done.output
    assert not path.exists()


def test_the_operator_erases_what_an_entry_said(record: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["erase", "clinic", "2", "--yes"])
    assert done.exit_code == 0, done.output
    later = tmp_path / "later.jsonl"
    CliRunner().invoke(command, ["export", "clinic", str(later)])
    code, said = verify(later, "--checkpoint", kept_checkpoint(record, tmp_path))
    assert (code, "5 entries of clinic, 1 of them erased" in said) == (0, True)


@pytest.mark.parametrize("arguments", [["clinic", "99"], ["nowhere", "0"]])
def test_what_is_not_there_is_not_erased(record: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(command, ["erase", *arguments, "--yes"])
    assert done.exit_code == 2
    assert "There is no" in done.output
