"""`colead serve`: the pages, and beside them a worker for background jobs."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import click

from colead.cli.errors import WrongInput
from colead.cli.installation import require_database
from colead.cli.restarting import Pauses

WORKER = [sys.executable, "-m", "colead.cli.main", "worker", "--parent"]
PATIENCE_SECONDS = 20
HEADER_SECONDS = 10  # for the head of a request to arrive


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--no-worker", is_flag=True, help="No background jobs here; run `colead worker` elsewhere.")
def command(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the pages and the API, with a worker for background jobs. Ctrl-C or SIGTERM stops both.

    \b
    Example:
      colead serve
      colead serve --host 0.0.0.0 --port 80 --workers 4
    """
    sys.exit(run_server(host, port, workers, with_worker=not no_worker))


def run_server(host: str, port: int, workers: int, with_worker: bool) -> int:
    """Serve until a signal says stop; returns the exit code.

    Raises WrongInput when the port is taken or the database is not prepared.
    """
    from colead.cli.installation import prepare

    require_free_port(host, port)
    prepare()
    require_database()
    collect_static()
    gather_metrics()
    with worker_beside() if with_worker else nothing_beside():
        serve_pages(host, port, workers)
    return 0


def require_free_port(host: str, port: int) -> None:
    """WrongInput when something listens there already, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"Colead cannot listen on {host}, port {port}: {error.strerror}. "
                "Stop the program that uses it, or choose another port with --port."
            )
            raise WrongInput(message, code="port_in_use") from error


def collect_static() -> None:
    """Copy and compress styles, scripts and icons to where they are served from, if any has changed."""
    from django.conf import settings
    from django.core.management import call_command

    mark, wanted = Path(settings.STATIC_ROOT) / ".collected", _static_fingerprint()
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted, encoding="utf-8")


def _static_fingerprint() -> str:
    """A hash over name, size and time of every static file, and over how they are stored."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            found.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def gather_metrics() -> None:
    """Where metrics are on, every process begun from here keeps its counts in one folder, empty at first."""
    from django.conf import settings

    from colead.kit.metrics import FOLDER

    if not settings.METRICS_TOKEN:
        return
    folder = Path(settings.HOME) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def serve_pages(host: str, port: int, workers: int) -> None:
    """Run the web server until SIGINT or SIGTERM."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from colead.cli.web_server import WebServer

    connections.close_all()  # none may be shared with the processes that are made now
    server = WebServer(
        "colead.web.wsgi:door",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        workers_kill_timeout=PATIENCE_SECONDS,
        log_level=LogLevels.warning,
    )
    click.echo(f"Colead is at http://{host}:{port}/ (stop it with Ctrl-C)")
    server.serve()


@contextmanager
def nothing_beside() -> Iterator[None]:
    """Serve without background jobs."""
    yield


@contextmanager
def worker_beside() -> Iterator[None]:
    """A background worker in a process of its own: started again when it crashes, stopped at the end."""
    ended = Event()
    keeper = Thread(target=_keep_worker, args=(ended,), name="keeper of the worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(PATIENCE_SECONDS + 5)


def _keep_worker(ended: Event) -> None:
    """Until `ended`: one worker; a new one when it dies of anything but a request to stop."""
    pauses = Pauses()
    while not ended.is_set():
        began = monotonic()
        worker = subprocess.Popen([*WORKER, str(os.getpid())])  # noqa: S603  (our own command)
        while worker.poll() is None and not ended.wait(0.2):
            pass
        if worker.poll() is None:
            _stop(worker)
        if worker.returncode == 0:
            return
        ended.wait(pauses.after(monotonic() - began))


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    """Ask it to stop; the job that runs goes back to the queue. End it when it does not listen."""
    worker.terminate()
    try:
        worker.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
