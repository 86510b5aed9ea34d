"""A vacancy closes by itself: when the seats are filled, what still waits for one hears it in kind words."""

from datetime import date, datetime

from colead.apps.leadership.models import Application, LeadershipTask, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.seats import SMALLEST_SHARE, Period, free_share
from colead.apps.leadership.services.notices import notify_each
from colead.apps.people.own_person import users_of


def close_what_is_filled(task: LeadershipTask, *, today: date, now: datetime) -> None:
    """Close offers that no free share is left for, and applications when none is left at all.

    Offers for a later period stay open. One query for every open offer, and three.
    """
    for offer in _offers_without_seat(task):
        offer.state, offer.answered_at = Offer.State.FILLED, now
        offer.save(update_fields=["state", "answered_at"])
        notify_each(
            users_of([offer.person]).values(), "seats_filled", offer, page="offer", task=task, now=now
        )
    if free_share(task, Period(max(today, task.valid_from))) < SMALLEST_SHARE:
        _close_applications(task, now)


def _offers_without_seat(task: LeadershipTask) -> list[Offer]:
    waiting = Offer.objects.open().filter(task=task, kind=Kind.HOLDER).select_related("person__user")
    return [one for one in waiting if free_share(task, Period(one.starts_on, one.ends_on)) < one.share]


def _close_applications(task: LeadershipTask, now: datetime) -> None:
    """Volunteers hear of it; somebody who was only suggested and said nothing is left in peace."""
    volunteers = list(Application.objects.open().filter(task=task).select_related("person__user"))
    users = users_of(one.person for one in volunteers)
    for one in volunteers:
        notify_each([users.get(one.person_id)], "seats_filled", one, page="mine", task=task, now=now)
    Application.objects.waiting().filter(task=task).update(state=Application.State.FILLED)
