"""Arrays for an allocation: of those who agree at this moment, and nobody else."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.people.describing import LISTEN, PLAN, PRESENT, answered, competency, describe, entry
from apps.people.staff import NOW
from cast import DAY, Cast
from colead.apps.people.bridge.strengths import AllocationStrengths, consented, strengths_for_allocation
from colead.apps.people.models import Position, Strength, StrengthConsent
from colead.apps.people.own_person import own_person
from colead.apps.people.services.consents import withdraw_consent
from colead.apps.people.services.evidence import record_evidence
from colead.apps.people.services.strength_consent import agree_to_allocation
from colead.kit import scope
from colead.kit.roles import Member


def cell(found: AllocationStrengths, by: Member, key: str) -> tuple[float, float]:
    """Level and wish of a member for a competency."""
    person = found.person_pks.tolist().index(own_person(by).pk)
    place = found.competency_keys.tolist().index(key)
    return found.level[person, place], found.wish[person, place]


def test_without_consent_nobody_is_in_it(telling: Cast) -> None:
    describe(telling.alma, entry(visible_to="organisation"))
    found = strengths_for_allocation(DAY)
    assert found.person_pks.tolist() == []
    assert found.level.shape == found.wish.shape == (0, len(found.competency_pks))


def test_who_agrees_is_in_it_with_what_they_said(telling: Cast) -> None:
    describe(telling.alma, entry(LISTEN, 3, 2), entry(PLAN, 0, None))
    agree_to_allocation(by=telling.alma, now=NOW)
    found = strengths_for_allocation(DAY)
    assert found.person_pks.tolist() == list(consented()) == [own_person(telling.alma).pk]
    assert cell(found, telling.alma, LISTEN) == (3, 2)
    level, wish = cell(found, telling.alma, PLAN)
    assert level == 0
    assert np.isnan(wish)
    assert np.isnan(cell(found, telling.alma, PRESENT)).all()


def test_who_withdrew_is_not_in_it_from_that_moment(telling: Cast) -> None:
    for member in (telling.alma, telling.bo):
        describe(member, entry())
        agree_to_allocation(by=member, now=NOW)
    withdraw_consent(StrengthConsent, by=telling.alma, now=NOW)
    for day in (DAY, DAY - timedelta(days=30), DAY + timedelta(days=30)):
        assert own_person(telling.alma).pk not in strengths_for_allocation(day).person_pks
    assert strengths_for_allocation(DAY).person_pks.tolist() == [own_person(telling.bo).pk]


def test_evidence_counts_where_it_is_higher_and_colleagues_answers_never(telling: Cast) -> None:
    describe(telling.alma, entry(LISTEN, 1, 2), entry(PLAN, 4, 0))
    answered(telling.alma, telling.bo, listen=4, present=4)
    for key, level in ((LISTEN, 2), (PLAN, 3)):
        record_evidence(
            by=telling.bo, person=own_person(telling.alma), competency=competency(key), level=level, now=NOW
        )
    agree_to_allocation(by=telling.alma, now=NOW)
    found = strengths_for_allocation(DAY)
    assert cell(found, telling.alma, LISTEN) == (2, 2)
    assert cell(found, telling.alma, PLAN) == (4, 0)
    assert np.isnan(cell(found, telling.alma, PRESENT)).all()


def test_who_does_not_work_here_on_the_day_is_not_in_it(telling: Cast) -> None:
    agree_to_allocation(by=telling.alma, now=NOW)
    Position.objects.filter(person=own_person(telling.alma)).update(valid_until=DAY + timedelta(days=7))
    assert len(strengths_for_allocation(DAY + timedelta(days=6)).person_pks) == 1
    assert len(strengths_for_allocation(DAY + timedelta(days=7)).person_pks) == 0


def test_another_organisation_has_its_own(telling: Cast) -> None:
    agree_to_allocation(by=telling.alma, now=NOW)
    with scope.organisation(telling.other):
        assert len(strengths_for_allocation(DAY).person_pks) == 0
        assert list(consented()) == []


def test_three_queries_however_many_people(telling: Cast) -> None:
    counts = []
    people = list(Position.objects.main_on(DAY).values_list("person_id", flat=True))
    for some in (people[:1], people[1:]):
        for person in some:
            StrengthConsent.objects.create(organisation=telling.clinic, person_id=person, given_at=NOW)
            Strength.objects.create(
                organisation=telling.clinic, person_id=person, competency=competency(), level=2
            )
        with CaptureQueriesContext(connection) as queries:
            found = strengths_for_allocation(DAY)
        counts.append((len(found.person_pks), len(queries)))
    assert counts == [(1, 3), (5, 3)]


@pytest.mark.parametrize("source", ["self", "evidence"])
def test_a_single_source_is_enough(telling: Cast, source: str) -> None:
    alma = own_person(telling.alma)
    Strength.objects.create(
        organisation=telling.clinic, person=alma, competency=competency(), level=3, source=source
    )
    agree_to_allocation(by=telling.alma, now=NOW)
    assert cell(strengths_for_allocation(DAY), telling.alma, LISTEN)[0] == 3
