"""Pages come from the replica while it is up to date; rights and writes from the primary."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from colead.apps.organisations.models import Membership
from colead.apps.people.models import Unit
from colead.kit import replica
from colead.settings import database
from colead.settings.environment import SettingError
from house_tools import tool
from installation import SERVER, Installation

POSTGRESQL = "postgresql://colead@db.internal/colead"


@pytest.mark.parametrize(("model", "read"), [(Unit, "replica"), (Membership, "default")])
def test_rights_are_read_from_the_primary(model: type, read: str) -> None:
    router = replica.Router()
    assert router.db_for_read(model) == "default"
    with replica.reading(True):
        assert router.db_for_read(model) == read
        assert router.db_for_write(model) == "default"
        with replica.reading(False):
            assert router.db_for_read(model) == "default"
    assert router.db_for_read(model) == "default"


def test_the_replica_is_a_second_server(tmp_path: Path) -> None:
    primary = database.postgresql(POSTGRESQL)
    assert database.replicas("", primary) == {}
    found = database.replicas("postgresql://reader@copy.internal/colead", primary)
    assert (found["replica"]["HOST"], found["replica"]["USER"]) == ("copy.internal", "reader")
    with pytest.raises(SettingError, match="SQLite has no replicas"):
        database.replicas(POSTGRESQL, database.sqlite(tmp_path / "file"))
    with pytest.raises(SettingError, match="COLEAD_REPLICA_URL starts with 'mysql'"):
        database.replicas("mysql://copy.internal/colead", primary)


# A real replica of the server that the tests were given. In one process: Carla uploads, she and Olga look.

STORY = """
import json, os
import django
django.setup()
import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone
from colead.apps.organisations.models import User
from colead.kit import replica

PAGE = "/o/clinic/staff-list/"
told = []

def signed_in(name):
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client

def upload(client, name):
    file = SimpleUploadedFile(name, b"id,name,unit\\n1,Asta,Ward\\n")
    sent = {"file": file, "mode": "full", "as_of": str(timezone.localdate())}
    assert client.post(PAGE, sent).status_code == 302

def seen(client, name):
    asked = {"default": 0, "replica": 0}
    def count(alias):
        def counted(execute, sql, *rest):
            asked[alias] += "people_staffimport" in sql
            return execute(sql, *rest)
        return connections[alias].execute_wrapper(counted)
    with count("default"), count("replica"):
        page = client.get(PAGE)
    assert page.status_code == 200
    return [name in page.content.decode(), asked["default"] > 0, asked["replica"] > 0]

def look(client, name):
    told.append(seen(client, name))

def look_at_replica(client, name):
    # other tests write to the same server: it may lag for a moment again
    while not (found := seen(client, name))[2]:
        pass
    told.append(found)

def replay(word):
    with psycopg.connect(os.environ["REPLICA_ADMIN"], autocommit=True) as server:
        server.execute(f"SELECT pg_wal_replay_{word}()")

def wait():
    while not replica.is_up_to_date():
        pass

carla, olga = signed_in("carla"), signed_in("olga")
wait()
replay("pause")
upload(carla, "first.csv")
look(carla, "first.csv")
look(olga, "first.csv")
replay("resume")
look_at_replica(carla, "first.csv")
look_at_replica(olga, "first.csv")
os.system(os.environ["REPLICA_STOP"])
look(olga, "first.csv")
upload(carla, "second.csv")
look(olga, "second.csv")
print(json.dumps(told))
"""


class Copy:
    """A second cluster, which follows the server of the tests."""

    def __init__(self, folder: Path) -> None:
        self.tool = tool("with_postgresql")
        self.folder, self.data = folder, str(folder / "data")
        if os.getuid() == 0:
            shutil.chown(folder, self.tool.SERVER_USER)
        original = parse_qs(urlsplit(SERVER).query)["host"][0]
        self.run("pg_basebackup", "-h", original, "-U", "postgres", "-D", self.data, "-R", "-c", "fast")
        options = f"-k {folder} {self.tool.CLUSTER_OPTIONS}"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        folder.chmod(0o755)

    def run(self, program: str, *words: str) -> None:
        self.tool.as_server_user(self.tool.binary(program), *words)

    def end(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


@pytest.fixture
def copy() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory(prefix="colead-replica-", ignore_cleanup_errors=True) as folder:
        found = Copy(Path(folder))
        yield found
        if (found.folder / "data/postmaster.pid").exists():
            found.end()


@pytest.mark.ci
@pytest.mark.database("postgresql")
def test_nobody_reads_what_is_no_more_and_a_replica_that_is_away_stops_nobody(
    installation: Installation, copy: Copy
) -> None:
    stop = [copy.tool.binary("pg_ctl"), "-D", copy.data, "-m", "immediate", "stop"]
    own = {
        **installation.environment,
        "DJANGO_SETTINGS_MODULE": "colead.settings.test",
        # the throw-away server acknowledges before it has written; a real one does not
        "COLEAD_DATABASE_URL": f"{installation.url}&options=-csynchronous_commit%3Don",
        "COLEAD_REPLICA_URL": f"postgresql://colead@/{installation.database}?host={copy.folder}",
        "REPLICA_ADMIN": f"postgresql://postgres@/{installation.database}?host={copy.folder}",
        "REPLICA_STOP": f"su {copy.tool.SERVER_USER} -c '{' '.join(stop)}'"
        if os.getuid() == 0
        else " ".join(stop),
    }
    done = subprocess.run([sys.executable, "-c", STORY], env=own, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    has_it, from_primary, from_replica = zip(*json.loads(done.stdout.splitlines()[-1]), strict=True)
    # the replica is behind: Carla, Olga; it has come up: Carla, Olga; it is away: Olga, Olga
    assert has_it == (True, True, True, True, True, True)
    assert from_primary == (True, True, False, False, True, True)
    assert from_replica == (False, False, True, True, False, False)
