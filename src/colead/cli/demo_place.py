"""Where a demo stands: a folder of its own, and settings that point nowhere else."""

import os
import socket
from datetime import date
from pathlib import Path

import click

from colead.cli.errors import WrongInput
from colead.cli.language import Speaker
from colead.files.translation import gettext_noop as _
from colead.sample import home as demo_home

LOCAL = ("127.0.0.1", "localhost", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (compared with, not bound to)

_NOT_A_DEMO = _("{home} holds something other than a demo and is left alone. Choose a folder with --home.")
_ASK = _("Throw away the demo in {home} and all that was changed in it?")


def prepare_home(home: Path, speak: Speaker, *, reset: bool, yes: bool) -> None:
    """Make the folder a demo's; with `reset` an empty one, after asking unless `yes`."""
    try:
        if reset and demo_home.is_demo(home):
            if not yes:
                click.confirm(speak(_ASK, home=home), abort=True, err=True)
            demo_home.clear(home)
        demo_home.claim(home, today=date.today())  # noqa: DTZ011  (a remark for the operator)
    except demo_home.NotADemo as error:
        message = speak(_NOT_A_DEMO, home=home)
        raise WrongInput(message, code="not_a_demo") from error


def use_home(home: Path, host: str, port: int) -> str:
    """Point every setting at the demo and return its address.

    The settings of a real installation, its database above all, are left out.
    """
    for name in [name for name in os.environ if name.startswith("COLEAD_")]:
        if name != "COLEAD_LOG_LEVEL":
            del os.environ[name]
    visited, own = ("127.0.0.1", socket.gethostname()) if host in _EVERYWHERE else (host, host)
    url = f"http://{_in_url(visited)}:{port}"
    names = ("127.0.0.1", "localhost", "[::1]", _in_url(own))
    os.environ.setdefault("COLEAD_LOG_LEVEL", "WARNING")  # a line a request would bury the links
    os.environ["COLEAD_HOME"] = str(home.resolve())
    os.environ["COLEAD_BASE_URL"] = url
    os.environ["COLEAD_ALLOWED_HOSTS"] = ",".join(dict.fromkeys(names))
    return url


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
