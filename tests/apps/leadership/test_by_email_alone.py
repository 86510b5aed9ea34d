"""Somebody whom only their e-mail address tells leads, stewards and hears of things like everybody else."""

import pytest

from apps.leadership.builders import NOW, House, task
from cast import DAY
from colead.apps.leadership.services.applications import suggest_colleague, volunteer
from colead.apps.leadership.services.offers import offer_task
from colead.apps.leadership.services.tasks import close_task
from colead.apps.leadership.stewards import stewards_to_tell
from colead.apps.notices.models import Notice
from colead.apps.people.models import Person
from colead.apps.people.selectors.leads import units_led


@pytest.fixture
def unlinked(house: House) -> House:
    """The house, in which no account is linked to a person."""
    Person.objects.update(user=None)
    for person in house.people.values():
        person.refresh_from_db()
    return house


def told(house: House, who: str) -> list[str]:
    """The kinds of notices that somebody has got."""
    return list(Notice.objects.filter(user=getattr(house.cast, who).user).values_list("kind", flat=True))


def test_who_leads_a_unit_stewards_it(unlinked: House) -> None:
    led = {unlinked.units["ward"].pk, unlinked.units["night"].pk}
    assert units_led(unlinked.cast.bo, today=DAY) == led
    opened = task(unlinked, unit="night")
    made = offer_task(by=unlinked.cast.bo, task_id=opened.pk, person=unlinked.people["eva"], now=NOW)
    assert made.offered_by == unlinked.cast.bo.user


def test_leads_hear_who_volunteers_in_their_unit(unlinked: House) -> None:
    assert stewards_to_tell(unlinked.units["night"], today=DAY) == {unlinked.cast.bo.user}
    volunteer(by=unlinked.cast.alma, task_id=task(unlinked).pk, now=NOW)
    assert told(unlinked, "bo") == ["leadership.volunteered"]


def test_people_hear_of_offers_suggestions_and_closed_tasks(unlinked: House) -> None:
    roster, rounds = task(unlinked), task(unlinked, "Rounds")
    offer_task(by=unlinked.cast.carla, task_id=roster.pk, person=unlinked.people["uma"], now=NOW)
    suggest_colleague(by=unlinked.cast.alma, task_id=rounds.pk, person=unlinked.people["uma"], now=NOW)
    close_task(by=unlinked.cast.carla, task_id=roster.pk, day=DAY, now=NOW)
    assert told(unlinked, "uma") == ["leadership.offered", "leadership.suggested", "leadership.task_closed"]
