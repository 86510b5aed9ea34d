"""The table of attacks, printed when all have been played."""

from collections.abc import Iterator

import pytest

HEAD = (
    "| what is hidden | role | how | games | chance | recovered | recovered in the naive version |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


@pytest.fixture(scope="session")
def record_table(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Lines of the table."""
    lines: list[str] = []
    yield lines
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and lines:
        reporter.write_line("")
        for line in (*HEAD, *lines):
            reporter.write_line(line)
