"""Two machines on one PostgreSQL: whichever answers, it is one installation. Each has a home of its own."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installation import Installation
from serving import COLEAD, Site, sign_in, site

pytestmark = [pytest.mark.ci, pytest.mark.database("postgresql")]

KEYS = ("secret_key", "ledger_key")  # the files that docs/how-to/install.md has copied
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from colead.apps.organisations import services
from colead.apps.organisations.models import Membership
def member(name): return Membership.objects.get(user__email=f"{name}@example.org").as_member()
now = timezone.now()
_token, secret = services.create_token(
    by=member("carla"), name="two", scope="write", now=now, lifetime=timedelta(days=1))
link = services.create_sign_in_link(user=member("olga").user, now=now)
print(json.dumps({"token": secret, "link": link}))
"""
IMPORTS = "/api/v1/organisations/clinic/people-imports"
BOUNDARY = "between-the-parts"


@dataclass
class Hosts:
    """The one that only serves, the one that also works in the background, and ways in."""

    first: Site
    second: Site
    environments: tuple[dict[str, str], dict[str, str]]
    token: str
    link: str


@pytest.fixture(scope="module")
def hosts(with_cast: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """The keys are made by `colead setup` on the first machine and copied to the second."""
    folder = tmp_path_factory.mktemp("hosts")
    own, other = with_cast.copy(folder / "first"), folder / "second"
    subprocess.run([*COLEAD, "setup"], env=own.environment, check=True, capture_output=True)
    ways = own.run(MAKE)
    other.mkdir()
    for name in KEYS:
        shutil.copy(own.home / name, other)
    beside = own.environment | {"COLEAD_HOME": str(other)}
    try:
        with (
            site(own.environment, folder / "first.said", "--no-worker") as first,
            site(beside, folder / "second.said") as second,
        ):
            yield Hosts(first, second, (own.environment, beside), **ways)
    finally:
        own.end()


def export(environment: dict[str, str], path: Path) -> str:
    """The key that has signed the audit log, as exported by this host."""
    done = subprocess.run(
        [*COLEAD, "ledger", "export", "clinic", str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return str(json.loads(path.read_text().splitlines()[0])["keys"])


def test_whoever_signs_in_at_one_is_signed_in_at_the_other(hosts: Hosts) -> None:
    jar = sign_in(hosts.first, hosts.link, finish=hosts.second)
    for host in (hosts.first, hosts.second, hosts.first):
        assert host.ask("/o/clinic/", Cookie=jar).status == 200
    with pytest.raises(AssertionError):  # used up, wherever it was used
        sign_in(hosts.first, hosts.link)


def staff_list(people: int) -> bytes:
    rows = [
        f"{number},Person {number},,{'' if number == 1 else 1},Clinic,Nurse" for number in range(1, people)
    ]
    parts = {"mode": "full", "dry_run": "true", "applies_from": "2026-03-02"}
    fields = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
              for name, value in parts.items()]  # fmt: skip
    file = "\n".join(["id,name,email,manager,unit,title", *rows, ""])
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="staff.csv"\r\n\r\n'
    return ("".join(fields) + head + file + f"\r\n--{BOUNDARY}--\r\n").encode()


def call(host: Site, path: str, token: str, data: bytes | None = None, **more: str) -> dict[str, object]:
    answer = host.ask(path, data, Authorization=f"Bearer {token}", **more)
    assert answer.status < 300, answer.text[:2000]
    found: dict[str, object] = answer.json
    return found


def test_what_is_uploaded_at_one_is_worked_on_and_applied_at_the_other(hosts: Hosts) -> None:
    """2,400 people: the first host has no worker, so the second one's reads the file and applies it."""
    sent = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}", "Idempotency_Key": "once"}
    made = call(hosts.first, IMPORTS, hosts.token, staff_list(2400), **sent)
    assert call(hosts.second, IMPORTS, hosts.token, staff_list(2400), **sent)["id"] == made["id"]
    address = f"{IMPORTS}/{made['id']}"
    wait_until(hosts, address, "ready")
    call(hosts.first, f"{address}/apply", hosts.token, b"{}", Content_Type="application/json")
    wait_until(hosts, address, "applied")
    for host in (hosts.first, hosts.second):
        people = call(host, "/api/v1/organisations/clinic/people?as_of=2026-03-03&limit=1", hosts.token)
        assert people["items"]


def wait_until(hosts: Hosts, address: str, state: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        found = [call(host, address, hosts.token)["state"] for host in (hosts.second, hosts.first)]
        if found == [state, state]:
            return
        assert time.monotonic() < deadline, found
        time.sleep(0.5)


def test_guesses_are_counted_together(hosts: Hosts) -> None:
    """Thirty wrong tokens a minute from one address: half of them at each."""
    tries = [host.ask(IMPORTS, Authorization=f"Bearer wrong{number}").status
             for number in range(16) for host in (hosts.first, hosts.second)]  # fmt: skip
    assert tries[:30] == [401] * 30
    assert tries[30:] == [429, 429]


def test_the_audit_log_is_signed_by_one_key(hosts: Hosts, tmp_path: Path) -> None:
    signed = {
        export(environment, tmp_path / f"{number}.jsonl")
        for number, environment in enumerate(hosts.environments)
    }
    assert len(signed) == 1


def test_both_see_the_one_worker(hosts: Hosts) -> None:
    hosts.second.wait_for(200)
    deadline = time.monotonic() + 60
    while [host.ask("/health/ready").json["worker"] for host in (hosts.first, hosts.second)] != ["ok", "ok"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
