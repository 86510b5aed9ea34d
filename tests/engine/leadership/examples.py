"""How many random examples are tried: a few in every run, all of them with COLEAD_EXAMPLES=300."""

from __future__ import annotations

import os


def seeds(usual: int, all_: int) -> range:
    """The seeds of the examples: `usual` of them, or as many as COLEAD_EXAMPLES says, up to `all_`."""
    return range(min(all_, int(os.environ.get("COLEAD_EXAMPLES", usual))))
