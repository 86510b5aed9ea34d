"""The table of attacks, printed when all have been played; `make attacks` writes each row into the docs
as soon as it has been played, so that a run that is ended keeps what it has found."""

from pathlib import Path

import pytest

from attacks.game import GAMES, ROW

HEAD = (
    "| what is hidden | role | how | facts hidden | chance | recovered | by the naive version |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
PAGE = Path(__file__).parents[2] / "docs/reference/attacks.md"
BEGIN, END = "<!-- made by make attacks -->\n", "<!-- end -->\n"
MANY = 200


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if GAMES >= MANY and report.passed and (row := _row(report)):
        _write(row)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [row for report in terminalreporter.stats.get("passed", []) if (row := _row(report))]
    for line in ("", *HEAD, *rows) if rows else ():
        terminalreporter.write_line(line)


def _row(report: pytest.TestReport) -> str:
    return str(dict(report.user_properties).get(ROW, "")) if report.when == "call" else ""


def _write(row: str) -> None:
    """Into the page, between its marks; rows that were not played this time stay as they are."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    old, after = rest.split(END)
    rows = {_key(line): line for line in (*old.splitlines(), row) if line.startswith("| ")}
    table = "".join(f"{line}\n" for line in (*HEAD, *(rows[key] for key in rows if key not in HEADS)))
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _key(line: str) -> tuple[str, ...]:
    return tuple(line.split(" | ")[:2])


HEADS = {_key(line) for line in HEAD}
