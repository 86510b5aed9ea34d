"""Which tests run a line: recorded once with coverage's contexts, one for each test.

As a plugin of pytest (`-p covering`, under `coverage run`) it tells coverage which test is running.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What runs from here on, fixtures too, runs for this test."""
    from coverage import Coverage

    running = Coverage.current()
    if running is not None:
        running.switch_context(item.nodeid.partition("[")[0])
    yield None
    if running is not None:
        running.switch_context("")
    return None


class Covering:
    """The recording, read: tests by file and line."""

    def __init__(self, recording: Path) -> None:
        self.database = sqlite3.connect(recording)

    def tests_of(self, path: str, first: int, last: int) -> set[str]:
        """Tests that ran any of the lines."""
        lines = set(range(first, last + 1))
        return {test for test, ran in self._rows(path) if lines & ran}

    def tests_of_file(self, path: str) -> set[str]:
        """Tests that ran anything of the file."""
        return {test for test, _ran in self._rows(path)}

    def _rows(self, path: str) -> Iterator[tuple[str, set[int]]]:
        from coverage.numbits import numbits_to_nums

        rows = self.database.execute(
            "SELECT context.context, line_bits.numbits FROM line_bits"
            " JOIN file ON file.id = line_bits.file_id JOIN context ON context.id = line_bits.context_id"
            " WHERE context.context != '' AND file.path LIKE ?",
            [f"%/{path}"],
        )
        for test, numbits in rows:
            yield test, set(numbits_to_nums(numbits))


def nearest_first(tests: set[str], path: str) -> list[str]:
    """Those in the folder that mirrors the file first: they notice most, and are the shortest."""
    parts = Path(path).parts[2:]  # below src/colead

    def distance(test: str) -> tuple[int, int, str]:
        folders = Path(test.partition("::")[0]).parts[1:]
        shared = next((place for place, (a, b) in enumerate(zip(parts, folders, strict=False)) if a != b), 9)
        name = Path(path).stem in Path(folders[-1]).stem if folders else False
        return (-shared, -int(name), test)

    return sorted(tests, key=distance)
