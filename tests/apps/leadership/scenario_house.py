"""The clinic of builders.py with tasks that are open, and people who let their strengths be used.

    roster (ward)    two seats of 3 hours, needs plan-work 2 (critical)
    rounds (night)   one seat of 2 hours, needs listen 3; wants a deputy
    mediation (office)  one seat of 4 hours, needs resolve-conflict 2 (critical)

Alma, Eva, Finn and Uma agree, and Bo, who leads the ward. Gerd, Hans, Carla and Asta do not.
"""

from dataclasses import dataclass, replace
from typing import Any

from apps.leadership.builders import NOW, House, need, task
from cast import DAY
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import LeadershipTask, Scenario
from colead.apps.leadership.services.scenarios import compute_scenario, create_scenario
from colead.apps.people.models import Person, Strength, StrengthConsent

WIDE = Wishes(hours=6.0)

# person: {competency: (level, wish)}
STRENGTHS: dict[str, dict[str, tuple[int, int | None]]] = {
    "alma": {"plan-work": (3, 2), "listen": (2, 0)},
    "eva": {"plan-work": (2, None), "resolve-conflict": (3, 1)},
    "finn": {"listen": (3, 1), "plan-work": (1, 0)},
    "uma": {"resolve-conflict": (2, -1)},
    "bo": {"plan-work": (4, 0), "listen": (4, 0), "resolve-conflict": (4, 0)},
    "gerd": {"plan-work": (4, 2), "listen": (4, 2), "resolve-conflict": (4, 2)},
}
AGREED = ("alma", "eva", "finn", "uma", "bo")


@dataclass(frozen=True)
class Board:
    """The house, and its open tasks by name."""

    house: House
    tasks: dict[str, LeadershipTask]

    @property
    def carla(self) -> Any:
        return self.house.cast.carla


def build_board(house: House) -> Board:
    """Tasks, needs, strengths and consents."""
    tasks = {
        "roster": task(house, "Duty roster", unit="ward", seats=2, hours_per_week=3),
        "rounds": task(house, "Night rounds", unit="night", hours_per_week=2, wants_deputy=True),
        "mediation": task(house, "Mediation", unit="office", hours_per_week=4),
    }
    need(house, tasks["roster"], "plan-work", level=2, weight=3, is_critical=True)
    need(house, tasks["roster"], "listen", level=1)
    need(house, tasks["rounds"], "listen", level=3)
    need(house, tasks["mediation"], "resolve-conflict", level=2, is_critical=True)
    for key, said in STRENGTHS.items():
        say(house, key, said)
    for key in AGREED:
        agree(house.people[key])
    return Board(house, tasks)


def say(house: House, key: str, said: dict[str, tuple[int, int | None]]) -> None:
    """A person says how good they are at competencies, and what they would like."""
    for competency, (level, wish) in said.items():
        Strength.objects.create(
            organisation=house.organisation,
            person=house.people[key],
            competency=house.competencies[competency],
            level=level,
            wish=wish,
        )


def agree(person: Person, **fields: Any) -> StrengthConsent:
    """The person lets their strengths be used, since before NOW."""
    wanted = {"given_at": NOW.replace(hour=1)} | fields
    return StrengthConsent.objects.create(organisation=person.organisation, person=person, **wanted)


def withdraw(person: Person) -> None:
    """The person takes it back."""
    StrengthConsent.objects.given().filter(person=person).update(withdrawn_at=NOW)


def conflicting(board: Board) -> Wishes:
    """Uma must hold two tasks of seven hours together, and gives six."""
    people, tasks = board.house.people, board.tasks
    return replace(
        WIDE, locked=((tasks["mediation"].pk, people["uma"].pk), (tasks["roster"].pk, people["uma"].pk))
    )


def ask(board: Board, wishes: Wishes = WIDE, *, name: str = "Autumn") -> Scenario:
    """A scenario that waits."""
    return create_scenario(by=board.carla, name=name, day=DAY, wishes=wishes, now=NOW)


def computed(board: Board, wishes: Wishes = WIDE, *, name: str = "Autumn") -> Scenario:
    """A scenario with its result."""
    return compute_scenario(by=board.carla, scenario=ask(board, wishes, name=name).pk, now=NOW)
