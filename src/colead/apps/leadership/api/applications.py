"""Who would like a task, and whom colleagues suggest, as programs read and answer it."""

from dataclasses import dataclass
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from colead.apps.leadership import permissions, workflow
from colead.apps.leadership.api.router import router
from colead.apps.leadership.api.steps import add_steps
from colead.apps.leadership.models import Application
from colead.apps.leadership.selectors.holders import ApplicationRow, applications_of
from colead.apps.leadership.services import applications
from colead.apps.people.own_person import own_person
from colead.apps.people.selectors.existing import existing_person
from colead.kit.access import OrganisationRequest
from colead.kit.paging import Listing
from colead.kit.routes import Body

APPLICATIONS = "/leadership/applications"
APPLICATION = APPLICATIONS + "/{int:application}"
Message = Annotated[str, Field(max_length=300)]


class NewApplication(Body):
    """The caller would like a task; with `person` they suggest a colleague instead."""

    task: int
    person: Annotated[str, Field(max_length=200, description="Employee number; empty: oneself.")] = ""
    message: Message = ""


@dataclass(frozen=True)
class Received:
    """It has been received. Of a suggestion no more is told than that."""

    task: int


@router.read_page(APPLICATIONS, permissions.TAKE_PART, response=ApplicationRow)
def list_applications(request: OrganisationRequest) -> Listing[Application, ApplicationRow]:
    """What the caller would like, and what colleagues suggest them for, as far as it waits."""
    return applications_of(own_person(request.member))


@router.write(APPLICATIONS, permissions.TAKE_PART, response=Received)
def create_application(request: OrganisationRequest, data: NewApplication) -> Received:
    """Volunteer for a task, or suggest a colleague: only they learn of it, and the answer tells no more."""
    by, now = request.member, timezone.now()
    if data.person:
        person = existing_person(data.person)
        applications.suggest_colleague(by=by, task_id=data.task, person=person, message=data.message, now=now)
    else:
        applications.volunteer(by=by, task_id=data.task, message=data.message, now=now)
    return Received(data.task)


add_steps(
    workflow.APPLICATION, APPLICATION, response=Received, answer=lambda _request, row: Received(row.task_id)
)
