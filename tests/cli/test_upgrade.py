"""`docs/how-to/upgrade.md` followed to the letter, over the sample as the first version had it."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from documentation import blocks, make_programs
from installation import Installation

pytestmark = [pytest.mark.ci, pytest.mark.database("both")]

CHANGED = {
    "network_leadershipmap",  # measured in a way that told too much: computed anew when asked for
    "ledger_ledgercheckpoint",  # the check of this test signs one
    "organisations_cacheentry",
}
COUNT = """
import json
from django.db import connection
from colead.kit import scope
with scope.everything("the test counts"), connection.cursor() as cursor:
    found = {}
    for table in connection.introspection.table_names():
        if table.split("_")[0] in {"people", "network", "leadership", "ledger", "organisations"}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
print(json.dumps(found))
"""
LOAD = """
from django.utils import timezone
from colead.sample.load import load_sample
load_sample(language="da", now=timezone.now())
"""
BACK = """
from django.core.management import call_command
from colead.apps import APPS
for app in reversed(APPS):
    call_command("migrate", app, "0001", verbosity=0)
"""
CHECK = """
import json
from django.utils import timezone
from colead.apps.ledger.services import check_record
from colead.sample.load import find_sample
print(json.dumps(check_record(organisation=find_sample(), now=timezone.now())))
"""


def test_every_block_upgrades_what_the_first_version_left(template: Installation, tmp_path: Path) -> None:
    own = template.copy(tmp_path / "home")
    try:
        own.run(LOAD)
        follow(own, tmp_path)
    finally:
        own.end()


def follow(own: Installation, folder: Path) -> None:
    environment = own.environment | {"DJANGO_SETTINGS_MODULE": "colead.settings"}
    root, programs = folder / "root", folder / "bin"
    (root / "backups").mkdir(parents=True)
    make_programs(programs, "systemctl", "curl")
    make_programs(root / "opt/colead/bin", "pip")
    page = blocks("how-to/upgrade.md")
    assert {block.kind for block in page} == {"sh"}
    run([block.text for block in page if block.heading == "## Before"], environment, root, programs)
    own.run(BACK)  # the database as the first version had it; what came later is gone
    before = own.run(COUNT)
    said = run([block.text for block in page if block.heading != "## Before"], environment, root, programs)
    assert own.run(CHECK) == []
    after = own.run(COUNT)
    assert {table: after.get(table) for table in before if table not in CHANGED} == {
        table: count for table, count in before.items() if table not in CHANGED
    }
    assert '"Tables"' in said
    called = (programs / "called").read_text().splitlines()
    assert [line for line in called if "systemctl" in line] == [
        "systemctl stop colead",
        "systemctl start colead",
    ]
    assert (root / "opt/colead/bin/called").read_text().count("pip install") == 2
    assert len(list((root / "backups").iterdir())) == 1


def run(texts: list[str], environment: dict[str, str], root: Path, programs: Path) -> str:
    """The blocks, one after another, in one shell; `colead doctor` may find styles that nobody built here."""
    script = "set -e\n" + "".join(texts).replace("colead doctor\n", "colead doctor --json || test $? = 1\n")
    script = re.sub(r"(?<=[\s=(])/(backups|opt)", rf"{root}/\1", "\n" + script)
    own = environment | {"PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(["bash", "-c", script], env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
