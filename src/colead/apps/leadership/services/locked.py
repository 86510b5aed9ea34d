"""What a change is about, with its task locked: whoever comes second finds what the first one left."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.people.own_person import find_own_person, own_person
from colead.kit.errors import NotFound
from colead.kit.roles import Member


def locked_task(task_id: int) -> LeadershipTask:
    """The task; every change of who holds it waits here for the one before. One query."""
    tasks = LeadershipTask.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound("no_task", _("There is no such leadership task."))
    return task


def locked_offer(offer_id: int) -> Offer:
    """The offer as it is once its task is locked. Three queries."""
    task_id = Offer.objects.filter(pk=offer_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise no_offer()
    task = locked_task(task_id)
    offer = Offer.objects.select_related("person", "offered_by", "beside").get(pk=offer_id)
    offer.task = task
    return offer


def own_offer(by: Member, offer_id: int) -> Offer:
    """The offer, locked, for the person to whom it was made; NotFound for anybody else."""
    person, offer = own_person(by), locked_offer(offer_id)
    if offer.person_id != person.pk:
        raise no_offer()
    return offer


def locked_assignment(assignment_id: int) -> Assignment:
    """The assignment as it is once its task is locked. Three queries."""
    task_id = Assignment.objects.filter(pk=assignment_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise no_assignment()
    task = locked_task(task_id)
    assignment = Assignment.objects.select_related("person", "beside").get(pk=assignment_id)
    assignment.task = task
    return assignment


def own_assignment(by: Member, assignment_id: int) -> Assignment:
    """One's own assignment, with its task locked; NotFound for anybody else's."""
    assignment, own = locked_assignment(assignment_id), find_own_person(by)
    if own is None or assignment.person_id != own.pk:
        raise no_assignment()
    return assignment


def looked_after(by: Member, assignment_id: int, *, now: datetime) -> Assignment:
    """An assignment for the person or those who look after the task, locked; NotFound for anybody else."""
    assignment, own = locked_assignment(assignment_id), find_own_person(by)
    is_own = own is not None and assignment.person_id == own.pk
    if not is_own and not stewards_unit(by, assignment.task.unit, by.organisation.today(now)):
        raise no_assignment()
    return assignment


def own_application(by: Member, application_id: int) -> Application:
    """One's own application, with its task locked; NotFound for anybody else's."""
    person = own_person(by)
    found = Application.objects.filter(pk=application_id, person=person).first()
    if found is None:
        raise NotFound("no_application", _("There is no such application of yours."))
    task = locked_task(found.task_id)
    found.refresh_from_db()
    found.task = task
    return found


def no_offer() -> NotFound:
    """The same answer whether there is none or it is somebody else's."""
    return NotFound("no_offer", _("There is no such offer for you."))


def no_assignment() -> NotFound:
    """The same answer whether there is none or it is somebody else's to change."""
    return NotFound("no_assignment", _("There is no such assignment that you look after."))
