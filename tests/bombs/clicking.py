"""Five people who click on, each from page to page, while something else goes on."""

import time
from collections.abc import Sequence
from threading import Event, Thread

from serving import Site

PAGES = ("/o/clinic/", "/o/clinic/people/", "/o/clinic/leadership/", "/o/clinic/structure/", "/o/clinic/map/")
PAUSE = 0.3


class Clicker(Thread):
    """One of them. waits : seconds of every page so far.   refused : what was not answered with a page."""

    def __init__(self, site: Site, session: str, first: int) -> None:
        super().__init__(daemon=True)
        self.site, self.session, self.first = site, session, first
        self.waits: list[float] = []
        self.refused: list[str] = []
        self.stop = Event()

    def run(self) -> None:
        number = self.first
        while not self.stop.wait(PAUSE):
            page = PAGES[number % len(PAGES)]
            began = time.monotonic()
            try:
                status: object = self.site.ask(page, Cookie=self.session).status
            except OSError as error:
                status = error
            self.waits.append(time.monotonic() - began)
            if status != 200:
                self.refused.append(f"{page}: {status}")
            number += 1


class Five:
    """All of them, clicking until the block is left."""

    def __init__(self, site: Site, sessions: Sequence[str]) -> None:
        self.clickers = [Clicker(site, session, first) for first, session in enumerate(sessions)]

    def __enter__(self) -> "Five":
        for one in self.clickers:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.clickers:
            one.stop.set()
        for one in self.clickers:
            one.join()

    def longest_wait(self) -> float:
        """Of any page that was answered since this was asked last, in seconds."""
        waits = [wait for one in self.clickers for wait in one.waits]
        for one in self.clickers:
            one.waits = []
        return max(waits, default=0.0)

    @property
    def refused(self) -> list[str]:
        return [line for one in self.clickers for line in one.refused]
