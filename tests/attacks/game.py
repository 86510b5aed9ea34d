"""A game of one question: of two colleagues, of whom is a confidential fact true?

Which of the two is drawn, and everything else about them is alike, so that whoever guesses is right in half
of the games. An attack makes an organisation and what is hidden in it, does what its role may do, answers.
"""

import os
import re
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from random import Random

from django.db import transaction
from scipy.stats import binomtest

GAMES = int(os.environ.get("COLEAD_ATTACKED", "2"))
CONFIDENCE = 0.999
LOOKED_AT_TWICE = 0.2  # of the games: that looks are alike shows in few
ROW = (
    "row of attacks.md"  # by this name a test records its own (`record_property`), also from another process
)
OFTEN_ENOUGH = 30  # fewer games say nothing about chance

Naive = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Attack:
    """play : makes the organisation, attacks; whether the answer was right, None = no difference was seen.

    naive : the product as it would be without the protection, which the attack must break.
    """

    kind: str
    role: str
    how: str
    play: Callable[[Random], bool | None]
    naive: Naive


@dataclass
class Score:
    """told_apart : games in which the two looked different.   recovered : games won, by a coin where not."""

    games: int = 0
    told_apart: int = 0
    recovered: int = 0

    def play(self, attack: Attack, games: int, random: Random) -> "Score":
        """The games played."""
        for _game in range(games):
            with transaction.atomic():
                won = attack.play(random)
                transaction.set_rollback(True)
            self.games += 1
            self.told_apart += won is not None
            self.recovered += random.random() < 0.5 if won is None else won
        return self

    @property
    def share(self) -> float:
        """Of the games, those won."""
        return self.recovered / self.games

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, by exact binomial bounds (Clopper and Pearson)."""
        found = binomtest(self.recovered, self.games).proportion_ci(CONFIDENCE, method="exact")
        return float(found.low), float(found.high)

    @property
    def is_chance(self) -> bool:
        """Whether a coin would do as well; few games never say otherwise."""
        low, high = self.interval
        return self.games < OFTEN_ENOUGH or low <= 0.5 <= high


def line(attack: Attack, real: Score, naive: Score) -> str:
    """A row of the table."""
    low, high = real.interval
    recovered = f"{real.recovered} ({real.share:.0%}; {low:.0%} to {high:.0%})"
    in_naive = f"{naive.recovered} of {naive.games} ({naive.share:.0%})"
    return f"| {attack.kind} | {attack.role} | {attack.how} | {real.games} | 50% | {recovered} | {in_naive} |"


def larger(first: float | None, second: float | None) -> int | None:
    """Which of the two figures is the larger; None where they do not differ."""
    if first is None or second is None or abs(first - second) < 1e-9:
        return None
    return int(second > first)


def right(found: int | None, answer: int) -> bool | None:
    """Whether what was found is the answer; None where nothing was found."""
    return None if found is None else found == answer


def guessed(look: Callable[[int], Hashable], random: Random) -> bool | None:
    """The best that anybody can do who knows the product: play both answers at home, and compare.

    look : everything that the attacker does and sees, where the fact is true of the first or of the second;
    what it writes is taken back. It must say the same when it is asked the same again.
    """
    at_home = [_taken_back(look, answer) for answer in (0, 1)]
    answer = random.randrange(2)
    seen = _taken_back(look, answer) if random.random() < LOOKED_AT_TWICE else at_home[answer]
    fitting = [one == seen for one in at_home]
    if not fitting[answer]:
        raise AssertionError("Two looks at the same organisation differ: the game would hide every leak.")
    return None if all(fitting) else True


def _taken_back(look: Callable[[int], Hashable], answer: int) -> Hashable:
    with transaction.atomic():
        seen = look(answer)
        transaction.set_rollback(True)
    return seen


VOLATILE = re.compile(r"\b[A-Za-z0-9]{64}\b|\d\d:\d\d:\d\d[.\d]*|\b\d{7,}\b|(?<=/)\d+(?=/)|:\d+\"|— \S+ \S+")


def plain(text: str) -> str:
    """A page or file without what is another one each time: tokens, times, numbers of rows."""
    return VOLATILE.sub("~", text)
