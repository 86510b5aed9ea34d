"""A stranger installs, upgrades, backs up, restores and removes Colead by the pages, from an empty machine.

Every block of `install.md`, `upgrade.md` and `back-up.md` is run as it stands, by root, in the order of the
pages; not those of the container and of Litestream, which say of themselves that they are not.
"""

import os
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from documentation import Block, blocks
from stranger.machine import Machine, machine, why_not

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
FILES = {  # of each kind of block that is no shell: where the page says that it belongs
    ("## 2. Settings", "ini"): "/etc/colead.env",
    ("## PostgreSQL", "ini"): "/etc/colead.env",
    ("## 4. Serve", "ini"): "/etc/systemd/system/colead.service",
    ("## 5. Reverse proxy", "nginx"): "/etc/nginx/conf.d/colead.conf",
}
BASE = "https://colead.example.org"
HOSTS = "127.0.0.1 colead.example.org mail.example.org db.example.org"
FETCHES = re.compile(r"\bmake dist\b|pip install")
FETCHING = {
    name: value for name, value in os.environ.items() if re.search("(?i)^(pip|npm)_|_proxy$", name)
}  # An entry that the backup holds is erased; the restore may not bring back what it said.
ERASE = """
set -a; . /etc/colead.env; set +a
export DJANGO_SETTINGS_MODULE=colead.settings
runuser --user colead -- /opt/colead/bin/python - <<'END'
import django; django.setup()
from django.utils import timezone
from colead.apps.ledger.services import append_entry, erase_record
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get())
append_entry(by=by, action="a.b", subject="x:1", now=timezone.now())
erase_record(by=by, index=0, now=timezone.now())
END
"""

pytestmark = [pytest.mark.ci, pytest.mark.skipif(bool(why_not()), reason=why_not())]


@pytest.fixture(params=["base", "postgresql"])
def lock(request: pytest.FixtureRequest) -> str:
    """Which of the lock files is installed, and so which database is used."""
    if request.param == "postgresql" and not server_programs():
        pytest.skip("needs Debian's postgresql")
    return str(request.param)


@pytest.fixture
def empty(tmp_path: Path, lock: str) -> Iterator[Machine]:
    """A machine with nginx, a mail server and, where it is wanted, PostgreSQL; and a certificate for all."""
    with machine(tmp_path) as made, (tmp_path.parent / "services.log").open("w") as log:
        made.run(
            f"echo {HOSTS} >> /etc/hosts; cp {PROGRAMS}/* /usr/local/bin/; rm -f /etc/nginx/sites-enabled/*"
        )
        made.run(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=colead.example.org"
            " -addext subjectAltName=DNS:colead.example.org,DNS:mail.example.org"
            " -keyout /etc/ssl/colead.key -out /etc/ssl/colead.pem 2>&1;"
            " cat /etc/ssl/colead.pem >> /etc/ssl/certs/ca-certificates.crt"
        )
        made.start("exec mail-server 587 /etc/ssl/colead.pem /etc/ssl/colead.key /var/mail/all", log)
        if lock == "postgresql":
            start_postgresql(made)
        yield made


def test_the_pages_lead_from_an_empty_machine_and_back(empty: Machine, lock: str) -> None:
    said = install(empty, lock)
    link = re.search(rf"{BASE}/sign-in/link/\S+", said)
    assert link
    upgrade(empty, lock)
    assert_works(empty, link[0])
    assert_letter_arrives(empty)
    back_up_and_restore(empty, lock)
    assert_letter_arrives(empty)
    remove(empty)


def install(empty: Machine, lock: str) -> str:
    """Everything but the last block; what the page about PostgreSQL has, before `colead setup`."""
    page = [
        block for block in blocks("how-to/install.md") if block.heading not in {"## Container", "## Remove"}
    ]
    server = [block for block in page if block.heading == "## PostgreSQL"]
    after = next(number for number, block in enumerate(page) if block.heading.startswith("## 3."))
    own = server if lock == "postgresql" else []
    return follow(empty, [*page[:after], *own, *(one for one in page[after:] if one not in server)], lock)


def upgrade(empty: Machine, lock: str) -> None:
    empty.run(blocks("how-to/back-up.md")[0].text)  # the folders that it names
    page = blocks("how-to/upgrade.md")
    said = follow(empty, page, lock)
    assert said.count("Tables: up to date") == 2
    assert "problem" not in said


def back_up_and_restore(empty: Machine, lock: str) -> None:
    empty.run(ERASE)
    page = [block for block in blocks("how-to/back-up.md") if "Continuous copies" not in block.heading]
    server = [block for block in page if block.heading == "### On PostgreSQL"]
    first = next(number for number, block in enumerate(page) if block.heading == "## Restore it")
    own = server if lock == "postgresql" else []
    said = follow(empty, [*page[:first], *own, *(one for one in page[first:] if one not in server)], lock)
    assert "Verified: " in said
    assert "The backup is sound" in said
    assert "1 erasures that were done since were done again." in said
    assert empty.run("stat -c %a:%U /var/lib/colead") == "700:colead\n"
    command = empty.run("sed -E 's/^([^ ]+ +){6}//' /etc/cron.d/colead").strip()
    assert empty.run(f"env -i PATH=/usr/bin:/bin {command}; ls /backups").count("colead-") >= 1


def remove(empty: Machine) -> None:
    follow(empty, [block for block in blocks("how-to/install.md") if block.heading == "## Remove"], "base")
    left = empty.run("ls -d /opt/colead /var/lib/colead /etc/colead.env /usr/local/bin/colead 2>&1 || true")
    assert left.count("No such file") == 4
    assert empty.run("ps ax | grep -c '[/]opt/colead' || true") == "0\n"


def follow(empty: Machine, page: list[Block], lock: str) -> str:
    """Do what each block says, one after another; returns what they printed.

    What fetches packages runs in a shell of its own that reaches the network; the rest in as few as can be,
    so that a block finds what another has named.
    """
    said = []
    for fetches, some in groupby(page, key=lambda block: bool(FETCHES.search(block.text))):
        script = "\n".join([f"cd {ROOT}", *(lines_of(block, lock) for block in some)])
        said.append(empty.run(script, network=fetches, **(FETCHING if fetches else {})))
    return "".join(said)


def lines_of(block: Block, lock: str) -> str:
    if block.kind == "sh":
        return block.text.replace("locks/base.txt", f"locks/{lock}.txt")
    if block.kind == "sql":
        return f"runuser -u postgres -- psql -v ON_ERROR_STOP=1 <<'END'\n{block.text}END"
    return f"cat >> {FILES[block.heading, block.kind]} <<'END'\n{block.text}END"


def assert_works(empty: Machine, link: str) -> None:
    """The owner signs in with the link that `setup` has printed, through nginx."""
    address, heading = empty.run(f"visit '{link}'").splitlines()[:2]
    assert address == f"{BASE}/o/solbakke-kommune/"
    assert "Solbakke Kommune" in heading


def assert_letter_arrives(empty: Machine) -> None:
    """A worker sends what somebody asks for who cannot sign in."""
    empty.run("rm -f /var/mail/all/*")
    empty.run(f"visit {BASE}/sign-in/link/ email=anna@example.org")
    empty.run("for i in $(seq 200); do ls /var/mail/all | grep -q . && exit; sleep 0.1; done; exit 1")


def server_programs() -> Path | None:
    """Where Debian has PostgreSQL's own programs."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def start_postgresql(made: Machine) -> None:
    """A new server at the usual port that asks for passwords; its superuser comes in by the socket."""
    made.run(
        "install -d -o postgres /srv/postgresql /var/run/postgresql; cd /srv;"
        f"as_postgres() {{ runuser -u postgres -- {server_programs()}/$@; }};"
        "as_postgres initdb -D /srv/postgresql --auth-local=peer --auth-host=scram-sha-256;"
        "as_postgres pg_ctl -D /srv/postgresql -l /srv/postgresql/log -w start"
    )
