"""The board: what stands where, for whom which step, and that it stays quick."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.leadership.browsing import address, browser, page, text_of
from apps.leadership.builders import (
    NOW,
    OPENED,
    House,
    application,
    assignment,
    many_tasks,
    need,
    offer,
    task,
)
from cast import DAY
from colead.apps.leadership.models import Offer
from colead.apps.leadership.selectors.board import (
    Filters,
    Stage,
    Step,
    board,
    tasks_held_by,
    tasks_of_unit,
)

SOON = DAY + timedelta(days=60)
LATER = DAY + timedelta(days=61)


def titles(house: House, stage: Stage, day: date = DAY, who: str = "uma", **filters: str) -> list[str]:
    found = board(day, Filters(stage=stage, **filters), member=getattr(house.cast, who), today=DAY)
    return [card.title for card in found.page]


def counts(house: House, day: date = DAY) -> dict[str, int]:
    found = board(day, Filters(), member=house.cast.uma, today=DAY)
    return {tab.stage.value: tab.count for tab in found.tabs}


def furnish(house: House) -> None:
    """One task at each stage."""
    task(house, "Open")
    offer(task(house, "Offered"), house.people["alma"])
    assignment(task(house, "Held"), house.people["eva"])
    assignment(task(house, "Ending", unit="office"), house.people["finn"], valid_until=SOON)


class TestStages:
    def test_each_task_stands_at_its_stage(self, house: House) -> None:
        furnish(house)
        assert counts(house) == {"open": 1, "offered": 1, "held": 2, "ending": 1}
        assert titles(house, Stage.OPEN) == ["Open"]
        assert titles(house, Stage.OFFERED) == ["Offered"]
        assert titles(house, Stage.HELD) == ["Ending", "Held"]
        assert titles(house, Stage.ENDING) == ["Ending"]

    def test_sixty_days_are_soon_and_one_more_is_not(self, house: House) -> None:
        assignment(task(house), house.people["eva"], valid_until=LATER)
        assert counts(house)["ending"] == 0
        assert counts(house, DAY + timedelta(days=1))["ending"] == 1

    @pytest.mark.parametrize(
        ("shares", "offered", "stage"),
        [
            ([], [], "open"),
            (["1"], [], "open"),
            (["1", "0.5"], [], "open"),
            (["1", "0.5"], ["0.5"], "offered"),
            (["1"], ["0.5"], "open"),
            ([], ["1", "1"], "offered"),
            (["1", "1"], [], "held"),
            (["0.33", "0.33", "0.34", "0.33", "0.33", "0.33"], [], "held"),
        ],
    )
    def test_shares_of_seats_count(
        self, house: House, shares: list[str], offered: list[str], stage: str
    ) -> None:
        made, people = task(house, seats=2), list(house.people.values())
        for share, person in zip(shares, people, strict=False):
            assignment(made, person, share=Decimal(share))
        for share, person in zip(offered, reversed(people), strict=False):
            offer(made, person, share=Decimal(share))
        assert {name for name, count in counts(house).items() if count} == {stage}

    def test_deputies_fill_no_seat(self, house: House) -> None:
        made = task(house, seats=2)
        holder = assignment(made, house.people["eva"])
        assignment(made, house.people["alma"], kind="deputy", beside=holder)
        offer(made, house.people["uma"], kind="deputy", beside=holder)
        assert counts(house)["open"] == 1

    def test_the_board_is_as_it_was_on_a_day(self, house: House) -> None:
        made = task(house)
        assignment(made, house.people["eva"], valid_from=DAY)
        offer(
            made,
            house.people["eva"],
            state=Offer.State.ACCEPTED,
            offered_at=NOW - timedelta(days=3),
            answered_at=NOW,
        )
        assert counts(house, OPENED - timedelta(days=1))["open"] == 0
        assert counts(house, DAY - timedelta(days=10))["open"] == 1
        assert counts(house, DAY - timedelta(days=1))["offered"] == 1
        assert counts(house, DAY)["held"] == 1


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"unit": "ward"}, ["Ældrerunde", "Night round"]),
            ({"unit": "night"}, ["Night round"]),
            ({"unit": "clinic"}, ["Ældrerunde", "Budget 2027", "Night round"]),
            ({"unit": "no such unit"}, []),
            ({"q": "ÆLDRE"}, ["Ældrerunde"]),
            ({"q": "round"}, ["Night round"]),
            ({"q": "office"}, ["Budget 2027"]),
            ({"q": "everybody live"}, ["Ældrerunde", "Budget 2027", "Night round"]),
            ({"q": "eva"}, ["Ældrerunde"]),
            ({"q": "2027"}, ["Budget 2027"]),
            ({"q": "eva", "unit": "night"}, []),
        ],
    )
    def test_words_and_unit_narrow_it(self, house: House, filters: dict[str, str], found: list[str]) -> None:
        shared = task(house, "Ældrerunde", seats=2)
        assignment(shared, house.people["eva"])
        task(house, "Night round", unit="night")
        task(house, "Budget 2027", unit="office")
        assert sorted(titles(house, Stage.OPEN, **filters)) == sorted(found)

    def test_titles_are_sorted_as_danes_sort(self, house: House) -> None:
        for title in ("Årshjul", "Zoneplan", "Økonomi", "Ansvar", "Ældre"):
            task(house, title)
        assert titles(house, Stage.OPEN) == ["Ansvar", "Zoneplan", "Ældre", "Økonomi", "Årshjul"]


class TestCards:
    def test_a_card_says_what_matters(self, house: House) -> None:
        made = task(house, seats=2, hours_per_week=Decimal("2.5"))
        assignment(made, house.people["eva"], share=Decimal("0.5"), valid_until=SOON)
        need(house, made, "listen", weight=5)
        need(house, made, "plan-work", is_critical=True)
        need(house, made, "resolve-conflict", valid_from=LATER)
        (card,) = board(DAY, Filters(), member=house.cast.uma, today=DAY).page
        assert [(holder.person.name, holder.share) for holder in card.holders] == [
            ("Eva Holm", Decimal("0.5"))
        ]
        assert card.asks == ("Planning work", "Listening and asking")
        assert (card.held, card.seats, card.ends_on, card.is_free) == (Decimal("0.5"), 2, SOON, True)

    @pytest.mark.parametrize(
        ("who", "state", "step"),
        [
            ("uma", "open", Step.VOLUNTEER),
            ("uma", "held", Step.NONE),
            ("uma", "volunteered", Step.VOLUNTEERED),
            ("uma", "suggested", Step.VOLUNTEER),
            ("uma", "offered", Step.ANSWER),
            ("uma", "holding", Step.HOLDING),
            ("bo", "open", Step.OFFER),
            ("bo", "held", Step.NONE),
            ("carla", "open", Step.OFFER),
            ("olga", "open", Step.OFFER),
            ("dan", "open", Step.NONE),
        ],
    )
    def test_the_next_step_is_the_readers_own(self, house: House, who: str, state: str, step: Step) -> None:
        made, uma = task(house), house.people["uma"]
        match state:
            case "held":
                assignment(made, house.people["eva"])
            case "holding":
                assignment(made, uma)
            case "offered":
                offer(made, uma)
            case "volunteered":
                application(made, uma)
            case "suggested":
                application(made, uma, state="suggested", suggested_by=house.people["eva"])
        member = getattr(house.cast, who)
        (card,) = tasks_of_unit(house.units["ward"], DAY, member=member, today=DAY)
        assert card.step == step

    def test_tasks_of_a_unit_are_those_of_the_unit_itself(self, house: House) -> None:
        task(house, "Ward")
        task(house, "Night", unit="night")
        assert [
            card.title for card in tasks_of_unit(house.units["ward"], DAY, member=house.cast.uma, today=DAY)
        ] == ["Ward"]

    def test_a_seat_is_free_until_it_is_held_wholly(self, house: House) -> None:
        half, full, held = task(house, "Half"), task(house, "Full"), task(house, "Held by three")
        assignment(half, house.people["eva"], share=Decimal("0.5"))
        assignment(full, house.people["eva"])
        for name in ("eva", "finn", "uma"):
            assignment(held, house.people[name], share=Decimal("0.33"))
        found = tasks_of_unit(house.units["ward"], DAY, member=house.cast.uma, today=DAY)
        assert {card.title: card.is_free for card in found} == {
            "Half": True,
            "Full": False,
            "Held by three": False,
        }

    def test_tasks_of_a_person_are_held_on_the_day(self, house: House) -> None:
        made, other = task(house, "Roster"), task(house, "Round")
        beside = assignment(made, house.people["bo"])
        assignment(made, house.people["eva"], kind="deputy", beside=beside)
        assignment(other, house.people["eva"], valid_until=DAY)
        held = tasks_held_by(house.people["eva"], DAY, member=house.cast.uma, today=DAY)
        assert [card.title for card in held] == ["Roster"]


class TestPage:
    @pytest.mark.parametrize("stage", list(Stage))
    def test_shows_cards_in_both_languages(self, house: House, stage: Stage) -> None:
        furnish(house)
        for language in ("en", "da"):
            house.cast.uma.user.language = language
            house.cast.uma.user.save()
            assert "<article" in text_of(page(house.cast.uma, "board", stage=stage.value))

    def test_htmx_gets_the_cards_alone(self, house: House) -> None:
        furnish(house)
        answer = browser(house.cast.uma).get(address("board"), headers={"HX-Request": "true"})
        assert "<html" not in text_of(answer)
        assert "Open" in text_of(answer)

    def test_an_unknown_stage_is_the_first(self, house: House) -> None:
        furnish(house)
        assert page(house.cast.uma, "board", stage="gone").context["filters"].stage is Stage.OPEN

    @pytest.mark.parametrize(
        ("who", "words"),
        [
            ("carla", "Start from a recipe"),
            ("bo", "Start from a recipe"),
            ("uma", "Show them a recipe that you would like to lead"),
        ],
    )
    def test_an_empty_board_teaches(self, house: House, who: str, words: str) -> None:
        assert words in text_of(page(getattr(house.cast, who), "board"))

    def test_nothing_of_others_offers_and_applications_shows(self, house: House) -> None:
        made = task(house)
        offer(made, house.people["gerd"])
        application(made, house.people["finn"])
        for stage in Stage:
            shown = text_of(page(house.cast.uma, "board", stage=stage.value))
            assert "Gerd" not in shown
            assert "Finn" not in shown


class TestSpeed:
    @pytest.mark.parametrize(("who", "queries"), [("uma", 11), ("bo", 12), ("carla", 9), ("dan", 6)])
    def test_queries_do_not_grow(self, house: House, who: str, queries: int) -> None:
        member = getattr(house.cast, who)
        for size in (3, 60):
            many_tasks(house, size)
            board(DAY, Filters(stage=Stage.HELD), member=member, today=DAY)
            with CaptureQueriesContext(connection) as asked:
                found = board(DAY, Filters(stage=Stage.HELD), member=member, today=DAY)
            assert len(asked) == queries, [query["sql"][:90] for query in asked]
        assert found.page.paginator.num_pages == 3

    def test_the_page_asks_no_more_for_more_cards(self, house: House) -> None:
        asked: list[int] = []
        for size in (3, 60):
            many_tasks(house, size)
            page(house.cast.uma, "board", stage="held")
            with CaptureQueriesContext(connection) as queries:
                page(house.cast.uma, "board", stage="held")
            asked.append(len(queries))
        assert asked[0] == asked[1]


def test_a_page_too_far_is_the_last(house: House) -> None:
    many_tasks(house, 30)
    found: Any = board(DAY, Filters(stage=Stage.HELD), member=house.cast.uma, today=DAY, page="99")
    assert (found.page.number, len(found.page.object_list)) == (2, 6)
