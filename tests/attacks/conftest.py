"""The table of attacks, printed when all have been played."""

import pytest

HEAD = (
    "| what is hidden | role | how | games | chance | recovered | recovered in the naive version |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def record_table(pytestconfig: pytest.Config) -> list[str]:
    """Lines of the table."""
    return pytestconfig.stash.setdefault(LINES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if lines := config.stash.get(LINES, []):
        terminalreporter.write_line("")
        for line in (*HEAD, *lines):
            terminalreporter.write_line(line)
