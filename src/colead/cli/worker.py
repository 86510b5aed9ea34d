"""`colead worker`: run background jobs until told to stop."""

import os
import signal
from threading import Event, Thread
from types import FrameType

import click

from colead.cli.installation import require_database

PARENT_SECONDS = 1.0


@click.command()
@click.option("--once", is_flag=True, help="End when nothing is waiting, instead of waiting for more.")
@click.option("--parent", type=int, hidden=True, help="Stop when this process, which started it, is gone.")
def command(once: bool, parent: int | None) -> None:
    """Run background jobs: imports, calculations, e-mails. Any number of workers may run at once.

    Ctrl-C or SIGTERM stops it: the job that runs goes back to the queue at its next progress report, and is
    taken up again later.

    \b
    Example:
      colead worker
      colead worker --once
    """
    from colead.cli.installation import prepare

    prepare()
    require_database()
    from colead.apps.jobs.worker import run_worker
    from colead.apps.organisations.emails import keep_sending
    from colead.kit.loaded import load_pages

    load_pages()
    stop = stop_on_signal()
    if parent is not None:
        Thread(target=stop_with_parent, args=(stop, parent), daemon=True).start()
    postman = Thread(target=keep_sending, args=(stop,), kwargs={"once": once}, name="e-mail about accounts")
    postman.start()  # beside the jobs: nobody waits for a link until a long import is done
    try:
        run_worker(stop, once=once)
    finally:
        postman.join()


def stop_on_signal() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop


def stop_with_parent(stop: Event, parent: int) -> None:
    """Set `stop` when the process that started this one is gone, however it ended."""
    while os.getppid() == parent and not stop.wait(PARENT_SECONDS):
        pass
    stop.set()
