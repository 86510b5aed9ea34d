"""Who somebody is on the staff list, asked from either side: the two answers always agree."""

from dataclasses import replace
from datetime import date

from cast import Cast, user
from colead.apps.people.models import Person, Position
from colead.apps.people.own_person import find_claimable_person, find_own_person, users_of
from colead.kit.roles import Member


def person(clinic: Cast, key: str, email: str = "", of: Member | None = None, **more: str) -> Person:
    return Person.objects.create(
        organisation=clinic.clinic,
        key=key,
        name=key.title(),
        email=email,
        user=of.user if of else None,
        **more,
    )


def test_an_address_that_is_alike_makes_nobody_anybody(clinic: Cast) -> None:
    alma = person(clinic, "1", "Alma@Example.org")
    assert find_own_person(clinic.alma) is None
    assert users_of([alma]) == {}
    assert find_claimable_person(clinic.alma) == alma


def test_an_account_that_is_linked_is_the_person_and_asked_nothing(clinic: Cast) -> None:
    linked, alike = (
        person(clinic, "1", "other@example.org", of=clinic.alma),
        person(clinic, "2", "alma@example.org"),
    )
    assert find_own_person(clinic.alma) == linked
    assert users_of([linked, alike]) == {linked.pk: clinic.alma.user}
    assert find_claimable_person(clinic.alma) is None


def test_nobody_is_asked_about_an_address_that_two_people_share(clinic: Cast) -> None:
    for key in ("1", "2"):
        person(clinic, key, "alma@example.org")
    assert find_claimable_person(clinic.alma) is None


def test_who_is_hired_again_is_asked_about_the_number_of_today(clinic: Cast) -> None:
    left, here = person(clinic, "1", "alma@example.org"), person(clinic, "2", "alma@example.org")
    for who, since, until in ((left, 2001, date(2002, 1, 1)), (here, 2003, None)):
        Position.objects.create(
            organisation=clinic.clinic, person=who, valid_from=date(since, 1, 1), valid_until=until
        )
    assert find_claimable_person(clinic.alma) == here


def test_nobody_is_asked_about_somebody_elses_account_or_an_address_that_waits(clinic: Cast) -> None:
    person(clinic, "1", "alma@example.org", of=clinic.bo)
    person(clinic, "2", "uma@example.org", earlier_email="before@example.org")
    assert find_claimable_person(clinic.alma) is None
    assert find_claimable_person(clinic.uma) is None


def test_an_address_that_is_not_proved_asks_nobody(clinic: Cast) -> None:
    person(clinic, "1", "una@example.org")
    una = replace(clinic.alma, user=user("una", proved=False))
    assert find_claimable_person(una) is None
    una.user.delete()
    assert find_claimable_person(replace(una, user=user("una"))) is not None


def test_nobody_is_a_person_of_another_organisation_or_without_an_address(clinic: Cast) -> None:
    stranger, nameless = person(clinic, "1", "ida@example.org"), person(clinic, "2")
    assert users_of([stranger, nameless]) == {}
    assert find_own_person(replace(clinic.alma, user=None)) is None
    assert find_claimable_person(clinic.olga) is None
