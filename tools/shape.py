"""The shape of the code: how long files and functions are, and how many blocks stand in two places.

    python tools/shape.py               of src/colead, as text; the longest are examples to think about
    python tools/shape.py DIR --json    of any tree, with every copied block by path and line

Migrations are left out; `copied_blocks.py` says what a copied block is.
"""

import argparse
import ast
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from copied_blocks import copied_blocks

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 10
Function = ast.FunctionDef | ast.AsyncFunctionDef
Lengths = list[tuple[int, str]]  # lines and where, longest first


def read(folder: Path) -> dict[str, str]:
    """The text of every Python file below a folder but migrations, by name."""
    paths = sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def body_lines(function: Function) -> int:
    """Lines of a function's body without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or first.lineno) if has_docstring else first.lineno - 1
    return (function.end_lineno or start) - start


def lengths_of_files(sources: dict[str, str]) -> Lengths:
    """Lines of each file."""
    return sorted(((len(text.splitlines()), name) for name, text in sources.items()), reverse=True)


def lengths_of_functions(sources: dict[str, str]) -> Lengths:
    """Lines of the body of each function."""
    found = [
        (body_lines(node), f"{name}:{node.lineno} {node.name}")
        for name, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function)
    ]
    return sorted(found, reverse=True)


def summary(lengths: Lengths) -> dict[str, Any]:
    """How many, the middle, the 90th percentile (nearest rank) and the longest."""
    values = sorted(length for length, _ in lengths) or [0]
    return {
        "count": len(lengths),
        "median": median(values),
        "p90": values[-(-9 * len(values) // 10) - 1],
        "longest": [{"lines": length, "where": where} for length, where in lengths[:SHOWN]],
    }


def measure(folder: Path) -> dict[str, Any]:
    """Everything about a tree, as plain values."""
    sources = read(folder)
    files = lengths_of_files(sources)
    identical, renamed = copied_blocks(sources)
    return {
        "lines": sum(length for length, _ in files),
        "files": summary(files),
        "functions": summary(lengths_of_functions(sources)),
        "identical_blocks": [asdict(block) for block in identical],
        "renamed_blocks": [asdict(block) for block in renamed],
    }


def text(shape: dict[str, Any]) -> Iterable[str]:
    """A few lines for the terminal."""
    files, functions = shape["files"], shape["functions"]
    yield f"{shape['lines']:,} lines in {files['count']} files"
    yield f"a file: median {files['median']:.0f} lines, 90th percentile {files['p90']}"
    yield f"a function: median {functions['median']:.0f} lines, 90th percentile {functions['p90']}"
    yield f"copied blocks: {len(shape['identical_blocks'])} identical, {len(shape['renamed_blocks'])} renamed"
    for title, part in (("files", files), ("functions", functions)):
        yield f"longest {title}: " + "; ".join(f"{one['lines']} {one['where']}" for one in part["longest"])


def main() -> None:
    """Print the shape of a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "src" / "colead")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    shape = measure(words.folder)
    print(json.dumps(shape, indent=1) if words.json else "\n".join(text(shape)))


if __name__ == "__main__":
    main()
