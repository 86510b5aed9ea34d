"""Whatever people do, in whatever order: nothing is assigned without a yes, and no seat is held twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.leadership.builders import NOW, House, build_house, task
from cast import DAY, whole_cast
from colead.apps.leadership.models import Application, Assignment, Handover, LeadershipTask, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.seats import Period, held_at_most
from colead.apps.leadership.services import applications, assignments, handovers, offers
from colead.apps.leadership.services.offers import Place
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import APPLICATION, OFFER
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.roles import Member

NAMES = ("alma", "bo", "uma", "carla")
SEATS = 2
who = st.sampled_from(NAMES)
days = st.integers(0, 40)
shares = st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)])
places = st.integers(0, 30)


class Holders(RuleBasedStateMachine):
    """One task with two seats, four colleagues, and everything that can be done about it."""

    house: House
    task: LeadershipTask

    @initialize()
    def furnish(self) -> None:
        self.before = transaction.savepoint()
        cast = whole_cast()
        self.entered = scope.organisation(cast.clinic)
        self.entered.__enter__()
        self.house = build_house(cast)
        self.task = task(self.house, seats=SEATS, term_months=1)
        self.agreed: set[tuple[int, str]] = set()  # person and kind of every yes of somebody who may say it
        self.now = NOW

    def teardown(self) -> None:
        if hasattr(self, "entered"):
            self.entered.__exit__(None, None, None)
            transaction.savepoint_rollback(self.before)

    def member(self, name: str) -> Member:
        found: Member = getattr(self.house.cast, name)
        return found

    def attempt(self, change: Callable[..., Any], **arguments: Any) -> Any:
        """Do it as a browser would: what the rules refuse changes nothing."""
        try:
            return change(now=self.now, **arguments)
        except DomainError:
            return None

    def some(self, rows: Any, place: int) -> int:
        """The number of one of the rows; 0 when there is none."""
        found = list(rows.order_by("pk").values_list("pk", flat=True))
        return found[place % len(found)] if found else 0

    @rule(name=who)
    def volunteer(self, name: str) -> None:
        self.attempt(applications.volunteer, by=self.member(name), task_id=self.task.pk)

    @rule(name=who, colleague=who)
    def suggest(self, name: str, colleague: str) -> None:
        person = self.house.people[colleague]
        self.attempt(
            applications.suggest_colleague, by=self.member(name), task_id=self.task.pk, person=person
        )

    @rule(name=who, place=places)
    def agree(self, name: str, place: int) -> None:
        number = self.some(Application.objects.all(), place)
        self.attempt(partial(take_step, APPLICATION, "agree"), by=self.member(name), row_id=number)

    @rule(name=who, to=who, starts=days, lasts=st.none() | st.integers(1, 60), share=shares)
    def offer_seat(self, name: str, to: str, starts: int, lasts: int | None, share: Decimal) -> None:
        first = DAY + timedelta(days=starts)
        last = None if lasts is None else first + timedelta(days=lasts)
        place = Place(starts_on=first, ends_on=last, share=share)
        self.offer(name, to, place)

    @rule(name=who, to=who, beside=places, starts=days, lasts=st.integers(1, 30), kind=st.sampled_from(Kind))
    def offer_beside(self, name: str, to: str, beside: int, starts: int, lasts: int, kind: Kind) -> None:
        number = self.some(Assignment.objects.holders(), beside)
        first = DAY + timedelta(days=starts)
        self.offer(name, to, Place(kind, number, starts_on=first, ends_on=first + timedelta(days=lasts)))

    def offer(self, name: str, to: str, place: Place) -> None:
        person = self.house.people[to]
        self.attempt(
            offers.offer_task, by=self.member(name), task_id=self.task.pk, person=person, place=place
        )

    @rule(name=who, place=places)
    def accept(self, name: str, place: int) -> None:
        self.say_yes(name, Offer.objects.filter(person__user=self.member(name).user), place)

    @rule(name=who, place=places)
    def accept_for_another(self, name: str, place: int) -> None:
        self.say_yes(name, Offer.objects.exclude(person__user=self.member(name).user), place)

    def say_yes(self, name: str, rows: QuerySet[Offer], place: int) -> None:
        """To one of the offers; only for those whom the table lets is it a yes."""
        by, offer = self.member(name), Offer.objects.filter(pk=self.some(rows, place)).first()
        if offer is not None:
            today = by.organisation.today(self.now)
            may = any(party.is_member(by, offer, today) for party in OFFER["accept"].who)
            made = self.attempt(offers.accept_offer, by=by, offer_id=offer.pk)
            if may and made is not None:
                self.agreed.add((made.person_id, made.kind))

    @rule(name=who, place=places)
    def decline(self, name: str, place: int) -> None:
        number = self.some(Offer.objects.all(), place)
        self.attempt(partial(take_step, OFFER, "decline"), by=self.member(name), row_id=number)

    @rule(name=who, place=places)
    def withdraw(self, name: str, place: int) -> None:
        number = self.some(Offer.objects.all(), place)
        self.attempt(partial(take_step, OFFER, "withdraw"), by=self.member(name), row_id=number)

    @rule(name=who, place=places, day=days)
    def give_back(self, name: str, place: int, day: int) -> None:
        number = self.some(Assignment.objects.all(), place)
        self.attempt(
            assignments.give_back, by=self.member(name), assignment_id=number, day=DAY + timedelta(days=day)
        )

    @rule(name=who, place=places, share=shares, day=days)
    def change_share(self, name: str, place: int, share: Decimal, day: int) -> None:
        self.attempt(
            assignments.change_share,
            by=self.member(name),
            assignment_id=self.some(Assignment.objects.all(), place),
            share=share,
            day=DAY + timedelta(days=day),
        )

    @rule(name=who, place=places, day=days)
    def hand_over(self, name: str, place: int, day: int) -> None:
        number = self.some(Assignment.objects.all(), place)
        self.attempt(handovers.start_handover, by=self.member(name), assignment_id=number)
        begun = self.some(Handover.objects.all(), place)
        self.attempt(
            handovers.finish_handover, by=self.member(name), handover_id=begun, day=DAY + timedelta(days=day)
        )

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.now: datetime = min(self.now + timedelta(hours=hours), NOW + timedelta(days=60))

    @invariant()
    def nobody_holds_without_a_yes(self) -> None:
        if hasattr(self, "house"):
            held = Assignment.objects.values_list("person_id", "kind")
            assert set(held) <= self.agreed

    @invariant()
    def no_more_is_held_than_there_are_seats(self) -> None:
        if hasattr(self, "house"):
            held = list(Assignment.objects.holders())
            assert held_at_most(held, Period(DAY - timedelta(days=1))) <= SEATS

    @invariant()
    def nobody_is_holder_and_helper_at_once(self) -> None:
        if hasattr(self, "house"):
            rows = list(Assignment.objects.all())
            for row in rows:
                for other in rows:
                    if row.pk < other.pk and row.person_id == other.person_id and _meet(row, other):
                        assert {row.kind, other.kind} == {Kind.DEPUTY, Kind.COVER}

    @invariant()
    def helpers_stand_within_the_period_of_the_holder(self) -> None:
        if hasattr(self, "house"):
            for row in Assignment.objects.exclude(kind=Kind.HOLDER).select_related("beside"):
                assert row.beside is not None
                assert row.beside.kind == Kind.HOLDER
                end = row.beside.valid_until
                assert end is None or (row.valid_until is not None and row.valid_until <= end)
                assert row.beside.valid_from <= row.valid_from


def _meet(one: Assignment, other: Assignment) -> bool:
    return Period(one.valid_from, one.valid_until).meets(other.valid_from, other.valid_until)


@pytest.mark.usefixtures("ids_in_order")  # hypothesis plays a game again by the places of rows
@pytest.mark.django_db
def test_whatever_people_do() -> None:
    run_state_machine_as_test(Holders, settings=settings(max_examples=12, stateful_step_count=25))
