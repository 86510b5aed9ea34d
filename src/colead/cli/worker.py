"""`colead worker`: run background jobs until told to stop."""

import signal
from threading import Event
from types import FrameType

import click


@click.command()
@click.option("--once", is_flag=True, help="End when nothing is waiting, instead of waiting for more.")
def command(once: bool) -> None:
    """Run background jobs: imports, calculations, e-mails. Any number of workers may run at once.

    Ctrl-C or SIGTERM stops it: the job that runs goes back to the queue at its next progress report, and is
    taken up again later.

    \b
    Example:
      colead worker
      colead worker --once
    """
    from colead.cli.django_setup import prepare

    prepare()
    from colead.apps.jobs.worker import run_worker

    run_worker(stop_on_signal(), once=once)


def stop_on_signal() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop
