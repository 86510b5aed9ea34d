"""Operations that are killed: several at once, each at a moment of its own, drawn from measured ones."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kills import marks
from kills.forks import child

LANES = 4  # how many are at work at the same time, and in each other's way
LATE = 2.0  # a moment is drawn up to so much later than it took when it was measured, alone
# Where to aim: at the whole operation, or at what follows when a transaction begins, commits, has committed.
AIMS = {b"": 3, marks.BEGUN: 8, marks.COMMITTING: 5, marks.COMMITTED: 4}


@dataclass
class Operation:
    """What is to be done, by a name that the book knows it by."""

    kind: str
    key: str
    act: Callable[[], Any]


@dataclass
class Outcome:
    """What became of it. `answer` is what a client was told; none: it knows nothing."""

    kind: str
    key: str
    was_killed: bool
    where: bytes
    answer: Any
    ended_at: float = 0


@dataclass
class Timeline:
    """How long an operation takes that nobody kills, and what it told when, in seconds from its start."""

    whole: float
    told: list[tuple[bytes, float]]

    def after(self, mark: bytes) -> list[float]:
        """How long it took from each of these marks to the next mark of any kind."""
        ends = [at for _mark, at in self.told[1:]] + [self.whole]
        return [end - at for (one, at), end in zip(self.told, ends, strict=True) if one == mark]


@dataclass(frozen=True)
class Aim:
    """It is killed so long after it told this for the nth time, from 0; without a mark: after its start."""

    mark: bytes
    nth: int
    delay: float


NEVER = Aim(b"", 0, float("inf"))


@dataclass
class _Victim:
    operation: Operation
    pid: int
    pipe: int
    started: float
    aim: "Aim"
    told: bytes = b""
    times: list[float] = field(default_factory=list)

    @property
    def due(self) -> float | None:
        if not self.aim.mark:
            return self.started + self.aim.delay
        told = [at for mark, at in self.timed() if mark == self.aim.mark]
        return told[self.aim.nth] + self.aim.delay if len(told) > self.aim.nth else None

    def timed(self) -> list[tuple[bytes, float]]:
        """What it told when."""
        return [(bytes([mark]), at) for mark, at in zip(self.told, self.times, strict=True)]

    def hear(self) -> bool:
        """False when it has ended."""
        heard = os.read(self.pipe, 1 << 16)
        self.times += [time.monotonic()] * len(heard)
        self.told += heard
        return bool(heard)


def measure(operation: Operation) -> Timeline:
    """Do it once, unharmed."""
    victim = _start(operation, NEVER)
    while victim.hear():
        pass
    told = [(mark, at - victim.started) for mark, at in victim.timed() if mark in marks.WHERE]
    whole = time.monotonic() - victim.started
    assert _reap(victim).answer is not None, f"{operation.kind} does not work"
    return Timeline(whole, told)


def kill_all(
    operations: Iterable[Operation],
    timelines: dict[str, list[Timeline]],
    chance: Random,
    strike: Callable[[], None] | None = None,
) -> list[Outcome]:
    """Do all of them, killing each at its moment; what became of them, in the order of their ends.

    strike : is called once, somewhere in the middle: it may kill what they all stand on.
    """
    waiting, done = list(operations)[::-1], list[Outcome]()
    struck_after = chance.randrange(len(waiting) // 2 + 1) if strike else -1
    with selectors.DefaultSelector() as heard:
        while waiting or heard.get_map():
            while waiting and len(heard.get_map()) < LANES:
                victim = _start(waiting[-1], _aim(timelines[waiting[-1].kind], chance))
                heard.register(victim.pipe, selectors.EVENT_READ, victim)
                waiting.pop()
            done += _hear_and_kill(heard)
            if strike and 0 <= struck_after <= len(done):
                strike()
                struck_after = -1
    return done


def _aim(measured: list[Timeline], chance: Random) -> Aim:
    one = chance.choice(measured)
    (mark,) = chance.choices([*AIMS], [*AIMS.values()])
    lengths = one.after(mark)
    if not lengths:
        return Aim(b"", 0, chance.uniform(0, one.whole * LATE))
    nth = chance.randrange(len(lengths))
    return Aim(mark, nth, chance.uniform(0, lengths[nth] * LATE))


def _hear_and_kill(heard: selectors.BaseSelector) -> list[Outcome]:
    now, victims = time.monotonic(), [key.data for key in heard.get_map().values()]
    wait = min((victim.due - now for victim in victims if victim.due is not None), default=None)
    ended = [key.data for key, _events in heard.select(None if wait is None else max(wait, 0))]
    ended = [victim for victim in ended if not victim.hear()]
    for victim in victims:
        if victim not in ended and victim.due is not None and victim.due <= time.monotonic():
            os.kill(victim.pid, signal.SIGKILL)
            while victim.hear():
                pass
            ended.append(victim)
    for victim in ended:
        heard.unregister(victim.pipe)
    return [_reap(victim) for victim in ended]


def _start(operation: Operation, aim: Aim) -> _Victim:
    pid, pipe = child(lambda write: marks.answering(write, operation.act))
    return _Victim(operation, pid, pipe, time.monotonic(), aim)


def _reap(victim: _Victim) -> Outcome:
    os.close(victim.pipe)
    _pid, status = os.waitpid(victim.pid, 0)
    where, answer = marks.read(victim.told)
    was_killed = os.WIFSIGNALED(status)
    return Outcome(victim.operation.kind, victim.operation.key, was_killed, where, answer, time.monotonic())
