"""Who may hold a rotating task, and until when: its rows as periods of the engine, which counts them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.people.models import Person
from colead.engine.leadership.rotation import Held, Rotation, turn_ends


def latest_end(task: LeadershipTask, person: Person, start: date) -> date | None:
    """Until when the person may hold it when they begin on `start`; None where nobody has to change.

    One query where the task rotates.
    """
    rotation = _rotation(task)
    if rotation is None:
        return None
    held = Assignment.objects.holders().filter(task=task, person=person, valid_from__lt=start)
    return turn_ends(held.values_list("valid_from", "valid_until"), start, rotation)


def turns_over(tasks: Sequence[LeadershipTask], day: date) -> set[tuple[int, int]]:
    """Pairs of task and person who must let somebody else on `day`. One query; none without rotation."""
    rotations = {task.pk: rotation for task in tasks if (rotation := _rotation(task))}
    if not rotations:
        return set()
    rows = Assignment.objects.holders().filter(valid_from__lt=day, task__in=rotations)
    held: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for task, person, start, end in rows.values_list("task_id", "person_id", "valid_from", "valid_until"):
        held[task, person].append((start, end))
    return {pair for pair, periods in held.items() if turn_ends(periods, day, rotations[pair[0]]) <= day}


def _rotation(task: LeadershipTask) -> Rotation | None:
    if task.rotation == LeadershipTask.Rotation.NONE or not task.term_months or not task.most_terms:
        return None
    return Rotation(task.term_months, task.most_terms)
