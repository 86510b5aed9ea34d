"""Where `colead demo` stands: a free port, a folder of its own, settings that point nowhere else."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from colead.cli.demo_place import use_home
from colead.cli.main import main


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What the demo changes in the environment is put back."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def demo(*words: object, answer: str = "") -> Result:
    return CliRunner().invoke(main, ["demo", "--language", "en", *map(str, words)], input=answer)


def test_a_port_in_use_is_said_at_once(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = demo("--port", port, "--home", tmp_path / "demo")
    assert result.exit_code == 2
    assert f"port {port}: Address already in use" in result.stderr
    assert "--port" in result.stderr
    assert not (tmp_path / "demo").exists()


def test_an_address_of_another_computer_is_refused(tmp_path: Path):
    result = demo("--host", "192.0.2.1", "--home", tmp_path / "demo")
    assert result.exit_code == 2
    assert "cannot listen on 192.0.2.1" in result.stderr


@pytest.mark.parametrize("words", [[], ["--reset", "--yes"]])
def test_a_real_installation_is_left_alone(tmp_path: Path, words: list[str]):
    database = tmp_path / "colead.sqlite3"
    database.write_text("real")
    result = demo("--no-serve", "--home", tmp_path, *words)
    assert result.exit_code == 2
    assert "holds something other than a demo" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["colead.sqlite3"]
    assert database.read_text() == "real"


def test_reset_asks_first_and_no_means_no(tmp_path: Path):
    (tmp_path / "demo.json").write_text("{}")
    (tmp_path / "mine.txt").write_text("changed")
    result = demo("--no-serve", "--home", tmp_path, "--reset", answer="n\n")
    assert result.exit_code == 1
    assert "Throw away the demo" in result.stderr
    assert (tmp_path / "mine.txt").read_text() == "changed"


def test_no_setting_of_a_real_installation_reaches_the_demo(tmp_path: Path):
    os.environ["COLEAD_DATABASE_URL"] = "postgresql://real/one"
    os.environ["COLEAD_EMAIL_URL"] = "smtp://real"
    os.environ["COLEAD_LOG_LEVEL"] = "ERROR"
    assert use_home(tmp_path, "127.0.0.1", 8123) == "http://127.0.0.1:8123"
    settings = {name: value for name, value in os.environ.items() if name.startswith("COLEAD_")}
    assert settings == {
        "COLEAD_HOME": str(tmp_path),
        "COLEAD_BASE_URL": "http://127.0.0.1:8123",
        "COLEAD_ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "COLEAD_LOG_LEVEL": "ERROR",
    }


@pytest.mark.parametrize(
    ("host", "address", "answered"),
    [
        ("::1", "http://[::1]:80", "[::1]"),
        ("::", "http://127.0.0.1:80", socket.gethostname()),
        ("192.0.2.7", "http://192.0.2.7:80", "192.0.2.7"),
    ],
)
def test_links_lead_to_where_the_demo_answers(tmp_path: Path, host: str, address: str, answered: str):
    assert use_home(tmp_path, host, 80) == address
    assert answered in os.environ["COLEAD_ALLOWED_HOSTS"].split(",")
