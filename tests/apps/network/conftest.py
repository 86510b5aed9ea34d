from collections.abc import Iterator

import pytest

from apps.network.hospital import Hospital, computed, hospital, nominations, some_pairs
from cast import Cast
from colead.apps.network.models import LeadershipMap, NominationSet
from colead.apps.people.models import Person
from colead.kit import scope
from colead.kit.roles import Member
from remembered import remembered


@pytest.fixture
def clinic(cast: Cast) -> Iterator[Cast]:
    """The cast, inside the scope of the clinic."""
    with scope.organisation(cast.clinic):
        yield cast


@pytest.fixture
@remembered
def house(clinic: Cast) -> Hospital:
    """A hospital of 54 people. Alma works in ward A, which Bo leads; Uma works in theatre."""
    made = hospital(clinic.clinic)
    for member, person in (
        (clinic.alma, made.people["ward-a"][5]),
        (clinic.bo, made.people["ward-a"][0]),
        (clinic.uma, made.people["theatre"][3]),
    ):
        connect(member, person)
    return made


def connect(member: Member, person: Person) -> None:
    """The member is this person."""
    person.user = member.user
    person.save(update_fields=["user"])


@pytest.fixture
@remembered
def advice(house: Hospital) -> NominationSet:
    """A nomination set of the hospital's day."""
    return nominations(house, some_pairs(house))


@pytest.fixture
@remembered
def advice_map(advice: NominationSet) -> LeadershipMap:
    """Its map."""
    return computed(advice)
