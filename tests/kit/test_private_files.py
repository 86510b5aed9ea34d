"""Nobody else on the machine reads what the installation keeps; what is not Colead's is left alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from colead.kit.private_files import close_to_others, make_private_folder, open_to_others
from installation import Installation

SETUP = [sys.executable, "-m", "colead.cli.main", "setup", "--json"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def made(path: Path, bits: int, *, is_folder: bool = False) -> Path:
    path.mkdir() if is_folder else path.touch()
    path.chmod(bits)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """As an older version has left it."""
    home = made(tmp_path / "home", 0o755, is_folder=True)
    made(home / "colead.sqlite3", 0o644)
    made(made(home / "uploads", 0o755, is_folder=True) / "list.csv", 0o640)
    made(home / "secret_key", 0o600)
    return home


def test_every_open_path_is_found_and_closed(home: Path):
    expected = [home, home / "colead.sqlite3", home / "uploads", home / "uploads/list.csv"]
    assert list(open_to_others(home)) == expected
    assert close_to_others(home) == expected
    assert [mode(path) for path in expected] == [0o700, 0o600, 0o700, 0o600]
    assert list(open_to_others(home)) == []


def test_a_home_with_other_things_stays_open_and_they_are_left_alone(home: Path):
    other = made(home / "website", 0o755, is_folder=True)
    close_to_others(home)
    assert (mode(home), mode(other), mode(home / "colead.sqlite3")) == (0o755, 0o755, 0o600)
    assert list(open_to_others(home)) == [home]


def test_no_link_is_followed_out_of_the_home(home: Path, tmp_path: Path):
    outside = made(tmp_path / "outside", 0o755, is_folder=True)
    file = made(outside / "file", 0o644)
    (home / "static").symlink_to(outside)
    (home / "uploads/link").symlink_to(file)
    close_to_others(home)
    assert (mode(outside), mode(file)) == (0o755, 0o644)


def test_another_users_file_is_named_but_not_touched(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "geteuid", lambda: home.lstat().st_uid + 1)
    assert close_to_others(home) == []
    assert mode(home / "colead.sqlite3") == 0o644


def test_a_new_folder_is_private_and_those_above_it_are_not_touched(tmp_path: Path):
    before = os.umask(0o022)
    make_private_folder(tmp_path / "srv/colead")
    os.umask(before)
    assert (mode(tmp_path / "srv"), mode(tmp_path / "srv/colead")) == (0o755, 0o700)


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_setup_leaves_nothing_that_others_can_read(tmp_path: Path):
    """The documented way, in a shell with the usual umask; again over an installation that is open."""
    home = tmp_path / "home"
    own = os.environ | {"COLEAD_HOME": str(home), "COLEAD_DATABASE_URL": ""}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    for _again in range(2):
        subprocess.run(SETUP, env=own, check=True, capture_output=True, umask=0o022)
        assert [path for path in [home, *home.rglob("*")] if mode(path) & 0o077] == []
        home.chmod(0o755)
        (home / "colead.sqlite3").chmod(0o644)


@pytest.mark.database("sqlite")
def test_the_journal_of_a_running_database_is_private(installation: Installation):
    (installation.home / "colead.sqlite3").chmod(0o600)
    code = (
        "import os; os.umask(0o022); from django.conf import settings; from django.db import connection;"
        "connection.cursor().execute('CREATE TABLE x (y)');"
        "print([path.stat().st_mode & 0o777 for path in settings.HOME.glob('*-[ws]*')])"
    )
    assert installation.run(code) == [0o600, 0o600]
