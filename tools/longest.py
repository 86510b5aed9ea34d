"""Print the ten longest files and functions of src/: examples to think about, not a cap."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "colead"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def body_lines(function: Function) -> int:
    """Lines of a function's body without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or first.lineno) if has_docstring else first.lineno - 1
    return (function.end_lineno or start) - start


def main() -> None:
    """Two short lists and the medians."""
    files, functions = [], []
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        files.append((len(text.splitlines()), str(path.relative_to(ROOT))))
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)]
        functions += [
            (body_lines(node), f"{path.relative_to(ROOT)}:{node.lineno} {node.name}") for node in nodes
        ]
    print(
        f"median file {median(length for length, _ in files):.0f} lines, "
        f"median function {median(length for length, _ in functions):.0f} lines"
    )
    for title, rows in (("files", files), ("functions", functions)):
        print(
            f"longest {title}: "
            + "; ".join(f"{length} {name}" for length, name in sorted(rows, reverse=True)[:10])
        )


if __name__ == "__main__":
    main()
