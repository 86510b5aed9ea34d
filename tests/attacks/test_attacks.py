"""Everybody who attacks is at chance, and the same attack breaks a naive version in the same run.

`make attacks` plays 200 organisations each and prints the table of docs/reference/attacks.md.
"""

from random import Random

import pytest

from attacks import fits, nominations, strengths
from attacks.game import GAMES, Attack, Score, line

ATTACKS = (nominations.ATTACK, strengths.ATTACK, fits.ATTACK)


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.kind)
def test_the_attacker_is_at_chance(attack: Attack, record_table: list[str]) -> None:
    random = Random(1)
    real = Score().play(attack, GAMES, random)
    with attack.naive():
        naive = Score().play(attack, GAMES, random)
    record_table.append(line(attack, real, naive))
    assert real.told_apart == 0
    assert naive.told_apart == naive.recovered
    assert naive.share > 0.9
