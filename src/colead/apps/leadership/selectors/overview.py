"""What the overview says of leadership tasks: how many seats are open, and what waits for the reader."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.people.own_person import find_own_person
from colead.kit.roles import Member


@dataclass(frozen=True)
class LeadershipTile:
    """open_seats : of all tasks, in seats.    offers, suggestions : that wait for the reader's own answer."""

    tasks: int
    open_seats: float
    offers: int
    suggestions: int

    @property
    def waiting(self) -> int:
        """How many answers are waited for."""
        return self.offers + self.suggestions


def leadership_tile(member: Member, day: date) -> LeadershipTile:
    """The tile on the overview. Three queries, and one or two for who the member is."""
    taken = (
        Assignment.objects.holders()
        .on(day)
        .filter(task=OuterRef("pk"))
        .order_by()
        .values("task")
        .annotate(taken=Sum("share"))
        .values("taken")
    )
    held = Coalesce(Subquery(taken), Decimal(0))
    rows = LeadershipTask.objects.on(day).annotate(held=held).values_list("seats", "held")
    free = [max(seats - held, Decimal(0)) for seats, held in rows]
    own = find_own_person(member)
    return LeadershipTile(
        tasks=len(free),
        open_seats=float(sum(free)),
        offers=Offer.objects.open().filter(person=own).count() if own else 0,
        suggestions=Application.objects.filter(person=own, state="suggested").count() if own else 0,
    )
