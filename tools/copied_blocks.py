"""Copied blocks of code: pairs of places that share at least six significant lines in a row.

A significant line has code, and is no import, docstring, field without a value, or lone bracket. `identical`
blocks agree in every word; `renamed` ones agree when each name, text and number may be called something else
throughout. A program reads them with `tools/shape.py`.
"""

import ast
import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

WINDOW = 6
DISTINCT = 4  # different shapes among six lines; rows of a table are alike by nature and are no copies
Words = tuple[tuple[bool, str], ...]  # of a line: may this word be renamed, and the word
Place = tuple[int, int]  # number of the file, number of the line among its significant ones
Pair = tuple[Place, Place]


@dataclass(frozen=True)
class Line:
    """A significant line."""

    number: int
    words: Words


@dataclass(frozen=True)
class Block:
    """Two places that share `lines` significant lines."""

    lines: int
    first: str
    second: str


def significant_lines(text: str) -> list[Line]:
    """The lines of a file that say something of their own."""
    skipped = _rows_without_meaning(ast.parse(text))
    words: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for row, may_rename, word in _tokens(text):
        if row not in skipped:
            words[row].append((may_rename, word))
    return [Line(row, tuple(found)) for row, found in sorted(words.items()) if not _is_bracket(found)]


def _rows_without_meaning(tree: ast.Module) -> set[int]:
    """Rows of imports, docstrings, and fields without a value."""
    rows: set[int] = set()
    for node in ast.walk(tree):
        is_field = isinstance(node, ast.AnnAssign) and node.value is None
        if isinstance(node, ast.Import | ast.ImportFrom) or is_field or _is_text(node):
            rows.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))  # type: ignore[attr-defined]
    return rows


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_bracket(words: list[tuple[bool, str]]) -> bool:
    return all(not text.strip("()[]{},:") for _, text in words)


def _tokens(text: str) -> Iterator[tuple[int, bool, str]]:
    """Row, whether it may be renamed, and text of each token; a formatted text is one token everywhere."""
    layout = {
        tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE,
        tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
    }  # fmt: skip
    begins, ends = getattr(tokenize, "FSTRING_START", -1), getattr(tokenize, "FSTRING_END", -1)
    lines, opened = text.splitlines(keepends=True), []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == begins:
            opened.append(token.start)
        elif token.type == ends:
            start = opened.pop()
            if not opened:
                yield start[0], True, _between(lines, start, token.end)
        elif not opened and token.type not in layout:
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            yield token.start[0], is_name or token.type in {tokenize.STRING, tokenize.NUMBER}, token.string


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    whole = "".join(lines[start[0] - 1 : end[0]])
    return whole[start[1] : len(whole) - len(lines[end[0] - 1]) + end[1]]


def copied_blocks(sources: dict[str, str]) -> tuple[list[Block], list[Block]]:
    """Of files by name and text: the identical blocks, and the renamed ones."""
    files = [significant_lines(text) for text in sources.values()]
    same = _pairs(files, identical_key)
    alike = _pairs(files, renamed_key)
    same_runs = _runs(same)
    renamed = {start: n for start, n in _runs(alike).items() if not _diagonal(start, n) & same}
    names = list(sources)
    return _described(same_runs, files, names), _described(renamed, files, names)


def identical_key(window: list[Line]) -> object:
    """Every word counts."""
    return tuple(line.words for line in window)


def renamed_key(window: list[Line]) -> object | None:
    """Words that may be renamed count by where they were met first; None for a table."""
    met: dict[str, int] = {}
    lines = [
        tuple(met.setdefault(text, len(met)) if may_rename else text for may_rename, text in line.words)
        for line in window
    ]
    shapes = {tuple("" if may_rename else text for may_rename, text in line.words) for line in window}
    return tuple(lines) if len(shapes) >= DISTINCT else None


def _pairs(files: list[list[Line]], key: Callable[[list[Line]], object]) -> set[Pair]:
    """Every two places whose next six lines have the same key, and do not overlap."""
    places: dict[object, list[Place]] = defaultdict(list)
    for number, lines in enumerate(files):
        for start in range(len(lines) - WINDOW + 1):
            if (found := key(lines[start : start + WINDOW])) is not None:
                places[found].append((number, start))
    return {
        (a, b)
        for group in places.values()
        for a, b in combinations(group, 2)
        if a[0] != b[0] or b[1] - a[1] >= WINDOW
    }


def _runs(pairs: set[Pair]) -> dict[Pair, int]:
    """Overlapping pairs as one: where each run of them begins, and over how many windows it goes."""
    found = {}
    for a, b in pairs:
        if ((a[0], a[1] - 1), (b[0], b[1] - 1)) in pairs:
            continue
        length = 1
        while ((a[0], a[1] + length), (b[0], b[1] + length)) in pairs:
            length += 1
        found[a, b] = length
    return found


def _diagonal(start: Pair, length: int) -> set[Pair]:
    (a, i), (b, j) = start
    return {((a, i + step), (b, j + step)) for step in range(length)}


def _described(runs: dict[Pair, int], files: list[list[Line]], names: list[str]) -> list[Block]:
    def where(place: Place) -> str:
        return f"{names[place[0]]}:{files[place[0]][place[1]].number}"

    found = [Block(length + WINDOW - 1, where(a), where(b)) for (a, b), length in runs.items()]
    return sorted(found, key=lambda block: (-block.lines, block.first, block.second))
