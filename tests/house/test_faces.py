"""Faces parse, call and render: what they read comes from selectors, files to download from the kit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/colead"
FACES = sorted(
    path
    for pattern in (
        "apps/*/views*", "apps/*/views/**/*", "apps/*/api*", "apps/*/api/**/*", "apps/*/forms*",
        "apps/*/forms/**/*", "web/**/*", "api/**/*", "cli/**/*", "**/templatetags/*",
    )
    for path in SOURCE.glob(pattern)
    if path.suffix == ".py"
)  # fmt: skip
OF_QUERIES = {
    "objects", "exclude", "select_related", "prefetch_related", "annotate", "aggregate", "order_by",
    "values_list", "get_or_create", "update_or_create", "bulk_create", "refresh_from_db",
    "get_object_or_404", "get_list_or_404",
}  # fmt: skip


def queries(tree: ast.AST) -> Iterator[str]:
    """What a module says that only queries say, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OF_QUERIES:
            yield f"{node.lineno}: .{node.attr}"
        if isinstance(node, ast.Name) and node.id in OF_QUERIES:
            yield f"{node.lineno}: {node.id}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "filter":
            yield from (f"{node.lineno}: .filter({one.arg}=…)" for one in node.keywords[:1])


@pytest.mark.parametrize("path", FACES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_face_holds_no_query(path: Path) -> None:
    assert list(queries(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "query",
    [
        "Person.objects.first()",
        "user.memberships.filter(role='owner')",
        "get_object_or_404(Person, key=key)",
        "rows.order_by('name')",
    ],
)
def test_a_query_is_noticed(query: str) -> None:
    assert list(queries(ast.parse(query)))


def test_nothing_but_the_kit_builds_a_file_to_download() -> None:
    builds = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "content-disposition" in path.read_text(encoding="utf-8").lower()
    ]
    assert builds == ["kit/downloads.py"]
