"""Fixtures that every floor's tests share."""

import os
import zlib
from datetime import date
from itertools import count
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import timezone
from xdist.scheduler import LoadFileScheduling

from cast import Cast, whole_cast
from colead.kit.random_ids import RandomIdField
from installation import django_db_modify_db_settings, installation, template, with_cast
from remembered import remembered

__all__ = ["django_db_modify_db_settings", "installation", "template", "with_cast"]

# A busy machine is slow, not wrong: examples have no deadline. Every run tries the same few; where
# COLEAD_EXAMPLES says how many, they are drawn anew.
EXAMPLES = int(os.environ.get("COLEAD_EXAMPLES", "0"))
hypothesis.settings.register_profile("few", deadline=None, derandomize=True, max_examples=25)
hypothesis.settings.register_profile("many", deadline=None, max_examples=EXAMPLES or 1)
hypothesis.settings.load_profile("many" if EXAMPLES else "few")

NUMBERS = count(1)
COMPILED = "tests/engine/network/"

# `.ci/run` takes one share of the tests a day to PostgreSQL, and always those that may differ on it.
SHARES = int(os.environ.get("COLEAD_SHARES", "1"))
TODAY = date.today().toordinal() % SHARES  # noqa: DTZ011  (any day will do)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one database wait for the run on it. `.ci/run` does both runs, so there nothing is skipped."""
    elsewhere = [item for item in items if _database(item) not in {None, "both", connection.vendor}]
    if os.environ.get("COLEAD_CI"):
        another_day = [item for item in items if _database(item) is None and _share(item) != TODAY]
        left = {*elsewhere, *another_day}
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=list(left))
        return
    for item in elsewhere:
        item.add_marker(pytest.mark.skip(reason=f"needs {_database(item)}"))
    for item in items:
        if item.get_closest_marker("ci"):
            item.add_marker(
                pytest.mark.skip(reason="installs, kills and restores for long: COLEAD_CI=1 runs it")
            )


class _Schedule(LoadFileScheduling):
    """A file's tests stay on one worker, and so do those of the network engine: its kernels compile once."""

    def _split_scope(self, nodeid: str) -> str:
        return COMPILED if nodeid.startswith(COMPILED) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return _Schedule(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if SHARES > 1:
        terminalreporter.write_line(f"Today's share: {TODAY + 1} of {SHARES} (COLEAD_SHARES=1 runs all).")


def _share(item: pytest.Item) -> int:
    return zlib.crc32(item.path.name.encode()) % SHARES


def _database(item: pytest.Item) -> str | None:
    marker = item.get_closest_marker("database")
    return marker.args[0] if marker else None


def numbered_as_they_come(_field: RandomIdField, _row: Any) -> int:
    return next(NUMBERS)


@pytest.fixture
def ids_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are numbered as they come, for tests that name the places of rows in arrays."""
    monkeypatch.setattr(RandomIdField, "get_pk_value_on_save", numbered_as_they_come)


the_cast = remembered(whole_cast)


@pytest.fixture
def cast(db: None) -> Cast:
    """Alma, Bo, Carla, Dan, Olga and Uma of the clinic, Ida elsewhere (see tests/cast.py).

    Their organisations are new in every test, for what is kept in memory of an organisation.
    """
    made = the_cast()
    for one in (made.clinic, made.other):
        one.created_at = timezone.now()
        one.save(update_fields=["created_at"])
    return made
