"""From the rows of one subject as they are to those that should be, without overwriting the past."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from colead.apps.people.diff.rows import Changes, Held, Value, Wanted
from colead.engine.periods import earliest, lasts_beyond

Key = TypeVar("Key")


def reconcile(
    changes: Changes[Value],
    day: date,
    held: Sequence[Held[Value]],
    wanted: Sequence[Wanted[Value]],
    *,
    drops_plans: bool = False,
    one_at_a_time: bool = False,
) -> None:
    """Add to `changes` what turns `held` (rows that end after `day`) into `wanted` from `day` on.

    A row that differs ends on `day` and another begins. Rows that begin after `day` are plans: they stay,
    and bound what is opened before them, unless `drops_plans`. Where rows stand one at a time, a plan that
    lasts into a wanted one ends where that begins.
    """
    if not wanted:
        leave(changes, day, held)
        return
    now = [row for row in held if row.start <= day]
    plans = [row for row in held if row.start > day]
    horizon = None if drops_plans else min((row.start for row in plans), default=None)
    for row in wanted:
        if row.start > day:
            _reconcile_plan(changes, plans, _made_way(changes, plans, row) if one_at_a_time else row)
        else:
            _reconcile_now(changes, now, row, horizon)
    for old in now:
        end(changes, old, day)
    if drops_plans:
        changes.removed.extend(plans)


def leave(changes: Changes[Value], day: date, held: Sequence[Held[Value]]) -> None:
    """End every row on `day` and drop every plan."""
    for row in held:
        end(changes, row, day)


def end(changes: Changes[Value], row: Held[Value], day: date) -> None:
    """End one row on `day`; a row that would not have lasted a day is removed."""
    if row.start >= day:
        changes.removed.append(row)
    elif lasts_beyond(row.until, day):
        changes.ended.append((row, day))


def _reconcile_now(
    changes: Changes[Value], now: list[Held[Value]], row: Wanted[Value], horizon: date | None
) -> None:
    same = next((old for old in now if old.value == row.value), None)
    if row.keeps_end:
        before = same or next(iter(now), None)
        until = before.until if before else horizon
    else:
        until = earliest(row.until, horizon)
    if same is None:
        changes.opened.append(row._replace(until=until))
        return
    now.remove(same)
    if same.until != until:
        changes.ended.append((same, until))


def _made_way(changes: Changes[Value], plans: list[Held[Value]], row: Wanted[Value]) -> Wanted[Value]:
    """The row, bounded by the next plan; plans that would stand beside it end or go."""
    for plan in list(plans):
        if plan.start == row.start and plan.value != row.value:
            changes.removed.append(plan)
        elif plan.start < row.start and lasts_beyond(plan.until, row.start):
            changes.ended.append((plan, row.start))
        else:
            continue
        plans.remove(plan)
    following = min((plan.start for plan in plans if plan.start > row.start), default=None)
    return row._replace(until=earliest(row.until, following))


def _reconcile_plan(changes: Changes[Value], plans: list[Held[Value]], row: Wanted[Value]) -> None:
    same = next((old for old in plans if old.value == row.value and old.start == row.start), None)
    if same is None:
        changes.opened.append(row)
        return
    plans.remove(same)
    if not row.keeps_end and same.until != row.until:
        changes.ended.append((same, row.until))
