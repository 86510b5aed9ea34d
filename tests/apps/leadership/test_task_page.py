"""The page of a task on a day, its history, and its mandate on paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.leadership.browsing import address, browser, page, text_of
from apps.leadership.builders import (
    NOW,
    OPENED,
    House,
    accountability,
    application,
    assignment,
    mandate,
    need,
    offer,
    task,
)
from cast import DAY, LONG_AGO
from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.selectors.task import printed_mandate, task_page
from colead.apps.leadership.services.task_rows import NewMandate, set_mandate

LATER = DAY + timedelta(days=30)


def whole_task(house: House) -> LeadershipTask:
    """A task with everything, held by Eva with Alma as deputy; its mandate changes LATER."""
    made = task(house, term_months=12, rotation="after_terms", most_terms=2, recipe="duty-roster")
    accountability(made, "The roster is out in time")
    accountability(made, "Old", valid_until=DAY)
    need(house, made, "plan-work", level=3, is_critical=True)
    mandate(made, limit_amount=Decimal(3000))
    eva = assignment(made, house.people["eva"])
    assignment(made, house.people["alma"], kind="deputy", beside=eva)
    wanted = NewMandate("everything", units=frozenset({"ward", "night"}))
    set_mandate(by=house.cast.bo, task_id=made.pk, wanted=wanted, day=LATER, now=NOW)
    return made


class TestSelector:
    def test_shows_what_holds_on_the_day(self, house: House) -> None:
        made = whole_task(house)
        shown = task_page(made, DAY, member=house.cast.uma, today=DAY)
        assert shown.accountabilities == ("The roster is out in time",)
        (needed,) = shown.needs
        assert (needed.name, needed.level, needed.is_critical) == ("Planning work", 3, True)
        assert needed.level_word
        assert shown.mandate is not None
        assert shown.mandate.sentence == (
            "Holds “Duty roster”: may decide who works when, up to 3,000 DKK, in Ward."
        )
        assert [row.sentence for row in shown.mandates] == [
            "Holds “Duty roster”: may decide everything, in Night and Ward."
        ]

    def test_shows_another_day_as_it_is_then(self, house: House) -> None:
        made = whole_task(house)
        before = task_page(made, DAY - timedelta(days=1), member=house.cast.uma, today=DAY)
        after = task_page(made, LATER, member=house.cast.uma, today=DAY)
        assert "Old" in before.accountabilities
        assert after.mandate is not None
        assert "everything" in after.mandate.sentence
        assert not task_page(made, LONG_AGO, member=house.cast.uma, today=DAY).exists

    @pytest.mark.parametrize(
        ("who", "ends", "may"),
        [
            ("bo", None, True),
            ("carla", None, True),
            ("uma", None, False),
            ("alma", None, False),
            ("dan", None, False),
            ("bo", LATER, True),
            ("bo", DAY, False),
        ],
    )
    def test_stewards_change_it_until_it_is_over(
        self, house: House, who: str, ends: object, may: bool
    ) -> None:
        made = task(house, valid_until=ends)
        shown = task_page(made, DAY, member=getattr(house.cast, who), today=DAY)
        assert shown.may_change is may

    def test_history_tells_what_happened_and_never_why_somebody_left(self, house: House) -> None:
        made = whole_task(house)
        Assignment.objects.filter(person=house.people["eva"]).update(
            valid_until=DAY, ending=Assignment.Ending.GIVEN_BACK
        )
        events = [
            (event.day, event.person.name if event.person else "", event.text)
            for event in task_page(made, DAY, member=house.cast.bo, today=DAY).history
        ]
        assert events[0] == (LATER, "", "Its mandate changes")
        assert (DAY, "", "Its accountabilities change") in events
        assert (DAY, "Eva Holm", "passes the task on") in events
        assert (OPENED, "Alma Holm", "stands ready as deputy") in events
        assert (OPENED, "", "The task opens") in events
        assert "given back" not in str(events)

    @pytest.mark.parametrize(("who", "queries"), [("uma", 8), ("carla", 6), ("bo", 9)])
    def test_queries_do_not_grow(self, house: House, who: str, queries: int) -> None:
        made, member = whole_task(house), getattr(house.cast, who)
        for _size in range(2):
            task_page(made, DAY, member=member, today=DAY)
            with CaptureQueriesContext(connection) as asked:
                task_page(made, DAY, member=member, today=DAY)
            assert len(asked) == queries
            for number in range(20):
                accountability(made, f"Number {number}")
                assignment(made, house.people["finn"], valid_until=DAY)


class TestPage:
    @pytest.mark.parametrize("who", ["uma", "bo", "carla", "dan", "olga", "eva"])
    def test_opens_for_everybody(self, house: House, who: str) -> None:
        made = whole_task(house)
        offer(made, house.people["gerd"])
        application(made, house.people["finn"])
        shown = text_of(page(getattr(house.cast, who, house.cast.alma), "task", made.pk))
        assert "The roster is out in time" in shown
        assert "Eva Holm" in shown
        is_steward = who in {"bo", "carla", "olga"}
        assert ("Gerd Holm" in shown) is is_steward
        assert ("Change the mandate" in shown) is is_steward

    def test_says_when_it_opens_closes_and_closed(self, house: House) -> None:
        made = task(house, valid_until=LATER)
        for day, words in (
            (OPENED - timedelta(days=1), "This task opens on"),
            (DAY, "This task closes on"),
            (LATER, "This task closed on"),
        ):
            assert words in text_of(page(house.cast.uma, "task", made.pk, as_of=day.isoformat()))

    def test_another_organisations_task_is_missing(self, house: House) -> None:
        made = task(house)
        response = browser(house.cast.ida).get(f"/o/elsewhere/leadership/tasks/{made.pk}/")
        assert response.status_code == 404

    def test_a_task_with_nothing_says_what_would_help(self, house: House) -> None:
        shown = text_of(page(house.cast.uma, "task", task(house).pk))
        assert "No mandate is in force on this day" in shown
        assert "Nothing is written down yet" in shown


class TestOnPaper:
    def test_holds_what_one_needs(self, house: House) -> None:
        made = whole_task(house)
        with CaptureQueriesContext(connection) as asked:
            printed = printed_mandate(made, DAY, "en")
        assert len(asked) == 5
        assert [(one.name, one.kind) for one in printed.holders] == [
            ("Eva Holm", ""),
            ("Alma Holm", "deputy"),
        ]
        assert printed.mandate is not None
        assert printed.accountabilities == ("The roster is out in time",)

    def test_is_there_in_both_languages(self, house: House) -> None:
        made = whole_task(house)
        english = text_of(page(house.cast.uma, "mandate_on_paper", made.pk, language="en"))
        danish = text_of(page(house.cast.uma, "mandate_on_paper", made.pk, language="da"))
        assert "may decide who works when, up to 3,000 DKK, in Ward." in english
        assert "må beslutte who works when, op til 3.000 kr., i Ward." in danish

    def test_says_that_there_is_none(self, house: House) -> None:
        shown = text_of(page(house.cast.uma, "mandate_on_paper", task(house).pk))
        assert "No mandate is in force on this day." in shown
        assert "nobody on this day" in shown

    def test_links_keep_the_day(self, house: House) -> None:
        made = task(house)
        shown = text_of(
            browser(house.cast.uma).get(address("mandate_on_paper", made.pk), {"as_of": "2026-03-02"})
        )
        assert "language=da&amp;as_of=2026-03-02" in shown
