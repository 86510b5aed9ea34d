"""Whoever deletes rows in a service notes it for restored backups, or says there why it need not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/colead"
REASON = "# not noted: "


def silent(text: str) -> Iterator[str]:
    """The functions that delete, note nothing and give no reason."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            said = "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])
            if ".delete()" in said and "note_erasure(" not in said and REASON not in said:
                yield node.name


def test_services_that_delete_note_it_or_say_why_not() -> None:
    files = [*SOURCE.glob("apps/*/services.py"), *SOURCE.glob("apps/*/services/*.py")]
    found = {str(path.relative_to(SOURCE)): list(silent(path.read_text(encoding="utf-8"))) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("rows.delete()", ["forget"]),
        ("rows.delete()  # not noted: it goes by its age", []),
        ("rows.delete(); note_erasure(by=by)", []),
        ("pass", []),
    ],
)
def test_a_silent_deletion_is_noticed(line: str, names: list[str]) -> None:
    assert list(silent(f"def forget():\n    {line}\n")) == names
