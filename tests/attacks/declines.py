"""Who declined a colleague's suggestion, read from what happens when both do the same afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random
from unittest import mock

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.leadership.builders import House, build_house, person, place_person, task
from attacks.game import Attack, larger, right
from cast import member, whole_cast
from colead.apps.leadership.models import Application, LeadershipTask
from colead.apps.leadership.services import applications
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import APPLICATION
from colead.apps.ledger.services import append_entry, export_ledger
from colead.apps.notices.models import Notice
from colead.apps.people.models import Person
from colead.kit import scope
from colead.kit.moves import Move
from colead.kit.random_ids import RandomIdField
from colead.kit.roles import Member

NEAR = 1_000  # numbers that lie so near were counted


@dataclass(frozen=True)
class Suspect:
    """One of two who were suggested."""

    person: Person
    member: Member


def volunteers(house: House, roster: LeadershipTask, one: Suspect) -> None:
    """The colleague volunteers after all: a row of its own where a suggestion does not wait any more."""
    applications.volunteer(by=one.member, task_id=roster.pk, now=timezone.now())


def is_suggested_again(house: House, roster: LeadershipTask, one: Suspect) -> None:
    """Somebody else suggests them: nothing happens where a suggestion waits."""
    suggest(house.cast.alma, roster, one)


def play(random: Random, afterwards: Callable[[House, LeadershipTask, Suspect], None]) -> bool | None:
    """Of two whom the people team suggested one declined; between two rows of their own they look again."""
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        house = build_house(cast)
        roster = task(house, seats=3)
        suspects = [_suspect(house, name) for name in ("vera", "will")]
        for one in suspects:
            suggest(cast.carla, roster, one)
        answer = random.randrange(2)
        _declines(suspects[answer])
        seen = [look(house, partial(afterwards, house, roster, one), one) for one in suspects]
        return right(larger(*seen), answer)


def _suspect(house: House, name: str) -> Suspect:
    signs_in = member(house.organisation, name)
    suspect = Suspect(person(house.organisation, name, member=signs_in), signs_in)
    place_person(suspect.person, house.units["ward"])
    return suspect


def suggest(by: Member, roster: LeadershipTask, one: Suspect) -> None:
    """As a click on the page of the task."""
    applications.suggest_colleague(by=by, task_id=roster.pk, person=one.person, now=timezone.now())


def _declines(one: Suspect) -> None:
    asked = Application.objects.get(person=one.person)
    take_step(APPLICATION, "refuse", by=one.member, row_id=asked.pk, now=timezone.now())


def look(house: House, happens: Callable[[], None], one: Suspect) -> float:
    """How much more there is afterwards: numbers, entries of the log, notices, words on the page."""
    first, before = _own_row(house, f"Before {one.person.key}"), _all_that_shows(house)
    happens()
    after, second = _all_that_shows(house), _own_row(house, f"After {one.person.key}")
    between = second - first if 0 < second - first < NEAR else 0
    return between + after - before


def _own_row(house: House, title: str) -> int:
    """The number of an application of the attacker's own."""
    made = task(house, title)
    return applications.volunteer(by=house.cast.alma, task_id=made.pk, now=timezone.now()).pk


def _all_that_shows(house: House) -> int:
    carla, alma = house.cast.carla, house.cast.alma
    client = Client()
    client.force_login(carla.user)
    log = client.get(reverse("ledger:list", args=[house.organisation.slug])).content.decode()
    exported = b"".join(export_ledger(by=carla, now=timezone.now())).count(b'"entry"')
    notices = Notice.objects.filter(user__in=[carla.user, alma.user]).count()
    return exported + notices + log.count("suggested")


@contextmanager
def counted() -> Iterator[None]:
    """The database numbers rows as they come."""
    with mock.patch.object(RandomIdField, "get_pk_value_on_save", return_value=None):
        yield


@contextmanager
def entered() -> Iterator[None]:
    """Only a suggestion that reaches somebody stands in the audit log, by its number."""
    kept = applications._is_written

    def written(move: Move) -> bool:
        if not kept(move):
            return False
        subject, by = f"application:{move.key}", move.by
        assert by is not None
        append_entry(by=by, action="leadership.suggested", subject=subject, now=move.now)
        return True

    with mock.patch.object(applications, "_is_written", written):
        yield


ATTACKS = (
    Attack(
        "declines",
        "colleague, people team",
        "numbers of own rows before and after both volunteer after all",
        partial(play, afterwards=volunteers),
        counted,
    ),
    Attack(
        "declines of a first suggestion",
        "colleague, people team",
        "audit log, its file and notices after both are suggested again",
        partial(play, afterwards=is_suggested_again),
        entered,
    ),
)
