"""Assignments and handovers as programs read, return and finish them, and how they are spread."""

from dataclasses import dataclass
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.models import Assignment
from colead.apps.leadership.selectors.assignment import (
    AssignmentPage,
    HandoverPage,
    assignment_page,
    handover_page,
)
from colead.apps.leadership.selectors.mine import MyLeadership, leadership_of
from colead.apps.leadership.selectors.spread import Spread, leadership_spread
from colead.apps.leadership.selectors.who_led import AssignmentRow, who_led
from colead.apps.leadership.services import assignments, handovers
from colead.apps.people.own_person import own_person
from colead.kit.access import OrganisationRequest
from colead.kit.paging import Listing
from colead.kit.parameters import Day
from colead.kit.routes import Body

ASSIGNMENTS = "/leadership/assignments"
ASSIGNMENT = ASSIGNMENTS + "/{int:assignment}"
HANDOVER = "/leadership/handovers/{int:handover}"


class Return(Body):
    """From which day on it is free; `note` is for the next one."""

    day: Annotated[Day | None, Field(description="null: today.")] = None
    note: Annotated[str, Field(max_length=4000)] = ""


class Finish(Body):
    """From which day on it is handed over."""

    day: Annotated[Day | None, Field(description="null: today.")] = None
    note: Annotated[str | None, Field(max_length=4000, description="null: leave the note as it is.")] = None


@dataclass(frozen=True)
class GivenBack:
    """The task that is free from then on."""

    task: int


@router.read("/leadership/mine", permissions.TAKE_PART, response=MyLeadership)
def show_mine(request: OrganisationRequest) -> MyLeadership:
    """The caller's own tasks with mandates, offers, suggestions, what ends, and what to try next."""
    return leadership_of(own_person(request.member), request.today)


@router.read_page(ASSIGNMENTS, permissions.VIEW, response=AssignmentRow)
def list_assignments(
    request: OrganisationRequest, task: int = 0, person: str = "", unit: str = ""
) -> Listing[Assignment, AssignmentRow]:
    """Who leads what on the day; of one task, one person, or a unit with all below it."""
    return who_led(request.as_of, task=task, person=person, unit=unit)


@router.read(ASSIGNMENT, permissions.TAKE_PART, response=AssignmentPage)
def show_assignment(request: OrganisationRequest, assignment: int) -> AssignmentPage:
    """An assignment, for its person and those who look after the task."""
    return assignment_page(request.member, assignment, request.today)


@router.write(ASSIGNMENT + "/give-back", permissions.TAKE_PART, response=GivenBack, status=200)
def give_back(request: OrganisationRequest, assignment: int, data: Return | None = None) -> GivenBack:
    """Give one's own task back. No reason is asked for."""
    wanted = data or Return()
    day = wanted.day or request.today
    given_back = assignments.give_back(
        by=request.member, assignment_id=assignment, day=day, note=wanted.note, now=timezone.now()
    )
    return GivenBack(given_back.task_id)


@router.write(ASSIGNMENT + "/hand-over", permissions.TAKE_PART, response=HandoverPage)
def start_handover(request: OrganisationRequest, assignment: int) -> HandoverPage:
    """Begin to hand a task over."""
    begun = handovers.start_handover(by=request.member, assignment_id=assignment, now=timezone.now())
    return handover_page(request.member, begun.pk, request.today)


@router.read(HANDOVER, permissions.TAKE_PART, response=HandoverPage)
def show_handover(request: OrganisationRequest, handover: int) -> HandoverPage:
    """A handover, for who hands over, who follows, and who looks after the task."""
    return handover_page(request.member, handover, request.today)


@router.write(HANDOVER + "/finish", permissions.TAKE_PART, response=HandoverPage, status=200)
def finish_handover(request: OrganisationRequest, handover: int, data: Finish | None = None) -> HandoverPage:
    """The assignment ends, handed over."""
    by, now, wanted = request.member, timezone.now(), data or Finish()
    if wanted.note is not None:
        handovers.write_note(by=by, handover_id=handover, note=wanted.note, now=now)
    handovers.finish_handover(by=by, handover_id=handover, day=wanted.day or request.today, now=now)
    return handover_page(by, handover, request.today)


@router.write(HANDOVER + "/keep", permissions.TAKE_PART, response=AssignmentPage, status=200)
def keep_task(request: OrganisationRequest, handover: int) -> AssignmentPage:
    """Nothing is handed over after all: note and list are dropped, and the assignment goes on."""
    kept = handovers.keep_task(by=request.member, handover_id=handover, now=timezone.now())
    return assignment_page(request.member, kept.pk, request.today)


@router.read("/leadership/spread", permissions.VIEW_SPREAD, response=Spread)
def show_spread(request: OrganisationRequest) -> Spread:
    """How leadership is spread on the day, over the two years before, and by unit.

    Units of too few people show nothing, those of few no more than tasks and open seats.
    """
    return leadership_spread(request.as_of, today=request.today)
