"""The small faults that `mutate.py` puts into the source, one at a time.

Kinds: a comparison's boundary or sense, and ↔ or, + ↔ -, a number one off, a flag turned, a condition
negated, a call such as `.on(day)` dropped from a query, another permission, an empty answer, a statement
left out.

Left out by rule, because no behaviour hangs on them: migrations, docstrings, annotations, imports,
`TYPE_CHECKING` blocks, Protocol classes and overloads, what a `raise`, a log line or a text for people says,
`__str__` and `__repr__`, and what a decorator says of a dataclass (frozen, eq, slots), or to the
compiler (nogil, cache), or `strict` to zip.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
NARROWING = {
    "on",
    "main_on",
    "filter",
    "exclude",
    "open",
    "waiting",
    "solid",
    "holders",
    "distinct",
    "order_by",
}
SAYING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "speak"}
LOGGING = {"log", "logger", "logging"}
EMPTY = {"list": "[]", "dict": "{}", "set": "set()", "tuple": "()", "str": '""', "int": "0", "float": "0.0"}
Node = ast.AST


@dataclass(frozen=True)
class Mutant:
    """One fault: in `path`, the text between two byte offsets is replaced."""

    path: str
    line: int
    last_line: int
    kind: str
    start: int
    end: int
    before: str
    after: str

    @property
    def id(self) -> str:
        return f"{self.path}:{self.line}:{self.kind}:{self.start}:{self.after}"

    def __str__(self) -> str:
        before, after = (" ".join(text.split())[:70] for text in (self.before, self.after))
        return f"{self.path}:{self.line} {self.kind}: {before} → {after}"

    def applied(self, source: bytes) -> bytes:
        """The source with the fault in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """Every fault that can be put into a file, in the order of the text."""
    source = path.read_bytes()
    finder = _Finder(str(path.relative_to(root)), source, _permissions_beside(path))
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda one: (one.start, one.kind, one.after))


def _permissions_beside(path: Path) -> dict[str, str]:
    """The permissions of the app that the file belongs to, each with what it declares."""
    app = next((up for up in path.parents if (up / "permissions.py").exists()), None)
    if app is None:
        return {}
    tree = ast.parse((app / "permissions.py").read_text(encoding="utf-8"))
    return {
        node.targets[0].id: ast.unparse(ast.Tuple(node.value.args[1:]))
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
    }


class _Finder(ast.NodeVisitor):
    """Walks a file and notes every fault; what is left out by rule it does not enter."""

    def __init__(self, path: str, source: bytes, permissions: dict[str, str]) -> None:
        self.path, self.source, self.permissions = path, source, permissions
        self.found: list[Mutant] = []
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def text(self, node: ast.expr | ast.stmt) -> str:
        end = self.offset(node.end_lineno or 0, node.end_col_offset or 0)
        return self.source[self.offset(node.lineno, node.col_offset) : end].decode()

    def note(self, node: ast.expr | ast.stmt, kind: str, after: str) -> None:
        start = self.offset(node.lineno, node.col_offset)
        end = self.offset(node.end_lineno or 0, node.end_col_offset or 0)
        last = node.end_lineno or node.lineno
        before = self.text(node)
        self.found.append(Mutant(self.path, node.lineno, last, kind, start, end, before, after))

    def note_between(self, left: ast.expr, right: ast.expr, kind: str, before: str, after: str) -> None:
        """Replace an operator that stands between two parts of an expression."""
        start = self.offset(left.end_lineno or 0, left.end_col_offset or 0)
        end = self.offset(right.lineno, right.col_offset)
        between = self.source[start:end].decode()
        code = "".join(line.partition("#")[0] for line in between.splitlines(keepends=True))
        place = code.find(before)
        if code != between or place < 0:
            return
        at = start + len(between[:place].encode())
        last = right.end_lineno or right.lineno
        said = f"{self.text(left)} {before} {self.text(right)}"
        found = Mutant(self.path, left.lineno, last, kind, at, at + len(before), said, after)
        self.found.append(found)

    # -- what is left out -------------------------------------------------------------------------------

    def generic_visit(self, node: Node) -> None:
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "type_params", "type_comment"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    self.visit(child)

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" in ast.unparse(node.test):
            return
        self.negate(node.test)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any("Protocol" in ast.unparse(base) for base in node.bases):
            return
        for child in node.body:
            self.visit(child)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        decorators = [ast.unparse(one) for one in node.decorator_list]
        if node.name in {"__str__", "__repr__"} or "overload" in decorators:
            return
        for one in node.decorator_list:
            self.visit(one)
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self.visit(default)
        answer = ast.unparse(node.returns) if node.returns else ""
        for statement in node.body:
            for one in _own_returns(statement):
                self.empty_answer(one, answer)
            self.visit(statement)

    def visit_Import(self, node: ast.Import) -> None:
        """Left out."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Left out."""

    def visit_Raise(self, node: ast.Raise) -> None:
        self.note(node, "left out", "pass")

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """A text put together: only what is said."""

    # -- what is changed --------------------------------------------------------------------------------

    def negate(self, test: ast.expr) -> None:
        self.note(test, "negated", f"not ({self.text(test)})")

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.negate(test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            self.note_between(left, right, "compared", _symbol(operator), COMPARISONS[type(operator)])
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        before, after = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.note_between(left, right, "and/or", before, after)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        after = ARITHMETIC.get(type(node.op))
        if after and not _is_text(node.left) and not _is_text(node.right):
            before = {"-": "+", "+": "-", "/": "*", "*": "/"}[after]
            self.note_between(node.left, node.right, "arithmetic", before, after)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.note(node, "turned", str(not node.value))
        elif isinstance(node.value, int | float):
            self.note(node, "one off", f"{node.value + 1}")
            if node.value > 0:
                self.note(node, "one off", f"{node.value - 1}")

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in SAYING or name in {"dataclass", "njit"}:
            return
        if isinstance(node.func, ast.Attribute) and node.func.attr in NARROWING:
            self.note(node, "dropped", self.text(node.func.value))
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg != "strict":  # of zip: it stops faults of the program, and decides nothing
            self.visit(node.value)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "permissions":
            own = self.permissions.get(node.attr)
            for name, roles in self.permissions.items():
                if own is not None and roles != own:
                    self.note(node, "permission", f"permissions.{name}")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return
        if isinstance(node.value, ast.Call):
            if ast.unparse(node.value.func).split(".")[0] in LOGGING:
                return
            self.note(node, "left out", "pass")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.note(node, "left out", "pass")
        self.generic_visit(node)

    def empty_answer(self, node: ast.Return, answer: str) -> None:
        if node.value is None or ast.unparse(node.value) in {"None", "[]", "{}", "()", "''", "0", "set()"}:
            return
        if answer in {"bool", "Bool", "Bools"}:
            return  # conditions inside it are negated one by one
        empty = EMPTY.get(answer.partition("[")[0], "None")
        self.note(node, "empty answer", f"return {empty}")


def _own_returns(statement: ast.stmt) -> Iterator[ast.Return]:
    """Returns of the function itself, not of functions within it."""
    if isinstance(statement, ast.Return):
        yield statement
    elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                yield from _own_returns(child)
            elif isinstance(child, ast.ExceptHandler | ast.match_case):
                for inner in child.body:
                    yield from _own_returns(inner)


def _symbol(operator: ast.cmpop) -> str:
    opposite = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
    words = {ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}
    return (opposite | words)[type(operator)]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
