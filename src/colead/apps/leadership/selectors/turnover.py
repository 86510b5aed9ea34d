"""What would follow for leadership from a change of the staff: for the preview of an import."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from colead.apps.leadership.leaving import Leaving, leavings
from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.selectors.staying import held_during_absence, held_where_they_were
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import Person, Unit
from colead.apps.people.selectors.employment import employment_after
from colead.kit.batches import batches
from colead.kit.roles import Member

Line = dict[str, Any]


def foresee(found: Turnover, *, by: Member, now: datetime) -> list[Line]:
    """A line for everybody who leaves and holds, is offered or would like something, and each unit.

    Some five queries for each batch of those who leave, and two for units that end.
    """
    today = by.organisation.today(now)
    people = [line for batch in batches(found.ends) for line in _lines(found, set(batch), today)]
    return [*_units(found, today), *people, *_staying(found, today)]


def said(line: Line) -> str:
    """One of them in words: “Eva Holm leaves on 1 March: “Roster” is to be handed over …”."""
    if "into" in line:
        text = ngettext(
            "“%(unit)s” ends: its leadership task goes on in “%(into)s”.",
            "“%(unit)s” ends: its %(count)s leadership tasks go on in “%(into)s”.",
            line["count"],
        )
        return text % line
    if "moves" in line:
        text = gettext(
            "%(name)s moves to “%(moves)s” and still holds “%(task)s”: to be handed over, or kept."
        )
        return text % line
    if "away" in line:
        values = line | {"away": date_format(date.fromisoformat(line["away"]))}
        if line["stand_in"]:
            text = gettext("%(name)s is on leave from %(away)s: in “%(task)s” %(stand_in)s stands in.")
            return text % values
        return gettext("%(name)s is on leave from %(away)s: nobody stands in for “%(task)s”.") % values
    parts = [_held(task, stand_in) for task, stand_in in line["tasks"]]
    if line["offers"]:
        text = ngettext("%(count)s offer is closed", "%(count)s offers are closed", line["offers"])
        parts.append(text % {"count": line["offers"]})
    if line["wishes"]:
        text = ngettext(
            "%(count)s application is closed", "%(count)s applications are closed", line["wishes"]
        )
        parts.append(text % {"count": line["wishes"]})
    values = {
        "name": line["name"],
        "day": date_format(date.fromisoformat(line["day"])),
        "what": "; ".join(parts),
    }
    return gettext("%(name)s leaves on %(day)s: %(what)s.") % values


def _units(found: Turnover, today: date) -> list[Line]:
    """A line for every unit that ends and has tasks then, by name."""
    tasks = LeadershipTask.objects.filter(lasting_beyond(max(today, found.day)), unit__in=list(found.closes))
    counts = Counter(tasks.values_list("unit_id", flat=True))
    return [
        {
            "unit": unit.name,
            "into": found.unit_names.get(found.closes[unit.pk] or "", "–"),
            "count": counts[unit.pk],
        }
        for unit in Unit.objects.filter(pk__in=counts).order_by("name_plain", "pk")
    ]


def _staying(found: Turnover, today: date) -> Iterator[Line]:
    """A line for what people hold who move, or are away for long."""
    for row in held_where_they_were(found, today):
        _old, new = found.moves[row.person_id]
        yield {"name": row.person.name, "moves": found.unit_names[new], "task": row.task.title}
    for row, beside in held_during_absence(found, today):
        first = found.away[row.person_id].start.isoformat()
        helper = beside[0].person.name if beside else ""
        yield {"name": row.person.name, "away": first, "task": row.task.title, "stand_in": helper}


def _held(task: str, stand_in: str) -> str:
    if stand_in:
        return gettext("in “%(task)s” %(name)s steps in") % {"task": task, "name": stand_in}
    return gettext("“%(task)s” is to be handed over") % {"task": task}


def _lines(found: Turnover, people: set[int], today: date) -> Iterable[Line]:
    rows = Assignment.objects.filter(lasting_beyond(today)).select_related("task", "person")
    held = {row.pk: row for row in rows.filter(person__in=people)}
    held |= {row.pk: row for row in rows.filter(beside__person__in=people)}
    employed = employment_after(found, {row.person_id for row in held.values()}, today)
    tasks: defaultdict[int, list[Leaving]] = defaultdict(list)
    for one in leavings(held.values(), employed, today):
        if one.row.beside_id is None and one.row.person_id in people:
            tasks[one.row.person_id].append(one)
    offers = _count(
        Offer.objects.open().filter(person__in=people).values_list("person_id", "starts_on"), found
    )
    # of volunteers alone: who was suggested, and whether they have declined, is nobody's to see
    volunteered = Application.objects.open().filter(person__in=people)
    wishes = _count(((pk, today) for pk in volunteered.values_list("person_id", flat=True)), found)
    concerned = {*tasks, *offers, *wishes}
    for person in Person.objects.filter(pk__in=concerned).order_by("name_plain", "pk"):
        yield {
            "name": person.name,
            "day": found.ends[person.pk].isoformat(),
            "tasks": [
                [one.row.task.title, one.stand_in.person.name if one.stand_in else ""]
                for one in sorted(tasks[person.pk], key=lambda one: (one.row.task.title_plain, one.row.pk))
            ],
            "offers": offers[person.pk],
            "wishes": wishes[person.pk],
        }


def _count(rows: Iterable[tuple[int, date]], found: Turnover) -> defaultdict[int, int]:
    """How many of each person begin when they work here no longer."""
    counts: defaultdict[int, int] = defaultdict(int)
    for person, start in rows:
        if found.ends[person] <= start:
            counts[person] += 1
    return counts
