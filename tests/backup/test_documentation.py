"""`docs/how-to/back-up.md` followed to the letter: every block is run, one after another, in one shell."""

import json
import os
import re
import subprocess
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from documentation import Block, blocks, make_programs
from installation import Installation, on_server

SCHEDULE = re.compile(r"^(\S+\s+){5}")

NOTE = """
from django.conf import settings; settings.ERASURES = ""
from django.utils import timezone
from colead.apps.ledger.services import append_entry, erase_record
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
append_entry(by=by, action="a.b", subject="x:1", now=timezone.now())
erase_record(by=by, index=0, now=timezone.now())
"""


def in_order() -> list[Block]:
    """Every block; those for PostgreSQL come before the restore, as they say."""
    found = [block for block in blocks("how-to/back-up.md") if "Continuous copies" not in block.heading]
    first = next(number for number, block in enumerate(found) if block.heading == "## Restore it")
    early = [block for block in found if block.heading == "### On PostgreSQL"]
    return [*found[:first], *early, *(block for block in found[first:] if block not in early)]


@pytest.mark.ci
@pytest.mark.database("both")
def test_every_block_does_what_the_page_says(installation: Installation, tmp_path: Path):
    pytest.importorskip("pyrage")
    installation.run(NOTE)
    root, programs = tmp_path / "root", tmp_path / "bin"
    for folder in ("backups", "safe", "var/lib"):
        (root / folder).mkdir(parents=True)
    installation.home.rename(root / "var/lib/colead")
    make_programs(programs, "systemctl")
    restored = f"colead_processes_{uuid.uuid4().hex[:8]}"
    script = "set -e\n" + "".join(run(*block, restored, installation) for block in in_order())
    own = os.environ | {
        "COLEAD_HOME": str(root / "var/lib/colead"),
        "COLEAD_DATABASE_URL": installation.url,
        "DJANGO_SETTINGS_MODULE": "colead.settings",
        "LC_ALL": "C",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    for place in ("/backups", "/safe", "/var/lib/colead"):  # folders of the page, below one of the test
        script = re.sub(rf"(?<=[\s=(]){place}", f"{root}{place}", script)
    try:
        done = subprocess.run(["bash", "-c", script], env=own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Verified: " in done.stdout
        assert "The backup is sound" in done.stdout
        assert "1 erasures that were done since were done again." in done.stdout
        assert (programs / "called").read_text() == "systemctl stop colead\nsystemctl start colead\n"
        assert (root / "var/lib/colead").stat().st_mode & 0o777 == 0o700
        assert len(list((root / "backups").iterdir())) == 1  # --keep, twice on one day
        report = {one["check"]: one["ok"] for one in json.loads((tmp_path / "doctor").read_text())["checks"]}
        assert [name for name in ("Database", "Tables", "Files") if not report[name]] == []
    finally:
        if installation.database:
            on_server(f"drop database if exists {restored} with (force)")


def run(heading: str, kind: str, text: str, restored: str, installation: Installation) -> str:
    """The lines of a block for the shell."""
    assert kind in {"sh", "crontab"}
    if kind == "crontab":
        return SCHEDULE.sub("", text)
    if text == "colead doctor\n":  # it finds styles that nobody has built here
        return f"colead doctor --json > {installation.home.parent}/doctor || test $? = 1\n"
    if heading == "### On PostgreSQL":
        if not installation.database:
            return ""
        url = urlsplit(installation.url)._replace(path=f"/{restored}").geturl()
        return re.sub("postgresql://.*", f"'{url}'", text).replace("colead_restored", restored)
    return text.replace("install -d -o colead ", f"install -d -o {os.geteuid()} ")
