"""When people work here: the ground of what they hold, and of what they may be offered."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import Position
from colead.engine.periods import Period, stretch_end
from colead.kit.batches import batches


def employment(people: Iterable[int], day: date) -> dict[int, list[Period]]:
    """When these people, by primary key, work here from `day` on. One query a batch of them."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for batch in batches(people):
        rows = Position.objects.filter(lasting_beyond(day), person__in=batch, is_primary=True)
        for person, start, end in rows.values_list("person_id", "valid_from", "valid_until"):
            found[person].append(Period(start, end))
    return dict(found)


def employment_after(found: Turnover, people: Iterable[int], today: date) -> dict[int, list[Period]]:
    """When those of these people work here whose position changes, once it has. Queries as above."""
    changed = [pk for pk in people if pk in found.employed]
    now = employment(changed, today)
    earlier = {pk: [one for one in now.get(pk, ()) if one.end and one.end <= found.day] for pk in changed}
    return {pk: [*earlier[pk], *found.employed[pk]] for pk in changed}


def works_until(person: int, day: date) -> date | None:
    """When somebody who works here on `day` no longer does; `day` itself where they do not. One query."""
    return stretch_end(employment([person], day).get(person, ()), day)


def stays(day: date, person: str = "person") -> Exists:
    """Condition: the person of a row works here on `day`, and no end is known."""
    rows = Position.objects.filter(valid_from__lte=day, valid_until__isnull=True, is_primary=True)
    return Exists(rows.filter(person=OuterRef(person)))
