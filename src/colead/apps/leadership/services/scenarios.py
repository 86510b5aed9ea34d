"""Scenarios: asked for, computed in the background, copied with a change, deleted, and forgetting people."""

from collections.abc import Callable
from datetime import date, datetime
from importlib.metadata import version

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.services import enqueue
from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.problem import candidates_on, problem_on, rules_of
from colead.apps.leadership.bridge.scenarios import (
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
from colead.apps.leadership.models import LeadershipTask, Scenario
from colead.apps.leadership.workflow import SCENARIO
from colead.apps.ledger.services import append_entry, append_move
from colead.apps.people.models import Person
from colead.engine.leadership.problem import AllocationProblem, Proposal
from colead.engine.leadership.proposal import propose
from colead.kit.errors import DomainError
from colead.kit.moves import follow, require
from colead.kit.roles import Member

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
    if reason := _lacks(problem):
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
    append_move(move)


def existing_scenario(scenario: int) -> Scenario:
    """The scenario with this number; NotFound without."""
    found = Scenario.objects.filter(pk=scenario).first()
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


def _lacks(problem: AllocationProblem) -> str:
    """What keeps the engine from being asked at all; empty when nothing does."""
    if not len(problem.task_ids):
        return "seats"
    return "" if len(problem.person_ids) else "people"


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


def _refused(field: str, message: Promise | str) -> DomainError:
    return DomainError("bad_wishes", message, _("Change it and try again."), field=field)


def forget_withdrawn(*, by: Member, now: datetime) -> int:
    """Erase from every scenario those who have withdrawn since it was asked; returns from how many.

    Runs every day and before each new computation. Two queries a scenario, more where somebody goes.
    """
    return sum(_erase(by, scenario, gone_from, now) for scenario in _scenarios())


def forget_person(*, by: Member, person: Person, now: datetime) -> int:
    """Erase a person from every scenario at once, as they may ask; returns from how many.

    Offers and assignments stay, and so does consent, which is theirs alone to withdraw.
    """
    by.require(permissions.ALLOCATE)
    return sum(
        _erase(by, scenario, lambda found: named_in(found) & {person.pk}, now) for scenario in _scenarios()
    )


def _scenarios() -> list[int]:
    return list(Scenario.objects.values_list("pk", flat=True))


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
