"""Who withdraws consent, leaves no trace in scenarios: filtered at every reading, erased here."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.proposals import proposal_without, read_proposal, write_proposal
from colead.apps.leadership.bridge.question import question_without
from colead.apps.leadership.bridge.shown_scenario import gone_from, named_in
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Scenario
from colead.apps.ledger.services import append_entry
from colead.apps.people.models import Person
from colead.kit.roles import Member


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
