"""Requests by chance against every route: none fails, none that is refused has written, none takes long.

A few here, two thousand in CI, as many as one likes with any seed by `make fuzz COUNT=1000000 SEED=2`.
"""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from cast import organisation, whole_cast
from colead.kit import access
from fuzz.play import LENGTH, Game, Writes
from house.actors import build_scene

pytestmark = pytest.mark.django_db

COUNT = int(os.environ.get("COLEAD_FUZZED", "0")) or (2_000 if os.environ.get("COLEAD_CI") else 90)
SEED = 1  # always the same: what lands is not stopped by what somebody else wrote


@pytest.fixture(scope="module")
def game(django_db_setup: None, django_db_blocker: Any) -> Iterator[Game]:
    """One scene for all tests here; each chapter takes back what it wrote."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Game(build_scene(whole_cast()), SEED)
        transaction.set_rollback(True)


@pytest.mark.database("both")
def test_nothing_fails(game: Game) -> None:
    for chapter in range(COUNT // LENGTH):
        game.play(chapter)
    assert game.tally.requests == COUNT // LENGTH * LENGTH
    assert game.tally.failures == {}


def test_a_failure_is_found_and_repeated_by_its_line(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_text: str | None, **_options: Any) -> date:
        raise ZeroDivisionError

    monkeypatch.setattr(access, "read_day", break_down)
    game.play(1)
    found = {what: lines for what, lines in game.tally.failures.items() if "ZeroDivisionError" in what}
    game.tally.failures.clear()
    assert found
    assert all(f"--seed {SEED} --only 1 " in line for lines in found.values() for line in lines)


def test_what_was_taken_back_has_not_been_written(game: Game) -> None:
    wrote = Writes()
    with transaction.atomic(), connection.execute_wrapper(wrote):
        with transaction.atomic():
            organisation("gone")
            transaction.set_rollback(True)
        assert wrote.standing == []
        organisation("stays")
        assert len(wrote.standing) == 1
        transaction.set_rollback(True)
