"""How many random examples are tried: a few in every run, all of them with COLEAD_EXAMPLES=300."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import date

ALL = 300


def seeds(usual: int, all_: int) -> Sequence[int]:
    """The first `usual` seeds; with COLEAD_EXAMPLES that share of `all_`, others every day."""
    if "COLEAD_EXAMPLES" not in os.environ:
        return range(usual)
    share = min(ALL, int(os.environ["COLEAD_EXAMPLES"])) / ALL
    today = random.Random(date.today().toordinal())  # noqa: DTZ011  (any day will do)
    return sorted(today.sample(range(all_), max(1, round(share * all_))))
