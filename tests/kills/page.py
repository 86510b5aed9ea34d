"""The tables of docs/reference/kills-and-power-cuts.md, each written by the run that found it."""

import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "kills-and-power-cuts.md"


def table(rows: Sequence[Sequence[object]]) -> str:
    """Markdown; the first row is the head."""
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join(
        "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in line) + " |"
        for line in lines
    )


def write(name: str, text: str) -> None:
    """Put the text in the place of that name on the page."""
    page = PAGE.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- {name} -->\n).*(<!-- /{name} -->)", re.DOTALL)
    assert place.search(page), f"{PAGE} has no place for {name}"
    PAGE.write_text(place.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page), encoding="utf-8")
