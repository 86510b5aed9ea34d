"""What docstrings show is so."""

import doctest
import importlib
from pathlib import Path

import pytest

import colead

SOURCE = Path(colead.__file__).parent
SHOWING = [path for path in sorted(SOURCE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: str(path.relative_to(SOURCE)))
def test_examples_in_docstrings_hold(path: Path) -> None:
    name = ".".join(["colead", *path.relative_to(SOURCE).with_suffix("").parts])
    shown = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert shown.attempted > 0
    assert shown.failed == 0
