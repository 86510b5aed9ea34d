"""Nothing about one person follows from all that one map publishes; from exact numbers much does."""

from collections.abc import Callable
from random import Random

from attacks.game import GAMES, ROW
from attacks.one_release import determined, drawn, exact

ORGANISATIONS = max(1, GAMES // 2) if GAMES < 100 else GAMES


def test_no_fact_about_one_person_follows_from_one_map(
    record_property: Callable[[str, object], None],
) -> None:
    """The attacker is a solver of integer programs; see one_release.py."""
    random = Random(1)
    real = _sum(random, ORGANISATIONS)
    with exact():
        naive = _sum(random, max(1, ORGANISATIONS // 10))
    how = "an integer program over all numbers of one map"
    recovered, in_naive = f"{real[0]} (0%)", f"{naive[0]} of {naive[1]} ({naive[0] / naive[1]:.0%})"
    record_property(
        ROW, f"| answers and nominations | anybody | {how} | {real[1]} | 0% | {recovered} | {in_naive} |"
    )
    assert real[0] == 0
    assert naive[0] > naive[1] / 20


def _sum(random: Random, organisations: int) -> tuple[int, int]:
    """Facts that follow, and facts."""
    found = [determined(drawn(random)) for _organisation in range(organisations)]
    return sum(one[0] for one in found), sum(one[1] for one in found)
