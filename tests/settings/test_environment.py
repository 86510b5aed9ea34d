"""What an operator writes wrong is refused at start, with the value, what is allowed, and what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from colead.kit.private_files import make_once
from colead.settings import database, email, environment, secrets
from colead.settings.environment import Setting, SettingError

SETTING = Setting("COLEAD_TRIED", "fallback", "Only for tests.")
SECRET = Setting("COLEAD_TRIED", "", "Only for tests.", secret=True)


def test_default_holds_until_the_environment_says_otherwise(monkeypatch) -> None:
    assert SETTING.read() == "fallback"
    monkeypatch.setenv("COLEAD_TRIED", "chosen")
    assert SETTING.read() == "chosen"


@pytest.mark.parametrize("value", ["yes", "true", "1", "", "TRUE"])
def test_anything_but_true_and_false_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("COLEAD_TRIED", value)
    with pytest.raises(SettingError, match=f"COLEAD_TRIED is '{value}'. Use True or False."):
        SETTING.read_bool()


@pytest.mark.parametrize(("value", "read"), [("True", True), ("False", False)])
def test_true_and_false_are_read(monkeypatch, value: str, read: bool) -> None:
    monkeypatch.setenv("COLEAD_TRIED", value)
    assert SETTING.read_bool() is read


@pytest.mark.parametrize("value", ["ten", "1.5", "", "--1", "²"])
def test_anything_but_a_whole_number_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("COLEAD_TRIED", value)
    with pytest.raises(SettingError, match="Use a whole number"):
        SETTING.read_int()


def test_lists_drop_blanks(monkeypatch) -> None:
    monkeypatch.setenv("COLEAD_TRIED", " a.example , ,b.example,")
    assert SETTING.read_list() == ["a.example", "b.example"]


def test_secret_may_lie_in_a_file(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("COLEAD_TRIED_FILE", str(tmp_path / "secret"))
    assert SECRET.read() == "from the file"
    assert SETTING.read() == "fallback"  # only secrets are read from files


def test_every_setting_says_what_it_is_for() -> None:
    assert len(environment.ALL) >= 12
    for setting in environment.ALL:
        assert setting.name.startswith("COLEAD_")
        assert setting.help.endswith(".")


class TestDatabase:
    def test_postgresql_by_url(self) -> None:
        found = database.postgresql("postgresql://co%40lead:p%2Fw@db.example:6543/col%20ead?sslmode=require")
        assert found["USER"] == "co@lead"
        assert found["PASSWORD"] == "p/w"
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "col ead")
        assert found["OPTIONS"] == {
            "sslmode": "require",
            "connect_timeout": "5",
            "keepalives_idle": "10",
            "keepalives_interval": "5",
            "keepalives_count": "3",
            "tcp_user_timeout": "20000",
        }
        chosen = database.postgresql("postgresql://db.example/colead?keepalives_idle=60")
        assert chosen["OPTIONS"]["keepalives_idle"] == "60"

    def test_postgresql_by_socket(self) -> None:
        assert database.postgresql("postgresql:///colead?host=/run/pg")["HOST"] == "/run/pg"

    @pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x", "colead", "://"])
    def test_other_databases_are_refused(self, url: str) -> None:
        with pytest.raises(SettingError, match="postgresql://"):
            database.postgresql(url)

    def test_password_is_not_repeated_in_an_error(self) -> None:
        with pytest.raises(SettingError) as caught:
            database.postgresql("mysql://root:hunter2@db/x")
        assert "hunter2" not in str(caught.value)


class TestEmail:
    def test_server_by_url(self) -> None:
        found = email.configure("smtp://me%40x:se%3Acret@mail.example:587?tls=True")
        assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@x", "se:cret")
        assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)

    @pytest.mark.parametrize("url", ["imap://x", "mail.example", ""])
    def test_anything_else_is_refused(self, url: str) -> None:
        with pytest.raises(SettingError, match="smtp://"):
            email.configure(url)


class TestSecretKey:
    def test_configured_key_wins_and_no_file_is_made(self, tmp_path: Path) -> None:
        assert secrets.secret_key("configured", tmp_path) == "configured"
        assert not list(tmp_path.iterdir())

    def test_made_once_and_readable_by_its_owner_alone(self, tmp_path: Path) -> None:
        first = secrets.secret_key("", tmp_path / "new")
        assert secrets.secret_key("", tmp_path / "new") == first
        assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600
        assert len(first) >= 50

    def test_faster_process_keeps_its_key(self, tmp_path: Path) -> None:
        (tmp_path / "secret_key").write_text("theirs", encoding="utf-8")
        make_once(tmp_path / "secret_key", "ours")
        assert secrets.secret_key("", tmp_path) == "theirs"


@pytest.mark.parametrize(
    ("name", "value"),
    [("COLEAD_DEBUG", "yes"), ("COLEAD_DATABASE_URL", "mysql://x"), ("COLEAD_UPLOAD_MEGABYTES", "much")],
)
def test_wrong_setting_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    code = "import colead.settings"
    environ = {"COLEAD_HOME": str(tmp_path), name: value, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert (
        done.stderr.strip().splitlines()[-1].startswith("colead.settings.environment.SettingError: " + name)
    )
