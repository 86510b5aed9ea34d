"""Allocations: ask for a scenario, read what is proposed and why, and take all of it or a part."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.bridge.scenarios import document_of, read_scenario
from colead.apps.leadership.bridge.wishes import DEFAULT_HOURS, Wishes
from colead.apps.leadership.selectors.existing import existing_scenario
from colead.apps.leadership.selectors.scenarios import ScenarioPage, ScenarioRow, scenario_page, scenario_rows
from colead.apps.leadership.services.scenarios import SEED, Taken, create_scenario, take_scenario
from colead.apps.people.selectors.existing import people_by_key
from colead.kit.access import OrganisationRequest
from colead.kit.errors import DomainError
from colead.kit.parameters import Day
from colead.kit.routes import Body

SCENARIOS = "/leadership/scenarios"
SCENARIO = SCENARIOS + "/{int:scenario}"


class Pair(Body):
    """A task, and a person by employee number."""

    task: int
    person: Annotated[str, Field(min_length=1, max_length=200)]


class NewScenario(Body):
    """What is asked of an allocation. Nothing chosen among tasks and units means all of them."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    day: Annotated[Day | None, Field(description="For which day; null: today.")] = None
    tasks: list[int] = []
    task_units: Annotated[list[str], Field(description="Units by key, with everything below.")] = []
    people_units: Annotated[list[str], Field(description="Units by key, with everything below.")] = []
    reopen: Annotated[bool, Field(description="Propose anew who holds seats that are held.")] = False
    deputies: bool = True
    hours: Annotated[float, Field(gt=0, description="Hours a week a person gives at most.")] = DEFAULT_HOURS
    most_tasks: Annotated[int | None, Field(ge=1)] = None
    formal_share: Annotated[float | None, Field(ge=0, le=1)] = None
    stretch: bool = False
    fairness: bool = True
    continuity: Annotated[float, Field(ge=0)] = 0.0
    must_fill: list[int] = []
    locked: list[Pair] = []
    locked_out: list[Pair] = []
    exclusion_pairs: Annotated[
        list[tuple[str, str]], Field(description="Pairs of employee numbers never on one task.")
    ] = []
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = SEED


class Choice(Body):
    """Which seats to offer: their numbers in the proposal; null for all."""

    seats: list[int] | None = None


@dataclass(frozen=True)
class CreatedScenario:
    """A scenario that is being computed."""

    id: int
    state: str


@router.read_list(
    SCENARIOS,
    permissions.ALLOCATE,
    response=ScenarioRow,
    order=lambda row: (-row.created_at.timestamp(), -row.id),
)
def list_scenarios(request: OrganisationRequest) -> list[ScenarioRow]:
    """All scenarios, the newest first."""
    return scenario_rows(request.member)


@router.write(SCENARIOS, permissions.ALLOCATE, response=CreatedScenario, status=202)
def ask_for_scenario(request: OrganisationRequest, data: NewScenario) -> CreatedScenario:
    """Ask for an allocation; it is computed in the background."""
    created = create_scenario(
        by=request.member,
        name=data.name,
        day=data.day or request.today,
        wishes=_wishes(data),
        seed=data.seed,
        now=timezone.now(),
    )
    return CreatedScenario(created.pk, created.state)


@router.read(SCENARIO, permissions.ALLOCATE, response=ScenarioPage)
def show_scenario(request: OrganisationRequest, scenario: int) -> ScenarioPage:
    """What is proposed, why, who was next, what everybody would carry, and what the demands cost."""
    return scenario_page(existing_scenario(scenario), request.member)


@router.read(SCENARIO + "/document", permissions.ALLOCATE, response=dict[str, Any])
def export_scenario(request: OrganisationRequest, scenario: int) -> dict[str, Any]:  # noqa: ARG001  (in scope)
    """The whole question and the whole answer by ids, to compute it again."""
    return document_of(read_scenario(existing_scenario(scenario)))


@router.write(SCENARIO + "/take", permissions.ALLOCATE, response=Taken, status=200)
def take_scenario_seats(request: OrganisationRequest, scenario: int, data: Choice) -> Taken:
    """Offer the seats to the people proposed for them. Only their acceptance assigns."""
    return take_scenario(by=request.member, scenario=scenario, seats=data.seats, now=timezone.now())


def _wishes(data: NewScenario) -> Wishes:
    numbers = {pair.person for pair in (*data.locked, *data.locked_out)}
    numbers |= {number for pair in data.exclusion_pairs for number in pair}
    people = people_by_key(numbers)
    if numbers - people.keys():
        raise DomainError(
            "unknown_person",
            _("Somebody in the pairs is not among the people who can be proposed in this scenario."),
            _("Give employee numbers."),
            field="locked",
        )
    pairs = {
        "locked": [(pair.task, people[pair.person]) for pair in data.locked],
        "locked_out": [(pair.task, people[pair.person]) for pair in data.locked_out],
        "exclusion_pairs": [(people[first], people[second]) for first, second in data.exclusion_pairs],
    }
    return Wishes.from_dict(data.model_dump(exclude={"name", "day", "seed"}) | pairs)
