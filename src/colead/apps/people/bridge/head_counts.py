"""How many people worked here on any day."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

import numpy as np
from django.db.models import Count

from colead.apps.people.bridge.kept import Kept
from colead.apps.people.models import Position

KEPT = 8  # organisations in memory: a number for each day on which somebody came or left


def people_on(days: Sequence[date]) -> dict[date, int]:
    """By day, how many people worked here.

    One small query when it is in memory; two more, of a tenth of a second for 100,000 people, when not.
    """
    came, left = _moves(None)
    return {day: _until(came, day) - _until(left, day) for day in days}


Moves = tuple[Sequence[int], Sequence[int]]  # days in order, and how many up to each


def _until(moves: Moves, day: date) -> int:
    place = int(np.searchsorted(moves[0], day.toordinal(), side="right"))
    return moves[1][place - 1] if place else 0


def _read(_all: None) -> tuple[Moves, Moves]:
    return _counted("valid_from"), _counted("valid_until")


def _counted(field: str) -> Moves:
    rows = Position.objects.filter(is_primary=True, **{f"{field}__isnull": False})
    counts = rows.order_by(field).values_list(field).annotate(people=Count("pk"))
    days, people = list(zip(*counts, strict=True)) or ((), ())
    return [day.toordinal() for day in days], list(accumulate(people))


_moves = Kept(KEPT, _read)
