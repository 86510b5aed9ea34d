"""Taking a scenario, or a part of it: offers are made, never assignments. People say yes or no."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.scenarios import WITHDRAWN, read_scenario
from colead.apps.leadership.models import Assignment, Kind, Offer, Scenario
from colead.apps.leadership.services.offers import offer_task
from colead.apps.leadership.services.places import Place
from colead.apps.leadership.workflow import SCENARIO
from colead.apps.ledger.services import append_move
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person
from colead.engine.leadership.problem import SeatProposal
from colead.kit.errors import DomainError
from colead.kit.moves import require
from colead.kit.roles import Member


@dataclass(frozen=True)
class Taken:
    """What became of the seats asked for, in counts.

    already : an offer of it exists.   withdrew : withdrew consent, or left.   waiting : a deputy's place that
    can be offered once somebody holds the task.   refused : by the code of the reason.
    """

    offered: int = 0
    already: int = 0
    withdrew: int = 0
    waiting: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """Seats that no offer was made of, now or before."""
        return self.withdrew + self.waiting + sum(self.refused.values())


@transaction.atomic
def take_scenario(*, by: Member, scenario: int, seats: Collection[int] | None = None, now: datetime) -> Taken:
    """Offer the seats with these numbers, or all, to the people proposed for them. Taking twice adds nothing.

    Holders are asked before deputies, who stand beside somebody: take again when the holder has said yes.
    """
    SCENARIO.permit("take", by)
    found = _locked(scenario)
    move = require(SCENARIO, "take", found, by=by, now=now)
    chosen = _chosen(found, seats)
    outcomes = Counter(_outcome(by, found, seat, now) for seat in chosen)
    taken = Taken(
        offered=outcomes.pop("offered", 0),
        already=outcomes.pop("already", 0),
        withdrew=outcomes.pop("withdrew", 0),
        waiting=outcomes.pop("waiting", 0),
        refused=dict(outcomes),
    )
    append_move(move, offered=taken.offered, left_out=taken.left_out)
    return taken


def _locked(scenario: int) -> Scenario:
    found = Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario).first()
    if found is None:
        raise SCENARIO.not_found()
    return found


def _chosen(found: Scenario, seats: Collection[int] | None) -> list[SeatProposal]:
    """The seats asked for that somebody new is proposed for, holders first."""
    proposal = read_scenario(found).proposal
    everything = list(enumerate(proposal.seats if proposal else ()))
    wanted = {number for number, _seat in everything} if seats is None else set(seats)
    if unknown := wanted - {number for number, _seat in everything}:
        raise DomainError(
            "no_seat",
            _("The scenario has no seat %(number)s.") % {"number": min(unknown)},
            _("Reload the page and choose again."),
            field="seats",
        )
    chosen = [seat for number, seat in everything if number in wanted and seat.person and not seat.stays]
    return sorted(chosen, key=lambda seat: seat.kind == Kind.DEPUTY)


def _outcome(by: Member, found: Scenario, seat: SeatProposal, now: datetime) -> str:
    """Offer one seat, and say in a word what came of it."""
    start = max(found.as_of, by.organisation.today(now))
    person = _present(seat.person, start)
    if person is None:
        return "withdrew"
    if _is_offered(found, seat, person):
        return "already"
    place = _place(seat, start)
    if place is None:
        return "waiting"
    try:
        offer_task(by=by, task_id=int(seat.task), person=person, place=place, scenario=found, now=now)
    except DomainError as error:
        return error.code
    return "offered"


def _present(person: str | None, day: date) -> Person | None:
    """The person, unless they have withdrawn or do not work here on the day."""
    if person is None or person == WITHDRAWN:
        return None
    return Person.objects.on(day).filter(pk=int(person)).first()


def _is_offered(found: Scenario, seat: SeatProposal, person: Person) -> bool:
    """Made from this scenario, whatever became of it; or by anybody, and still waiting."""
    offers = Offer.objects.filter(task=int(seat.task), person=person, kind=seat.kind)
    return offers.filter(scenario=found).exists() or offers.open().exists()


def _place(seat: SeatProposal, start: date) -> Place | None:
    """What is offered; None for a deputy while nobody holds the task. Holders who lack one come first."""
    if seat.kind == Kind.HOLDER:
        return Place(starts_on=start)
    here = Assignment.objects.filter(lasting_beyond(start), task=int(seat.task))
    has_deputy = Exists(here.filter(kind=Kind.DEPUTY, beside=OuterRef("pk")))
    is_asked = Exists(Offer.objects.open().filter(kind=Kind.DEPUTY, beside=OuterRef("pk")))
    holders = here.filter(kind=Kind.HOLDER).exclude(person=int(seat.person or 0))
    beside = holders.order_by(has_deputy, is_asked, "valid_from", "pk").first()
    if beside is None:
        return None
    return Place(kind=Kind.DEPUTY, beside=beside.pk, starts_on=max(start, beside.valid_from))
