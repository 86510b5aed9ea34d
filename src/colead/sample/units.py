"""The structure of Solbakke Kommune: its units today, and those that a reorganisation has taken away.

Some units are so small that nothing is shown of them, and of some only a little, so that one can see what
Colead holds back.
"""

from dataclasses import dataclass, replace

from colead.sample.records import Bilingual
from colead.sample.tables import text_of


@dataclass(frozen=True)
class Unit:
    """A unit as it is meant to be.

    seats : people with their primary position here, the lead included.
    staff : which trades work here (`titles.TRADES`).
    lead : what its lead is called (`titles.LEADS`).
    spread : how leading is spread over the people here today (`leading.py`): "usual", "one" (it hangs on one
        person who is not the lead), "lead" (on the lead), "few" or "shared".
    spread_before : the same a year ago.
    """

    key: str
    name: Bilingual
    parent: str | None
    seats: int
    staff: str
    lead: str
    spread: str
    spread_before: str


def _read(table: str) -> tuple[Unit, ...]:
    """Units from a table; a unit indented below another belongs to it."""
    above: list[tuple[int, str]] = []
    units = []
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        above = [(indent, key) for indent, key in above if indent < depth]
        unit = _read_unit(line, parent=above[-1][1] if above else None)
        above.append((depth, unit.key))
        units.append(unit)
    return tuple(units)


def _read_unit(line: str, parent: str | None) -> Unit:
    key, da, en, seats, trades, *spread = (cell.strip() for cell in line.split("|"))
    staff, lead = trades.split("/")
    now, _, before = (spread[0] if spread else "usual").partition(" < ")
    return Unit(key, Bilingual(da, en), parent, int(seats), staff, lead, now, before or now)


UNITS = _read(text_of("structure.txt"))

# Units of two years ago that are gone: two home-care units were merged, and a works depot was split.
MERGED = tuple(
    replace(unit, parent="home-care")
    for unit in _read(
        "home-south-east | Hjemmeplejen Sydøst | Home Care South-East | 13 | care/team | one\n"
        "home-south-west | Hjemmeplejen Sydvest | Home Care South-West | 11 | care/team | few"
    )
)
MERGED_INTO = "home-south"
SPLIT = replace(*_read("depot | Materielgården | Works Depot | 22 | crew/team | one"), parent="technical")
SPLIT_INTO = ("roads", "parks")

BY_KEY = {unit.key: unit for unit in (*UNITS, *MERGED, SPLIT)}


def units_at_the_start() -> tuple[Unit, ...]:
    """The units of two years ago, before the merger and the split."""
    later = {MERGED_INTO, *SPLIT_INTO}
    return (*(unit for unit in UNITS if unit.key not in later), *MERGED, SPLIT)
