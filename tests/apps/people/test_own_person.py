"""Who somebody is on the staff list, asked from either side: the two answers always agree."""

from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from cast import Cast, member, user
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person, users_of
from colead.kit.roles import Member


def person(clinic: Cast, key: str, email: str = "", of: Member | None = None) -> Person:
    return Person.objects.create(
        organisation=clinic.clinic, key=key, name=key.title(), email=email, user=of.user if of else None
    )


def test_somebody_without_a_link_is_the_one_person_with_their_address(clinic: Cast) -> None:
    alma = person(clinic, "1", "Alma@Example.org")
    assert find_own_person(clinic.alma) == alma
    assert users_of([alma]) == {alma.pk: clinic.alma.user}


def test_an_account_that_is_linked_outweighs_every_address(clinic: Cast) -> None:
    linked, alike = (
        person(clinic, "1", "other@example.org", of=clinic.alma),
        person(clinic, "2", "alma@example.org"),
    )
    assert find_own_person(clinic.alma) == linked
    assert users_of([linked, alike]) == {linked.pk: clinic.alma.user}


def test_an_address_that_two_people_share_is_nobodys(clinic: Cast) -> None:
    two = [person(clinic, key, "alma@example.org") for key in ("1", "2")]
    assert find_own_person(clinic.alma) is None
    assert users_of(two) == users_of(two[:1]) == {}


def test_an_address_belongs_to_the_person_who_has_no_account_of_their_own(clinic: Cast) -> None:
    bos = person(clinic, "1", "alma@example.org", of=clinic.bo)
    almas = person(clinic, "2", "alma@example.org")
    assert find_own_person(clinic.alma) == almas
    assert users_of([bos, almas]) == {bos.pk: clinic.bo.user, almas.pk: clinic.alma.user}


def test_nobody_is_a_person_of_another_organisation_or_without_an_address(clinic: Cast) -> None:
    stranger, nameless = person(clinic, "1", "ida@example.org"), person(clinic, "2")
    assert users_of([stranger, nameless]) == {}
    assert find_own_person(replace(clinic.alma, user=None)) is None
    assert find_own_person(clinic.olga) is None


@pytest.mark.parametrize("number", [1, 40])
def test_many_people_cost_two_queries(
    clinic: Cast, number: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    wanted = {}
    for count in range(number):
        one = member(clinic.clinic, f"nurse{count}")
        wanted[person(clinic, str(count), f"nurse{count}@example.org").pk] = one.user
    user("outsider")
    people = list(Person.objects.select_related("user"))
    with django_assert_num_queries(2):
        assert users_of(people) == wanted
