"""Whose turn is over: those who have held a rotating task for as many terms in a row as it allows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.rotation import month_after

Held = tuple[date, date | None]


def turns_over(tasks: Sequence[LeadershipTask], day: date) -> set[tuple[int, int]]:
    """Pairs of task and person who must let somebody else on `day`. One query; none without rotation."""
    rotating = {task.pk: task for task in tasks if task.rotation != LeadershipTask.Rotation.NONE}
    if not rotating:
        return set()
    rows = Assignment.objects.holders().filter(valid_from__lt=day, task__in=rotating)
    held: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for task, person, start, end in rows.order_by("-valid_from").values_list(
        "task_id", "person_id", "valid_from", "valid_until"
    ):
        held[task, person].append((start, end))
    return {pair for pair, periods in held.items() if _is_over(rotating[pair[0]], periods, day)}


def _is_over(task: LeadershipTask, periods: list[Held], day: date) -> bool:
    """Time in a row counts; a pause shorter than a term does not begin anew."""
    term, first = task.term_months or 0, day
    for start, end in periods:  # the latest first
        if month_after(end or day, term) <= first:
            break
        first = start
    return month_after(first, term * (task.most_terms or 0)) <= day
