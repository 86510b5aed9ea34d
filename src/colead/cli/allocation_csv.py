"""An allocation as a table: a row for each seat and each deputy's place."""

from typing import Any

from colead.cli.allocation_words import WHY_NOT, WHY_OPEN
from colead.cli.language import Speaker
from colead.files.dialects import Dialect
from colead.files.exports import csv_text

_COLUMNS = (
    "task", "title", "seat", "kind", "person", "name", "fit", "stays", "stretch", "mentor", "open_because"
)  # fmt: skip
_OF_NEXT = ("next_{}", "next_{}_name", "next_{}_fit", "next_{}_why")


def seats_csv(result: dict[str, Any], speak: Speaker) -> str:
    """CSV as a spreadsheet in the language opens it, in its words."""
    runners_up = result["rules"]["runners_up"]
    further = [name.format(place) for place in range(1, runners_up + 1) for name in _OF_NEXT]
    counts: dict[tuple[str, str], int] = {}
    rows = []
    for seat in result["proposal"]["seats"]:
        place = seat["task"], seat["kind"]
        counts[place] = counts.get(place, 0) + 1
        rows.append([*_seat(result, seat, counts[place], speak), *_next(result, seat, runners_up, speak)])
    return csv_text([*_COLUMNS, *further], rows, Dialect.of_language(speak.language))


def _seat(result: dict[str, Any], seat: dict[str, Any], number: int, speak: Speaker) -> list[object]:
    names = result["names"]
    return [
        seat["task"],
        result["titles"][seat["task"]],
        number,
        seat["kind"],
        seat["person"],
        names.get(seat["person"]),
        _fit(seat["fit"]),
        "yes" if seat["stays"] else "no",
        seat["stretch"],
        names.get(seat["mentor"]),
        speak(WHY_OPEN[seat["open_because"]]) if seat["open_because"] else None,
    ]


def _next(result: dict[str, Any], seat: dict[str, Any], wanted: int, speak: Speaker) -> list[object]:
    cells: list[object] = []
    for one in seat["runners_up"]:
        name, why = result["names"][one["person"]], speak(WHY_NOT[one["code"]])
        cells += [one["person"], name, _fit(one["fit"]), why]
    return cells + [None] * (len(_OF_NEXT) * wanted - len(cells))


def _fit(fit: float | None) -> float | None:
    return None if fit is None else round(fit, 3)
