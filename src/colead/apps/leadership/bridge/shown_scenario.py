"""A scenario as it may be read now: whoever has withdrawn since is in it no more, erased yet or not."""

from dataclasses import dataclass
from typing import Any

from colead.apps.leadership.bridge.consent import withdrawn
from colead.apps.leadership.bridge.proposals import people_of, proposal_without, read_proposal, write_proposal
from colead.apps.leadership.bridge.question import Question, question_without
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Scenario
from colead.engine.leadership.problem import Proposal

FORMAT = "colead.scenario/1"


@dataclass(frozen=True)
class Reading:
    """proposal : None until it is computed, and where nothing could be.   withdrew : how many people."""

    scenario: Scenario
    wishes: Wishes
    question: Question
    proposal: Proposal | None
    withdrew: int


def named_in(scenario: Scenario) -> set[int]:
    """Everybody whose id a scenario holds."""
    named = Wishes.from_dict(scenario.wishes).people | set(scenario.question.get("people", ()))
    if "seats" in scenario.result:
        named |= people_of(read_proposal(scenario.result))
    return named


def gone_from(scenario: Scenario) -> set[int]:
    """Those whom a scenario names and who have withdrawn since it was asked. One query."""
    return withdrawn(named_in(scenario), scenario.computed_at or scenario.created_at)


def read_scenario(scenario: Scenario) -> Reading:
    """The scenario without those who have withdrawn. One query."""
    gone = gone_from(scenario)
    erased = scenario.question.get("erased", 0)
    stored = read_proposal(scenario.result) if "seats" in scenario.result else None
    return Reading(
        scenario=scenario,
        wishes=Wishes.from_dict(scenario.wishes).without(gone),
        question=question_without(scenario.question, gone),
        proposal=proposal_without(stored, gone) if stored else None,
        withdrew=erased + len(gone & set(scenario.question.get("people", ()))),
    )


def document_of(reading: Reading) -> dict[str, Any]:
    """Everything that was asked and answered, to be checked and computed again: ids only.

    `answer(document["question"])` gives `document["result"]`, unless somebody has withdrawn since.
    """
    scenario = reading.scenario
    return {
        "format": FORMAT,
        "engine_version": scenario.engine_version,
        "seed": scenario.seed,
        "as_of": scenario.as_of.isoformat(),
        "computed_at": scenario.computed_at.isoformat() if scenario.computed_at else None,
        "withdrawn": reading.withdrew,
        "question": {key: value for key, value in reading.question.items() if key != "erased"},
        "result": write_proposal(reading.proposal) if reading.proposal else {},
    }
