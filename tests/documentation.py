"""Pages of the documentation followed to the letter: their blocks, and programs that only note a call."""

import re
import sys
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parents[1] / "docs"
PIECE = re.compile(
    r"^(?P<heading>#+ [^\n]*)$|^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """A block, and the heading that it stands under."""

    heading: str
    kind: str
    text: str


def blocks(page: str) -> list[Block]:
    """Every block of `docs/<page>`, in order."""
    heading, found = "", []
    for match in PIECE.finditer((DOCS / page).read_text(encoding="utf-8")):
        heading = match["heading"] or heading
        if match["kind"] is not None:
            found.append(Block(heading, match["kind"], match["text"]))
    return found


def make_programs(folder: Path, *noting: str) -> None:
    """`colead`, which is ours, and others that note in `<folder>/called` with what they were called."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {"colead": f'exec {sys.executable} -m colead.cli.main "$@"'}
    lines |= {name: f'echo "{name} $@" >> {folder}/called' for name in noting}
    for name, line in lines.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
