"""What people do, in both languages: the trades of a unit, and what its lead is called."""

from dataclasses import dataclass
from random import Random

from colead.sample.records import Bilingual
from colead.sample.tables import read_table


@dataclass(frozen=True)
class Trades:
    """Who works in a kind of unit: job titles with how often each occurs, and the share of women."""

    women: float
    titles: tuple[Bilingual, ...]
    weights: tuple[int, ...]

    def draw(self, random: Random) -> Bilingual:
        """A title, as often as it occurs."""
        return random.choices(self.titles, self.weights)[0]


def _trades(women: float, titles: list[tuple[str, str, int]]) -> Trades:
    return Trades(
        women, tuple(Bilingual(da, en) for da, en, _ in titles), tuple(weight for _, _, weight in titles)
    )


_TABLE = read_table("titles.toml")
TRADES = {kind: _trades(**entry) for kind, entry in _TABLE["trades"].items()}
LEADS = {kind: Bilingual(*names) for kind, names in _TABLE["leads"].items()}
