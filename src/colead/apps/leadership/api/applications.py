"""Who would like a task, and whom colleagues suggest, as programs read and answer it."""

from dataclasses import dataclass
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.models import Application
from colead.apps.leadership.selectors.applications import ApplicationItem, applications_of
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


@router.read_page(APPLICATIONS, permissions.TAKE_PART, response=ApplicationItem)
def list_applications(request: OrganisationRequest) -> Listing[Application, ApplicationItem]:
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


@router.write(APPLICATION + "/agree", permissions.TAKE_PART, response=Received, status=200)
def accept_suggestion(request: OrganisationRequest, application: int) -> Received:
    """Agree to a colleague's suggestion."""
    found = applications.accept_suggestion(by=request.member, application_id=application, now=timezone.now())
    return Received(found.task_id)


@router.write(APPLICATION + "/decline", permissions.TAKE_PART, response=Received, status=200)
def decline_suggestion(request: OrganisationRequest, application: int) -> Received:
    """Decline a colleague's suggestion. Nobody learns of it."""
    found = applications.decline_suggestion(by=request.member, application_id=application, now=timezone.now())
    return Received(found.task_id)


@router.write(APPLICATION, permissions.TAKE_PART, response=Received, method="DELETE", status=200)
def withdraw_application(request: OrganisationRequest, application: int) -> Received:
    """Take back that one would like a task."""
    found = applications.withdraw_application(
        by=request.member, application_id=application, now=timezone.now()
    )
    return Received(found.task_id)
