"""A vacancy closes by itself: when the seats are filled, what still waits for one hears it in kind words."""

from datetime import date, datetime

from colead.apps.leadership.models import Application, LeadershipTask, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.seats import SMALLEST_SHARE, free_share
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.workflow import APPLICATION, OFFER
from colead.engine.periods import Period
from colead.kit.moves import follow, move_all
from colead.kit.workflow import Workflow


def close_what_is_filled(task: LeadershipTask, *, today: date, now: datetime) -> None:
    """Close offers that no free share is left for, and applications when none is left at all.

    Offers for a later period stay open. One query for every open offer, and three.
    """
    for offer in _offers_without_seat(task):
        _fill(OFFER, offer, now)
    if free_share(task, Period(max(today, task.valid_from))) < SMALLEST_SHARE:
        waiting = Application.objects.filter(task=task).select_related("person__user")
        for application in waiting.open():
            _fill(APPLICATION, application, now)
        move_all(APPLICATION, "fill_unseen", waiting, now=now)


def _offers_without_seat(task: LeadershipTask) -> list[Offer]:
    waiting = Offer.objects.open().filter(task=task, kind=Kind.HOLDER).select_related("person__user")
    return [one for one in waiting if free_share(task, Period(one.starts_on, one.ends_on)) < one.share]


def _fill(workflow: Workflow, row: Offer | Application, now: datetime) -> None:
    move = follow(workflow, "fill", row, now=now)
    move.write()
    announce(move)
