"""Everybody who attacks is at chance, and the same attack breaks a naive version in the same run.

`make attacks` plays 200 organisations each, and writes the table into docs/reference/attacks.md.
"""

from collections.abc import Callable
from random import Random

import pytest

from attacks import (
    consents,
    declines,
    drawn_before,
    fits,
    nominations,
    participation,
    strengths,
    views,
    wishes,
)
from attacks.game import GAMES, OFTEN_ENOUGH, ROW, Attack, Score, guessed, line

ATTACKS = (
    *nominations.ATTACKS,
    *drawn_before.ATTACKS,
    strengths.ATTACK,
    fits.ATTACK,
    *wishes.ATTACKS,
    *consents.ATTACKS,
    *participation.ATTACKS,
    *views.ATTACKS,
    *declines.ATTACKS,
)
# The suite plays one role of each kind, the one with most rights; `make attacks` all, the others less often.
FIRST = {attack.kind: attack for attack in ATTACKS}
PLAYED = ATTACKS if GAMES >= OFTEN_ENOUGH else tuple(FIRST.values())


@pytest.mark.django_db
@pytest.mark.parametrize("attack", PLAYED, ids=lambda attack: f"{attack.kind}-{attack.role}")
def test_the_attacker_is_at_chance(attack: Attack, record_property: Callable[[str, object], None]) -> None:
    random = Random(1)
    games = GAMES if attack is FIRST[attack.kind] else max(2, GAMES // 5)
    real = Score().play(attack, games, random)
    with attack.naive():  # all are won: a part of them says it as well
        naive = Score().play(attack, max(2, games // 5), random)
    record_property(ROW, line(attack, real, naive))
    assert real.told_apart == 0
    assert real.is_chance
    assert naive.told_apart == naive.recovered
    assert naive.share > 0.9


def test_scores_know_chance_from_knowledge() -> None:
    """Exact bounds: 130 of 200 are no coin's, 110 can be."""
    assert not Score(200, 200, 130).is_chance
    assert Score(200, 0, 110).is_chance
    assert Score(4, 4, 4).is_chance


@pytest.mark.django_db
def test_whoever_sees_a_difference_wins_and_looks_that_differ_by_themselves_are_noticed() -> None:
    seen, random = iter(range(1000)), Random(1)
    assert guessed(lambda answer: answer, random)
    assert guessed(lambda _answer: "the same", random) is None
    with pytest.raises(AssertionError, match="hide every leak"):
        sum(bool(guessed(lambda _answer: next(seen), random)) for _game in range(100))
