"""Opening, changing and closing tasks, and the rows that belong to them."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.leadership.builders import NOW, OPENED, House, application, assignment, offer, task
from cast import DAY
from colead.apps.leadership.models import (
    Accountability,
    Application,
    Assignment,
    LeadershipTask,
    Mandate,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.services.task_rows import Need, NewMandate, set_accountabilities, set_needs
from colead.apps.leadership.services.tasks import (
    NewTask,
    TaskFields,
    change_task,
    close_task,
    fields_of,
    open_task,
)
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound

LATER = DAY + timedelta(days=30)
ROSTER = TaskFields("Duty roster", "A roster that all can live with.", "ward", Decimal(3))
WHOLE = NewTask(
    fields=ROSTER,
    accountabilities=["Publishes the roster four weeks ahead", "Finds cover"],
    needs=[Need("plan-work", 3, 2, is_critical=True), Need("listen", 2)],
    mandate=NewMandate("who works when", units=frozenset({"night"})),
    recipe="duty-roster",
)


def actions() -> list[str]:
    return [json.loads(text)["action"] for text in LedgerRecord.objects.values_list("text", flat=True)]


def texts_on(made: LeadershipTask, day: date) -> list[str]:
    return [row.text for row in Accountability.objects.on(day).filter(task=made)]


def needs_on(made: LeadershipTask, day: date) -> dict[str, int]:
    rows = NeededCompetency.objects.on(day).filter(task=made)
    return dict(rows.values_list("competency__key", "level"))


class TestOpening:
    def test_opens_with_all_that_belongs_to_it(self, house: House) -> None:
        made = open_task(by=house.cast.carla, wanted=WHOLE, day=DAY, now=NOW)
        assert fields_of(made) == ROSTER
        assert texts_on(made, DAY) == list(WHOLE.accountabilities)
        assert needs_on(made, DAY) == {"plan-work": 3, "listen": 2}
        mandate = Mandate.objects.get(task=made)
        assert [row.unit.key for row in mandate.units.all()] == ["night"]
        assert (made.recipe, made.opened_by) == ("duty-roster", house.cast.carla.user)
        assert actions() == ["leadership.task_opened"]
        assert not LeadershipTask.objects.on(DAY - timedelta(days=1)).exists()

    def test_a_rotation_follows_from_the_terms(self, house: House) -> None:
        wanted = replace(ROSTER, term_months=6, most_terms=2)
        made = open_task(by=house.cast.carla, wanted=NewTask(wanted), day=DAY, now=NOW)
        assert made.rotation == LeadershipTask.Rotation.AFTER_TERMS

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": "  "}, "title"),
            ({"title": "x" * 121}, "title"),
            ({"purpose": ""}, "purpose"),
            ({"unit": "nowhere"}, "unit"),
            ({"seats": 0}, "seats"),
            ({"hours_per_week": Decimal(61)}, "hours_per_week"),
            ({"hours_per_week": Decimal("1.25")}, "hours_per_week"),
            ({"term_months": 0}, "term_months"),
            ({"most_terms": 2}, "term_months"),
        ],
    )
    def test_impossible_fields_are_named(self, house: House, fields: dict[str, Any], field: str) -> None:
        with pytest.raises(DomainError) as caught:
            open_task(by=house.cast.carla, wanted=NewTask(replace(ROSTER, **fields)), day=DAY, now=NOW)
        assert caught.value.field == field
        assert not LeadershipTask.objects.exists()

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ({"needs": [Need("no-such", 2)]}, "unknown_competency"),
            ({"needs": [Need("listen", 2), Need("listen", 3)]}, "competency_twice"),
            ({"needs": [Need("listen", 9)]}, "out_of_range"),
            ({"accountabilities": [" "]}, "empty"),
            ({"accountabilities": ["x" * 301]}, "does_not_fit"),
            ({"accountabilities": [f"No. {number}" for number in range(31)]}, "too_many_rows"),
            ({"mandate": NewMandate(" ")}, "empty"),
            ({"mandate": NewMandate("all", limit_amount=Decimal(-1))}, "out_of_range"),
            ({"mandate": NewMandate("all", units=frozenset({"nowhere"}))}, "unknown_unit"),
        ],
    )
    def test_nothing_is_stored_when_a_row_does_not_fit(
        self, house: House, rows: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(DomainError) as caught:
            open_task(by=house.cast.carla, wanted=replace(WHOLE, **rows), day=DAY, now=NOW)
        assert caught.value.code == code
        assert not LeadershipTask.objects.exists()
        assert actions() == []


class TestWhoMay:
    @pytest.mark.parametrize(
        ("who", "unit", "may"),
        [
            ("carla", "ward", True),
            ("olga", "office", True),
            ("bo", "ward", True),
            ("bo", "night", True),
            ("bo", "office", False),
            ("bo", "clinic", False),
            ("alma", "ward", False),
            ("dan", "ward", False),
        ],
    )
    def test_stewards_open_change_and_close(self, house: House, who: str, unit: str, may: bool) -> None:
        by, made = getattr(house.cast, who), task(house, unit=unit)
        attempts = [
            lambda: open_task(by=by, wanted=NewTask(replace(ROSTER, unit=unit)), day=DAY, now=NOW),
            lambda: change_task(by=by, task_id=made.pk, wanted=replace(ROSTER, unit=unit), now=NOW),
            lambda: set_accountabilities(by=by, task_id=made.pk, texts=["See"], day=DAY, now=NOW),
            lambda: set_needs(by=by, task_id=made.pk, needs=[Need("listen", 1)], day=DAY, now=NOW),
            lambda: close_task(by=by, task_id=made.pk, day=DAY, now=NOW),
        ]
        for attempt in attempts:
            if may:
                attempt()
            else:
                with pytest.raises(NotAllowed):
                    attempt()
        assert len(actions()) == (len(attempts) if may else 0)

    def test_a_lead_moves_no_task_to_where_others_look_after_it(self, house: House) -> None:
        made = task(house)
        wanted = replace(fields_of(made), unit="office")
        with pytest.raises(NotAllowed):
            change_task(by=house.cast.bo, task_id=made.pk, wanted=wanted, now=NOW)

    def test_an_unknown_task_is_missing(self, house: House) -> None:
        with pytest.raises(NotFound):
            change_task(by=house.cast.carla, task_id=0, wanted=ROSTER, now=NOW)


class TestChanging:
    def test_says_which_fields_changed(self, house: House) -> None:
        made = task(house)
        wanted = replace(fields_of(made), title="Roster", seats=2)
        change_task(by=house.cast.bo, task_id=made.pk, wanted=wanted, now=NOW)
        made.refresh_from_db()
        assert (made.title, made.seats) == ("Roster", 2)
        assert '"changed":"title,seats"' in LedgerRecord.objects.get().text

    def test_the_same_again_is_no_change(self, house: House) -> None:
        made = task(house)
        change_task(by=house.cast.bo, task_id=made.pk, wanted=fields_of(made), now=NOW)
        assert actions() == []

    def test_a_seat_that_is_held_is_not_taken_away(self, house: House) -> None:
        made = task(house, seats=2)
        for name in ("alma", "eva"):
            assignment(made, house.people[name])
        with pytest.raises(Conflict) as caught:
            change_task(by=house.cast.bo, task_id=made.pk, wanted=replace(fields_of(made), seats=1), now=NOW)
        assert caught.value.field == "seats"

    def test_a_closed_task_stays_as_it_was(self, house: House) -> None:
        made = task(house, valid_until=DAY)
        with pytest.raises(Conflict):
            change_task(by=house.cast.bo, task_id=made.pk, wanted=ROSTER, now=NOW)
        with pytest.raises(Conflict):
            close_task(by=house.cast.bo, task_id=made.pk, day=LATER, now=NOW)


class TestRowsFromADay:
    def test_what_stays_goes_on_and_what_changes_ends(self, house: House) -> None:
        made = open_task(by=house.cast.bo, wanted=WHOLE, day=OPENED, now=NOW)
        first = Accountability.objects.get(text="Finds cover")
        set_accountabilities(
            by=house.cast.bo, task_id=made.pk, texts=["Finds cover", "Listens"], day=LATER, now=NOW
        )
        assert set(texts_on(made, LATER - timedelta(days=1))) == set(WHOLE.accountabilities)
        assert texts_on(made, LATER) == ["Finds cover", "Listens"]
        assert Accountability.objects.get(text="Finds cover").pk == first.pk

    def test_what_was_planned_for_later_gives_way(self, house: House) -> None:
        made = open_task(by=house.cast.bo, wanted=WHOLE, day=OPENED, now=NOW)
        set_needs(by=house.cast.bo, task_id=made.pk, needs=[Need("listen", 4)], day=LATER, now=NOW)
        assert needs_on(made, LATER) == {"listen": 4}
        set_needs(by=house.cast.bo, task_id=made.pk, needs=WHOLE.needs, day=DAY, now=NOW)
        assert needs_on(made, LATER) == needs_on(made, OPENED) == {"plan-work": 3, "listen": 2}
        assert NeededCompetency.objects.filter(task=made).count() == 2

    def test_a_change_on_the_day_it_began_leaves_no_trace_but_the_ledger(self, house: House) -> None:
        made = task(house)
        for text in ("Listens", "Speaks"):
            set_accountabilities(by=house.cast.bo, task_id=made.pk, texts=[text], day=DAY, now=NOW)
        assert Accountability.objects.count() == 1
        assert actions() == ["leadership.accountabilities_set"] * 2

    def test_the_same_again_is_no_change(self, house: House) -> None:
        made = open_task(by=house.cast.bo, wanted=WHOLE, day=OPENED, now=NOW)
        texts = WHOLE.accountabilities
        set_accountabilities(by=house.cast.bo, task_id=made.pk, texts=texts, day=DAY, now=NOW)
        set_needs(by=house.cast.bo, task_id=made.pk, needs=WHOLE.needs, day=DAY, now=NOW)
        assert actions() == ["leadership.task_opened"]

    def test_the_order_alone_can_change(self, house: House) -> None:
        made = open_task(by=house.cast.bo, wanted=WHOLE, day=OPENED, now=NOW)
        turned = WHOLE.accountabilities[::-1]
        set_accountabilities(by=house.cast.bo, task_id=made.pk, texts=turned, day=DAY, now=NOW)
        assert texts_on(made, DAY) == turned

    def test_days_that_have_passed_stay_as_they_were(self, house: House) -> None:
        made = task(house)
        with pytest.raises(DomainError) as caught:
            set_needs(by=house.cast.bo, task_id=made.pk, needs=[], day=DAY - timedelta(days=1), now=NOW)
        assert caught.value.field == "day"


class TestClosing:
    def test_ends_what_is_held_and_withdraws_what_is_open(self, house: House) -> None:
        made = open_task(by=house.cast.bo, wanted=WHOLE, day=OPENED, now=NOW)
        holder = assignment(made, house.people["alma"])
        deputy = assignment(made, house.people["eva"], kind="deputy", beside=holder)
        coming = assignment(made, house.people["finn"], valid_from=LATER + timedelta(days=1))
        open_offer = offer(made, house.people["uma"])
        waiting = application(made, house.people["gerd"])
        close_task(by=house.cast.bo, task_id=made.pk, day=LATER, now=NOW)
        for row in (holder, deputy, open_offer, waiting):
            row.refresh_from_db()
        assert (holder.valid_until, holder.ending) == (LATER, Assignment.Ending.CLOSED)
        assert deputy.valid_until == LATER
        assert not Assignment.objects.filter(pk=coming.pk).exists()
        assert (open_offer.state, open_offer.answered_at) == (Offer.State.WITHDRAWN, NOW)
        assert waiting.state == Application.State.WITHDRAWN
        assert LeadershipTask.objects.on(LATER).count() == 0
        assert texts_on(made, LATER) == []
        assert not Mandate.objects.on(LATER).exists()
        assert Mandate.objects.on(LATER - timedelta(days=1)).exists()

    def test_those_concerned_hear_of_it(self, house: House) -> None:
        made = task(house)
        assignment(made, house.people["alma"])
        assignment(made, house.people["eva"])  # who does not sign in
        offer(made, house.people["uma"])
        close_task(by=house.cast.bo, task_id=made.pk, day=LATER, now=NOW)
        told = Notice.objects.filter(kind="leadership.task_closed").values_list("user__name", flat=True)
        assert set(told) == {"Alma", "Uma"}

    def test_what_opens_today_closes_tomorrow_at_the_earliest(self, house: House) -> None:
        made = task(house, valid_from=DAY)
        with pytest.raises(Conflict) as caught:
            close_task(by=house.cast.bo, task_id=made.pk, day=DAY, now=NOW)
        assert caught.value.field == "day"
