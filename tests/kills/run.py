"""A run: batches of operations that are killed, looked through, asked for again and looked through again."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from django.db import connections

from kills import checks, clinic, marks
from kills.book import Book, Wish
from kills.database import Cluster, Place, new_place, prepared
from kills.forks import answer_of
from kills.killing import Operation, Outcome, Timeline, kill_all, measure

# Of each batch; a worker is killed as often as there are jobs.
BATCH = {"task": 28, "accept": 28, "worker": 30, "staff list": 5, "map": 4, "backup": 3, "restore": 2}
MEASURED = 3  # times each is done unharmed, to learn how long it takes
STRIKE_EVERY = 4  # batches: the database itself is killed
PATIENCE_SECONDS = 30.0
REPEATED = 5  # receipts that are asked for again in each batch, though they are known
KINDS_WITH_KEY = ("task", "accept", "staff list", "map")


@dataclass
class Tally:
    """Kills by what was killed and where they fell, and the longest time until the next thing worked."""

    kills: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    longest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    acknowledged: int = 0

    def fell(self, kind: str, where: str) -> None:
        self.kills[kind][where] += 1

    def waited(self, what: str, seconds: float) -> None:
        self.longest[what] = max(self.longest[what], seconds)

    @property
    def total(self) -> int:
        return sum(sum(fallen.values()) for fallen in self.kills.values())


@dataclass
class Run:
    """One database, and what has happened to it."""

    place: Place
    chance: Random
    tokens: dict[str, str]
    tally: Tally = field(default_factory=Tally)
    book: Book = field(default_factory=Book)
    timelines: dict[str, list[Timeline]] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))
    good_backup: tuple[str, int] = ("", 0)

    @property
    def folder(self) -> Path:
        return self.place.home.parent

    # What can be asked for

    def wish(self, kind: str) -> Wish:
        return self.book.ask(kind, f"{kind}-{next(self.numbers)}")

    def act(self, wish: Wish) -> Callable[[], Any]:
        """What a client does for this wish, the first time and again."""
        acts: dict[str, Callable[[], Any]] = {
            "task": partial(clinic.task, self.tokens["carla"], wish.key),
            "accept": partial(clinic.accept, self.tokens["alma"], wish.key, wish.number),
            "staff list": partial(clinic.staff_list, self.tokens["carla"], wish.key),
            "map": partial(clinic.nominations, self.tokens["carla"], wish.key),
            "worker": clinic.work_off,
            "backup": partial(clinic.back_up, str(self.folder / "backups")),
        }
        return acts[wish.kind]

    def prepare(self, wishes: list[Wish]) -> list[Wish]:
        """Have there what must be there before, offers and jobs; returns the jobs."""
        offers = [wish for wish in wishes if wish.kind == "accept"]
        jobs = [self.wish("job") for wish in wishes if wish.kind == "worker"]
        lists = [self.wish("job")] if jobs and not answer_of(checks.waiting) else []
        made = answer_of(_prepare, *([wish.key for wish in some] for some in (offers, jobs, lists)))
        for wish, number in zip([*offers, *jobs, *lists], made, strict=True):
            wish.number = number
        for job in (*jobs, *lists):
            job.receipt = job.number
        return [*jobs, *lists]

    # A batch

    def warm_up(self) -> None:
        """In this process, so that no child has to learn it anew. Not what polars does: it starts threads."""
        wishes = [self.wish(kind) for kind in ("task", "accept")]
        self.prepare(wishes)
        answer_of(clinic.queue, "warm-up")
        for act in (*map(self.act, wishes), clinic.work_off):
            act()
        connections.close_all()

    def measure(self) -> None:
        for _time in range(MEASURED):
            wishes = [self.wish(kind) for kind in BATCH if kind != "restore"]
            self.prepare(wishes)
            for wish in wishes:
                self._measured(wish.kind, self.act(wish))
            place = new_place(self.folder, self.place.server)
            self.take_good_backup()
            self._measured("restore", partial(clinic.put_back, self.good_backup[0], place))
            place.remove()

    def _measured(self, kind: str, act: Callable[[], Any]) -> None:
        self.timelines.setdefault(kind, []).append(measure(Operation(kind, "", act)))

    def take_good_backup(self) -> None:
        path = Path(answer_of(clinic.back_up, str(self.folder / "good")))
        Path(self.good_backup[0]).unlink(missing_ok=True) if self.good_backup[0] else None
        self.good_backup = (str(path), answer_of(checks.entries))

    def batch(self, sizes: dict[str, int], strike: str = "") -> None:
        """Kill, look, ask again, look again."""
        wishes = [
            self.wish(kind) for kind, size in sizes.items() if kind != "restore" for _time in range(size)
        ]
        self.chance.shuffle(wishes)
        jobs = self.prepare(wishes)
        operations = [Operation(wish.kind, wish.key, self.act(wish)) for wish in wishes]
        outcomes = kill_all(operations, self.timelines, self.chance, self._strike(strike))
        self._note(outcomes)
        self._recover()
        self._check(wishes + jobs, settled=False)
        self._ask_again(wishes)
        self._check(wishes + jobs, settled=True)
        self._backups(wishes)
        for _time in range(sizes.get("restore", 0)):
            self._restore()

    def _note(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            wish = self.book.wishes[outcome.key]
            if outcome.was_killed:
                self.tally.fell(outcome.kind, marks.WHERE[outcome.where])
            elif outcome.answer is None and not self.place.server:
                self.book.faults.append(f"fault: {outcome.key} ended by itself, without an answer")
            if outcome.answer is not None:
                wish.hear(outcome.answer)
                self.tally.acknowledged += wish.is_acknowledged

    def _strike(self, what: str) -> Callable[[], None] | None:
        server = self.place.server
        if not what or server is None:
            return None

        def strike() -> None:
            begun = time.monotonic()
            if what == "postmaster":
                server.kill()
            else:
                server.kill_backend()
            server.wait()  # workers wait for it, however long that takes
            self.tally.fell(what, "while others wrote")
            self.tally.waited("PostgreSQL", time.monotonic() - begun)

        return strike

    def _recover(self) -> None:
        """How long until a client's next wish is granted."""
        begun = time.monotonic()
        probe = self.wish("task")
        while not probe.is_acknowledged:
            probe.hear(answer_of(self.act(probe)))
            if time.monotonic() - begun > PATIENCE_SECONDS:
                self.book.faults.append(f"stuck: nothing works {PATIENCE_SECONDS} s after a kill")
                return
        self.tally.waited("a request", time.monotonic() - begun)

    def _check(self, wishes: list[Wish], *, settled: bool, idle: bool = False) -> None:
        rows: dict[str, list[dict[str, Any]]] = {}
        for wish in wishes:
            row = {"key": wish.key, "number": wish.number, "acknowledged": wish.is_acknowledged}
            rows.setdefault(wish.kind, []).append(row)
        found = answer_of(checks.whole, rows, self.since, settled, idle)
        self.book.faults += found["faults"]
        if settled:
            self.since = found["ends"]

    def _ask_again(self, wishes: list[Wish]) -> None:
        """What was not acknowledged, and some that was, with the same keys; a worker does what is due."""
        keyed = [wish for wish in wishes if wish.kind in KINDS_WITH_KEY]
        again = [wish for wish in keyed if not wish.is_acknowledged]
        again += self.chance.sample(
            known := [wish for wish in keyed if wish.is_acknowledged], min(REPEATED, len(known))
        )
        for wish, answer in zip(again, answer_of(_all, [self.act(wish) for wish in again]), strict=True):
            if fault := wish.hear(answer):
                self.book.faults.append(f"doubled: {wish.key}: {fault}")
            if not wish.is_acknowledged:
                self.book.faults.append(f"stuck: {wish.key} is answered {answer}")
        answer_of(clinic.work_off)

    def _backups(self, wishes: list[Wish]) -> None:
        named = [wish.receipt for wish in wishes if wish.kind == "backup" and wish.receipt]
        answer_of(_make_folder, str(self.folder / "backups"))
        self.book.faults += answer_of(checks.backups, str(self.folder / "backups"), named, str(self.folder))

    def _restore(self) -> None:
        """Killed, taken up, perhaps killed again, until it is through; then all of it is there."""
        place, key = new_place(self.folder, self.place.server), f"restore-{next(self.numbers)}"
        act = partial(clinic.put_back, self.good_backup[0], place)
        for _time in range(self.chance.randint(1, 3)):
            (outcome,) = kill_all([Operation("restore", key, act)], self.timelines, self.chance)
            if not outcome.was_killed:
                break
            self.tally.fell("restore", marks.WHERE[outcome.where])
        begun = time.monotonic()
        answer_of(act)
        self.tally.waited("a restore, taken up again", time.monotonic() - begun)
        self.book.faults += answer_of(_restored, place, self.good_backup[1])
        place.remove()

    def finish(self) -> None:
        """Nothing waits any more, within the time that was promised; then all is looked at once more."""
        begun = time.monotonic()
        while answer_of(checks.waiting) and time.monotonic() - begun < PATIENCE_SECONDS:
            answer_of(clinic.work_off)
            time.sleep(0.2)
        self.tally.waited("the last job", time.monotonic() - begun)
        self.since = {}
        self._check(list(self.book.wishes.values()), settled=True, idle=True)


def _prepare(offers: list[str], jobs: list[str], lists: list[str]) -> list[int]:
    return [
        *map(clinic.offer, offers),
        *map(clinic.queue, jobs),
        *map(clinic.queue_staff_list, lists),
    ]


def _all(acts: list[Callable[[], Any]]) -> list[Any]:
    return [act() for act in acts]


def _make_folder(path: str) -> None:
    Path(path).mkdir(exist_ok=True)


def _restored(place: Place, entries: int) -> Any:
    place.settle()
    return checks.restored(entries)


def run(
    server: Cluster | None, kills: int, seed: int, tell: Callable[[str], None], stop: Event, until: float
) -> Run:
    """So many kills on one database, or as many as there is time for.

    stop : set when nothing new shall begin.   until : by the monotonic clock.
    """
    with prepared(server) as place:
        clinic.load()
        own = Run(place, Random(seed), answer_of(clinic.furnish))
        own.warm_up()
        own.measure()
        for number in count(1):
            left = kills - own.tally.total
            if left <= 0 or stop.is_set() or time.monotonic() > until:
                break
            strike = (
                ("backend", "postmaster")[number // STRIKE_EVERY % 2] if number % STRIKE_EVERY == 0 else ""
            )
            own.batch(_sizes(left), strike if server else "")
            tell(f"{own.tally.total} kills, {len(own.book.faults)} faults")
        own.finish()
        return own


def _sizes(left: int) -> dict[str, int]:
    share = min(1.0, left / sum(BATCH.values()))
    return {kind: max(1, round(size * share)) for kind, size in BATCH.items()}
