"""A progress bar for what takes longer than two seconds, and nothing for what does not."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

import click

_PATIENCE_SECONDS = 2.0


class Progress:
    """Steps of a long piece of work, shown on standard error when somebody is looking at it.

    with Progress(3) as progress:
        progress.step("people.csv")
    """

    def __init__(self, steps: int) -> None:
        self._bar = click.progressbar(length=steps, file=sys.stderr, item_show_func=lambda label: label or "")
        self._lock = threading.Lock()
        self._label = ""
        self._done = -1
        self._shown = False
        self._timer = threading.Timer(_PATIENCE_SECONDS, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown:
                self._bar.render_finish()

    def step(self, label: str) -> None:
        """Say what is being done now; what was said before is done."""
        with self._lock:
            self._done += 1
            self._label = label
            if self._shown:
                self._bar.update(1, label)

    def _show(self) -> None:
        with self._lock:
            self._shown = True
            self._bar.update(max(self._done, 0), self._label)


def in_ticks(step: Callable[[str], None], ticks: int) -> Callable[[int, int], None]:
    """Progress told as done and total, passed on as so many steps without a label."""
    told = 0

    def report(done: int, total: int) -> None:
        nonlocal told
        while told < ticks * done // max(total, 1):
            told += 1
            step("")

    return report
