"""The table of attacks, printed when all have been played; `make attacks` writes it into the docs."""

from pathlib import Path

import pytest

from attacks.game import GAMES

HEAD = (
    "| what is hidden | role | how | facts hidden | chance | recovered | by the naive version |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
PAGE = Path(__file__).parents[2] / "docs/reference/attacks.md"
BEGIN, END = "<!-- made by make attacks -->\n", "<!-- end -->\n"
MANY = 200
LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def record_table(pytestconfig: pytest.Config) -> list[str]:
    """Lines of the table."""
    return pytestconfig.stash.setdefault(LINES, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if lines := config.stash.get(LINES, []):
        terminalreporter.write_line("")
        for line in (*HEAD, *lines):
            terminalreporter.write_line(line)
        if GAMES >= MANY and exitstatus == 0:
            _write(lines)


def _write(lines: list[str]) -> None:
    """Into the page, between its marks; rows that were not played this time stay as they are."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    old, after = rest.split(END)
    rows = {_key(line): line for line in (*old.splitlines(), *lines) if line.startswith("| ")}
    table = "".join(f"{line}\n" for line in (*HEAD, *(rows[key] for key in rows if key not in HEADS)))
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _key(line: str) -> tuple[str, ...]:
    return tuple(line.split(" | ")[:2])


HEADS = {_key(line) for line in HEAD}
