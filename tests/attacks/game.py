"""A game of one question: of two colleagues, of whom is a confidential fact true?

Which of the two is drawn, and everything else about them is alike, so that whoever guesses is right in half
of the games. An attack makes an organisation and what is hidden in it, does what its role may do, answers.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from random import Random

from django.db import transaction

GAMES = int(os.environ.get("COLEAD_ATTACKED", "2"))

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


def line(attack: Attack, real: Score, naive: Score) -> str:
    """A row of the table."""
    shown = " | ".join(f"{score.share:.0%}" for score in (real, naive))
    return f"| {attack.kind} | {attack.role} | {attack.how} | {real.games} | 50% | {shown} |"


def larger(first: float | None, second: float | None) -> int | None:
    """Which of the two figures is the larger; None where they do not differ."""
    if first is None or second is None or abs(first - second) < 1e-9:
        return None
    return int(second > first)


def right(found: int | None, answer: int) -> bool | None:
    """Whether what was found is the answer; None where nothing was found."""
    return None if found is None else found == answer
