"""Scenarios: asked for, computed, copied with a change, taken, deleted; and people taken out of them."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.services import enqueue
from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.problem import (
    candidates_on,
    problem_on,
    rules_of,
    without_open_seat,
)
from colead.apps.leadership.bridge.scenarios import (
    WITHDRAWN,
    Question,
    gone_from,
    named_in,
    proposal_without,
    question_without,
    read_proposal,
    read_question,
    read_scenario,
    write_proposal,
    write_question,
)
from colead.apps.leadership.bridge.wishes import Wishes, mended
from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Offer, Scenario
from colead.apps.leadership.services.offers import Place, offer_task
from colead.apps.leadership.workflow import SCENARIO
from colead.apps.ledger.services import append_entry, append_move
from colead.apps.organisations.models import Organisation
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person
from colead.engine.leadership.problem import Proposal, SeatProposal
from colead.engine.leadership.proposal import propose
from colead.kit.erasures import Erasure, note_erasure
from colead.kit.errors import DomainError
from colead.kit.moves import follow, require
from colead.kit.roles import Member, console

Progress = Callable[[int, int], None]

SEED = 1
MOST_HOURS = 60.0


@transaction.atomic
def create_scenario(
    *, by: Member, name: str, day: date, wishes: Wishes, now: datetime, seed: int = SEED
) -> Scenario:
    """Keep what is asked and have it computed. Raises DomainError for wishes that cannot be meant."""
    SCENARIO.permit("ask", by)
    scenario = Scenario(
        organisation=by.organisation,
        name=name.strip()[:120],
        as_of=day,
        wishes=wishes.to_dict(),
        seed=seed,
        created_by=by.user,
        created_at=now,
    )
    move = require(SCENARIO, "ask", scenario, by=by, now=now)
    _require_sensible(wishes)
    _require_known(wishes, day)
    _require_open_seats(wishes, day)
    move.write()
    scenario.job = enqueue(
        by=by,
        work="leadership.compute_scenario",
        arguments={"scenario": scenario.pk},
        key=f"leadership.scenario:{scenario.pk}",
        now=now,
        result_url=reverse("leadership:scenario", args=[by.organisation.slug, scenario.pk]),
    )
    scenario.save(update_fields=["job"])
    append_move(move)
    return scenario


def compute_scenario(
    *, by: Member, scenario: int, now: datetime, progress: Progress | None = None
) -> Scenario:
    """Ask the engine, and keep the whole question with its answer.

    Whoever has withdrawn consent is not in the question, and is taken out of older scenarios first.
    """
    by.require(permissions.ALLOCATE)
    forget_withdrawn(by=by, now=now)
    found = existing_scenario(scenario)
    problem = problem_on(found.as_of, Wishes.from_dict(found.wishes))
    if reason := "seats" if not len(problem.task_ids) else "people" if not len(problem.person_ids) else "":
        return _keep(by, found, "fail", {}, {"lacks": reason}, now)
    question = write_question(problem, rules_of(Wishes.from_dict(found.wishes), found.seed))
    proposal = answer(question, progress)
    outcome = "find_conflict" if proposal.conflict else "propose"
    return _keep(by, found, outcome, question, write_proposal(proposal), now)


def answer(question: Question, progress: Progress | None = None) -> Proposal:
    """What the engine proposes to a question as it is stored or was exported: always the same."""
    problem, rules = read_question(question)
    return propose(problem, rules, progress)


@transaction.atomic
def copy_scenario(
    *, by: Member, scenario: int, now: datetime, name: str = "", wishes: Wishes | None = None
) -> Scenario:
    """The same question asked again as things are now, or with other wishes. What stood before stays."""
    by.require(permissions.ALLOCATE)
    found = existing_scenario(scenario)
    return create_scenario(
        by=by,
        name=name or _("%(name)s, changed") % {"name": found.name[:100]},
        day=found.as_of,
        wishes=wishes or read_scenario(found).wishes,
        seed=found.seed,
        now=now,
    )


@transaction.atomic
def mend_scenario(*, by: Member, scenario: int, demand: int, now: datetime) -> Scenario:
    """A copy that gives up one demand of a conflict, the one with this number."""
    by.require(permissions.ALLOCATE)
    reading = read_scenario(existing_scenario(scenario))
    conflict = reading.proposal.conflict if reading.proposal else ()
    changed = mended(reading.wishes, conflict[demand]) if 0 <= demand < len(conflict) else None
    if changed is None:
        raise DomainError(
            "no_mend", _("That change would mend nothing."), _("Choose another one, or change the wishes.")
        )
    return copy_scenario(by=by, scenario=scenario, wishes=changed, now=now)


@transaction.atomic
def delete_scenario(*, by: Member, scenario: int, now: datetime) -> None:
    """Erase a scenario. Offers that were made from it stay."""
    SCENARIO.permit("delete", by)
    move = require(SCENARIO, "delete", existing_scenario(scenario), by=by, now=now)
    move.row.delete()
    note_erasure(by=by, what=Scenario._meta.label_lower, ids=[scenario], now=now)
    append_move(move)


def existing_scenario(scenario: int, rows: QuerySet[Scenario] | None = None) -> Scenario:
    """The scenario with this number, among all or those rows; NotFound without."""
    found = (Scenario.objects.all() if rows is None else rows).filter(pk=scenario).first()
    if found is None:
        raise SCENARIO.not_found()
    return found


@transaction.atomic
def _keep(
    by: Member, found: Scenario, outcome: str, question: Question, result: dict[str, object], now: datetime
) -> Scenario:
    move = follow(SCENARIO, outcome, found, by=by, now=now)
    move.write(question=question, result=result, engine_version=version("colead"))
    append_move(move, filled=result.get("filled", 0), wanted=result.get("wanted", 0))
    return found


def _require_sensible(wishes: Wishes) -> None:
    if not 0 < wishes.hours <= MOST_HOURS:
        raise _refused("hours", _("Hours a week lie between 0 and %(most)s.") % {"most": int(MOST_HOURS)})
    if wishes.most_tasks is not None and wishes.most_tasks < 1:
        raise _refused("most_tasks", _("At least one task a person, or leave it empty."))
    if wishes.formal_share is not None and not 0 <= wishes.formal_share <= 1:
        raise _refused("formal_share", _("The share of formal leaders lies between 0 and 100 %."))
    if wishes.continuity < 0:
        raise _refused("continuity", _("Continuity counts 0 or more."))


def _require_known(wishes: Wishes, day: date) -> None:
    """Tasks that exist on the day, and people who could be proposed: who has not consented is not told."""
    named = {*wishes.tasks, *wishes.must_fill, *(task for task, _who in (*wishes.locked, *wishes.locked_out))}
    known = set(LeadershipTask.objects.on(day).filter(pk__in=named).values_list("pk", flat=True))
    if named - known:
        raise _refused("tasks", _("One of the tasks does not exist on that day."))
    if wishes.people - set(candidates_on(day, wishes) if wishes.people else ()):
        raise _refused(
            "pairs", _("Somebody in the pairs is not among the people who can be proposed in this scenario.")
        )


def _require_open_seats(wishes: Wishes, day: date) -> None:
    """Who shall hold a task finds a seat of it in the question: otherwise the wish would be passed over."""
    full = without_open_seat(day, wishes)
    if full:
        titles = LeadershipTask.objects.filter(pk__in=full).order_by("title").values_list("title", flat=True)
        raise _refused(
            "pairs",
            _(
                "Somebody shall hold “%(title)s”, which has no open seat here: all are held or offered, "
                "or the task is not among those chosen."
            )
            % {"title": "”, “".join(titles)},
        )


def _refused(field: str, message: Promise | str) -> DomainError:
    return DomainError("bad_wishes", message, _("Change it and try again."), field=field)


def forget_withdrawn(*, by: Member, now: datetime) -> int:
    """Erase from every scenario those who have withdrawn since it was asked; returns from how many.

    Runs every day and before each new computation. Two queries a scenario, more where somebody goes.
    """
    numbers = list(Scenario.objects.values_list("pk", flat=True))
    return sum(_erase(by, one, gone_from, now) for one in numbers)


def forget_person(*, by: Member, person: Person, now: datetime) -> int:
    """Erase a person from every scenario at once, as they may ask; returns from how many.

    Offers and assignments stay, and so does consent, which is theirs alone to withdraw.
    """
    by.require(permissions.ALLOCATE)
    note_erasure(by=by, what="leadership.forgotten_person", ids=[person.pk], now=now)
    numbers = list(Scenario.objects.values_list("pk", flat=True))
    return sum(_erase(by, one, lambda found: named_in(found) & {person.pk}, now) for one in numbers)


def forget_again(organisation: Organisation, erasure: Erasure, *, now: datetime) -> None:
    """After a restore: erase these people from every scenario."""
    for person in Person.objects.filter(pk__in=erasure.ids):
        forget_person(by=console(organisation), person=person, now=now)


@transaction.atomic
def _erase(by: Member, scenario: int, leaving: Callable[[Scenario], set[int]], now: datetime) -> bool:
    found = Scenario.objects.select_for_update().filter(pk=scenario).first()
    gone = leaving(found) if found else set()
    if not found or not gone:
        return False
    _take_out(found, gone)
    found.save(update_fields=["wishes", "question", "result"])
    append_entry(
        by=by,
        action="leadership.scenario_forgot",
        subject=f"scenario:{scenario}",
        details={"people": len(gone)},
        now=now,
    )
    return True


def _take_out(scenario: Scenario, gone: set[int]) -> None:
    scenario.wishes = Wishes.from_dict(scenario.wishes).without(gone).to_dict()
    if scenario.question:
        erased = scenario.question.get("erased", 0) + len(gone & set(scenario.question["people"]))
        scenario.question = question_without(scenario.question, gone) | {"erased": erased}
    if "seats" in scenario.result:
        scenario.result = write_proposal(proposal_without(read_proposal(scenario.result), gone))


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
    found = existing_scenario(scenario, Scenario.objects.select_for_update(of=("self",)))
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
    number = int(seat.person) if seat.person and seat.person != WITHDRAWN else 0
    person = Person.objects.on(start).filter(pk=number).first() if number else None
    if person is None:  # or has left
        return "withdrew"
    offers = Offer.objects.filter(task=int(seat.task), person=person, kind=seat.kind)
    if offers.filter(scenario=found).exists() or offers.open().exists():  # whatever became of it; or waiting
        return "already"
    place = _place(seat, start)
    if place is None:
        return "waiting"
    try:
        offer_task(by=by, task_id=int(seat.task), person=person, place=place, scenario=found, now=now)
    except DomainError as error:
        return error.code
    return "offered"


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
