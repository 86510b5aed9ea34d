"""The table of docs/reference/bombs.md, written by the run that found it."""

from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bombs.md"
BEGIN, END = "<!-- made by make bombs -->\n", "<!-- end -->\n"
HEAD = ("what", "its trick", "kB sent", "what became of it", "seconds", "longest wait of five others, s")


def write(lines: Sequence[Sequence[str]]) -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _old, after = rest.split(END)
    rows = [HEAD, ["---"] * len(HEAD), *lines]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
