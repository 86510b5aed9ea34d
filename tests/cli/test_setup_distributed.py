"""`colead setup --distributed`: refused where it cannot be, repeated without harm, and looked after."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import plain_citus
from colead.cli.main import main
from installation import Installation

ON_POSTGRESQL = pytest.mark.database("postgresql")
INSTALL = "import plain_citus; from django.db import connection; plain_citus.install(connection)"
BREAK = (
    "from django.db import connection; connection.cursor().execute('CREATE TRIGGER looks BEFORE UPDATE ON"
    " people_unit FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()')"
)
RUN = """
import json
from click.testing import CliRunner
from colead.cli.main import main
done = CliRunner().invoke(main, ["setup", "--language", "en", *{words!r}])
print(json.dumps([done.exit_code, done.stdout, done.stderr]))
"""
BACK_UP = """
import json
from pathlib import Path
from colead.backup import postgresql
from colead.backup.errors import BackupError
try:
    postgresql.copy(Path.cwd())
except BackupError as error:
    print(json.dumps(error.code))
"""
LOOK = """
import json
from colead.cli import checks
found = checks.distributed()
print(json.dumps([found.ok, found.found]))
"""


@pytest.fixture
def own(template: Installation, tmp_path: Path) -> Iterator[Installation]:
    made = template.copy(tmp_path / "home")
    yield made
    made.end()


def setup(own: Installation, *words: str) -> Any:
    """Exit code, standard output and standard error of a process of its own."""
    return own.run(RUN.format(words=words))


@pytest.mark.database("sqlite")
def test_sqlite_cannot_be_shared(db: None) -> None:
    done = CliRunner().invoke(main, ["setup", "--distributed", "--json", "--language", "en"])
    assert done.exit_code == 2
    assert json.loads(done.stderr)["code"] == "not_postgresql"


def test_print_alone_is_not_understood(db: None) -> None:
    done = CliRunner().invoke(main, ["setup", "--print", "--language", "en"])
    assert done.exit_code == 2
    assert "--distributed" in done.stderr


@ON_POSTGRESQL
@pytest.mark.skipif(plain_citus.ASKED, reason="needs tables that are not distributed yet")
def test_it_waits_for_citus_then_distributes_once_and_is_looked_after(own: Installation) -> None:
    code, _out, errors = setup(own, "--distributed", "--json")
    assert (code, json.loads(errors)["code"]) == (2, "no_citus")
    own.run(INSTALL + "; print(0)")

    code, script, _errors = setup(own, "--distributed", "--print")
    assert code == 0
    assert "SELECT create_distributed_table('people_unit', 'organisation_id', colocate_with => " in script
    assert own.run(LOOK) == [True, "not used"]

    words = ("--owner-email", "anna@example.org", "--organisation", "The Clinic")
    code, out, _errors = setup(own, "--distributed", *words)
    assert (code, "anna@example.org owns The Clinic" in out) == (0, True)
    assert own.run(LOOK)[0] is True
    assert setup(own, "--distributed", "--print")[:2] == [0, ""]
    assert setup(own)[0] == 0
    assert own.run(BACK_UP) == "distributed"

    own.run(BREAK + "; print(0)")
    code, _out, errors = setup(own)
    assert (code, "people_unit looks (trigger)" in errors) == (1, True)
    assert own.run(LOOK)[0] is False
