"""What somebody could try next: open tasks beside what they say they are good at. For their own eyes only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from colead.apps.leadership.models import Assignment, LeadershipTask, NeededCompetency
from colead.apps.leadership.seats import SMALLEST_SHARE
from colead.apps.people.models import Person, Strength
from colead.kit.languages import reading_language

MOST = 3
STRETCH = 1  # levels that one may be short of and learn


@dataclass(frozen=True)
class Own:
    """What a person says about a competency: level, wish -1 to 2."""

    level: int
    wish: int


@dataclass(frozen=True)
class Suggestion:
    """An open task that one could try, and why, in a few plain words."""

    task: int
    title: str
    unit: str
    hours: Decimal
    reasons: list[str]


def own_strengths(person: Person) -> dict[int, Own]:
    """The person's own view and their evidence by competency: the higher level, and their wish. One query."""
    sources = (Strength.Source.SELF, Strength.Source.EVIDENCE)
    found: dict[int, Own] = {}
    rows = Strength.objects.filter(person=person, source__in=sources)
    for competency, level, wish in rows.values_list("competency_id", "level", "wish"):
        before = found.get(competency, Own(0, 0))
        found[competency] = Own(max(before.level, level), before.wish or wish or 0)
    return found


def could_try(strengths: dict[int, Own], day: date, *, without: Collection[int]) -> list[Suggestion]:
    """Up to three open tasks that fit, the best first; none for somebody who told no strengths.

    A task fits when the person would not rather avoid what it needs, and is at most one level short in one
    competency, never in one it cannot do without. Three queries, whatever their number.
    """
    if not strengths:
        return []
    tasks = {task.pk: task for task in open_tasks(day) if task.pk not in without}
    ranked = []
    for task_pk, needs in _needs(tasks.keys(), day).items():
        if _fits(needs, strengths):
            ranked.append((-_score(needs, strengths), tasks[task_pk].title, task_pk, needs))
    return [_suggestion(tasks[pk], needs, strengths) for _score_, _title, pk, needs in sorted(ranked)[:MOST]]


def open_tasks(day: date) -> list[LeadershipTask]:
    """The tasks of which a share is free on `day`. Two queries."""
    held = Assignment.objects.on(day).filter(kind="holder").values_list("task_id").annotate(Sum("share"))
    taken = dict(held)
    rows = LeadershipTask.objects.on(day).select_related("unit").order_by("title", "pk")
    return [task for task in rows if task.seats - taken.get(task.pk, Decimal(0)) >= SMALLEST_SHARE]


def _needs(tasks: Collection[int], day: date) -> dict[int, list[NeededCompetency]]:
    found: dict[int, list[NeededCompetency]] = defaultdict(list)
    rows = NeededCompetency.objects.on(day).filter(task__in=list(tasks)).select_related("competency")
    for row in rows.order_by("-weight", "pk"):
        found[row.task_id].append(row)
    return found


def _fits(needs: Iterable[NeededCompetency], strengths: dict[int, Own]) -> bool:
    gaps = [(_gap(need, strengths), need.is_critical) for need in needs]
    if any(_own(need, strengths).wish < 0 for need in needs):
        return False
    short = [(gap, is_critical) for gap, is_critical in gaps if gap > 0]
    return len(short) < len(gaps) and (
        not short or (len(short) == 1 and short[0][0] <= STRETCH and not short[0][1])
    )


def _score(needs: Iterable[NeededCompetency], strengths: dict[int, Own]) -> float:
    """Weight of what is met and wished for, in the weight of all."""
    total = gained = 0.0
    for need in needs:
        own = _own(need, strengths)
        total += need.weight
        gained += need.weight * ((_gap(need, strengths) == 0) + 0.25 * own.wish)
    return gained / total


def _suggestion(task: LeadershipTask, needs: list[NeededCompetency], strengths: dict[int, Own]) -> Suggestion:
    language = reading_language()
    reasons = [
        _reason(need.competency.name(language), _own(need, strengths), _gap(need, strengths))
        for need in needs
    ]
    return Suggestion(task.pk, task.title, task.unit.name, task.hours_per_week, reasons)


def _reason(name: str, own: Own, gap: int) -> str:
    if gap > 0:
        return _("You would learn: %(name)s") % {"name": name}
    if own.wish > 0:
        return _("You are good at it and like it: %(name)s") % {"name": name}
    return _("You are good at it: %(name)s") % {"name": name}


def _own(need: NeededCompetency, strengths: dict[int, Own]) -> Own:
    return strengths.get(need.competency_id, Own(0, 0))


def _gap(need: NeededCompetency, strengths: dict[int, Own]) -> int:
    return max(0, need.level - _own(need, strengths).level)
