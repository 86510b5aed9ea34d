"""granian, which serves the pages: a process of it that ends is started again, whatever ended it."""

from collections import defaultdict
from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from granian import Granian

from colead.cli.restarting import Pauses

LOOK_SECONDS = 1.0
log = structlog.get_logger("colead.serve")


class WebServer(Granian):  # type: ignore[misc, valid-type]  # chosen by granian as it is loaded
    """granian gives up when a process dies twice within seconds; this goes on until it is told to stop."""

    def _serve_loop(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        pauses: defaultdict[int, Pauses] = defaultdict(Pauses)
        due: dict[int, float] = {}
        while not self.interrupt_signal:
            self.main_loop_interrupt.clear()
            self._note_ended(pauses, due)
            for number in [number for number, at in due.items() if at <= monotonic()]:
                del due[number]
                self._respawn_workers([number], spawn_target, target_loader)
            soonest = min(due.values(), default=monotonic() + LOOK_SECONDS)
            self.main_loop_interrupt.wait(max(0.0, min(soonest - monotonic(), LOOK_SECONDS)))
        self.interrupt_children.clear()  # those that ended because all were told to are no failure

    def _note_ended(self, pauses: defaultdict[int, Pauses], due: dict[int, float]) -> None:
        """Those that have ended since, each with the time at which it is started again."""
        for worker in self.wrks:
            if worker.idx not in due and not worker.is_alive():
                pause = pauses[worker.idx].after(monotonic() - worker.birth)
                due[worker.idx] = monotonic() + pause
                log.warning("web_process_ended", process=worker.idx + 1, again_in_seconds=pause)
