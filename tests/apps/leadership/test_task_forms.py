"""Opening and changing tasks as a browser without JavaScript does."""

from typing import Any

import pytest
from django.utils import timezone

from apps.leadership.browsing import address, browser, page, send, text_of
from apps.leadership.builders import House, accountability, assignment, mandate, need, task
from colead.apps.leadership.forms import units
from colead.apps.leadership.models import Accountability, LeadershipTask, Mandate, NeededCompetency
from colead.apps.leadership.recipes import shipped_recipes

ROWS = {
    "accountabilities-TOTAL_FORMS": "3",
    "accountabilities-INITIAL_FORMS": "0",
    "needs-TOTAL_FORMS": "3",
    "needs-INITIAL_FORMS": "0",
}
ROSTER: dict[str, Any] = ROWS | {
    "title": "Duty roster",
    "purpose": "A roster that all can live with.",
    "unit": "ward",
    "hours_per_week": "2.5",
    "seats": "1",
    "opens_on": "2026-03-02",
    "accountabilities-0-text": "Is out in time",
    "accountabilities-2-text": "Finds cover",
    "needs-0-competency": "listen",
    "needs-0-level": "3",
    "needs-0-weight": "2",
    "needs-0-is_critical": "on",
    "needs-1-level": "2",
    "needs-1-weight": "2",
    "mandate-may_decide": "who works when",
    "mandate-limit_amount": "3000",
    "mandate-limit_currency": "DKK",
    "mandate-units": ["ward", "night"],
}


def today() -> str:
    return timezone.localdate().isoformat()


class TestOpening:
    def test_the_sheet_opens_the_task(self, house: House) -> None:
        answer = send(house.cast.bo, "open_task", **ROSTER)
        made = LeadershipTask.objects.get()
        assert answer.headers["Location"] == address("task", made.pk)
        texts = made.accountabilities.order_by("place").values_list("text", flat=True)
        assert list(texts) == ["Is out in time", "Finds cover"]
        assert list(made.needs.values_list("competency__key", "level", "is_critical")) == [
            ("listen", 3, True)
        ]
        assert sorted(row.unit.key for row in Mandate.objects.get().units.all()) == ["night", "ward"]

    def test_the_least_is_enough(self, house: House) -> None:
        least = {name: ROSTER[name] for name in ("title", "purpose", "unit", "hours_per_week", "opens_on")}
        send(
            house.cast.carla, "open_task", **least, **ROWS, **{"seats": "1", "mandate-limit_currency": "DKK"}
        )
        assert LeadershipTask.objects.count() == 1
        assert not Mandate.objects.exists()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"title": ""}, "This field is required."),
            ({"unit": "office"}, "Select a valid choice."),
            ({"seats": "0"}, "greater than or equal to 1"),
            ({"most_terms": "2"}, "how long is a term?"),
            ({"needs-1-competency": "listen"}, "stands there twice"),
            ({"needs-1-competency": "sing"}, "Select a valid choice."),
            ({"mandate-may_decide": ""}, "Say what the holder may decide"),
            ({"mandate-limit_amount": "-1"}, "greater than or equal to 0"),
            ({"accountabilities-0-text": "x" * 301}, "at most 300 characters"),
            ({"opens_on": "soon"}, "Enter a valid date."),
        ],
    )
    def test_a_mistake_is_told_and_nothing_is_lost(
        self, house: House, change: dict[str, str], words: str
    ) -> None:
        answer = send(house.cast.bo, "open_task", **ROSTER | change)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "Finds cover" in text_of(answer)
        assert not LeadershipTask.objects.exists()

    def test_more_rows_keep_what_was_written(self, house: House) -> None:
        answer = send(house.cast.bo, "open_task", **ROSTER | {"title": "", "more": "yes"})
        shown = text_of(answer)
        assert answer.status_code == 200
        assert "This field is required." not in shown
        for kept in ("Is out in time", "Finds cover", "who works when", 'value="3000"'):
            assert kept in shown
        assert answer.context["sheet"].accountabilities.total_form_count() == 5
        assert answer.context["sheet"].needs.total_form_count() == 4
        assert not LeadershipTask.objects.exists()

    def test_rows_stop_at_thirty(self, house: House) -> None:
        many = {f"accountabilities-{place}-text": f"No. {place}" for place in range(40)}
        data = ROSTER | many | {"more": "yes", "accountabilities-TOTAL_FORMS": "999999"}
        answer = send(house.cast.bo, "open_task", **data)
        assert answer.context["sheet"].accountabilities.total_form_count() == 30

    def test_a_recipe_fills_the_sheet(self, house: House) -> None:
        key, recipe = next(iter(shipped_recipes().items()))
        answer = page(house.cast.bo, "open_task", recipe=key, unit="night")
        shown = answer.context["sheet"]
        assert shown.task.initial["title"] == recipe.title.en
        assert shown.task.initial["unit"] == "night"
        known = {need.competency for need in recipe.needs} & set(house.competencies)
        assert {row["competency"] for row in shown.needs.initial} == known
        assert len(answer.context["unknown"]) == len(recipe.needs) - len(known)
        send(house.cast.bo, "open_task", query=f"?recipe={key}", **ROSTER)
        assert LeadershipTask.objects.get().recipe == key

    def test_every_unit_that_is_looked_after_is_offered_as_in_the_tree(self, house: House) -> None:
        offered = page(house.cast.carla, "open_task").context["sheet"].task.fields["unit"].choices
        labels = [label for key, label in offered if key]
        places = {label.strip(): place for place, label in enumerate(labels)}
        assert len(labels) == len(house.units)
        assert places["Ward"] < places["Night"]
        depth = {label.strip(): len(label) - len(label.lstrip()) for label in labels}
        assert depth["Night"] == depth["Ward"] + 1

    def test_where_units_are_many_one_writes_a_name(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(units, "MOST_IN_LIST", 1)
        shown = text_of(page(house.cast.bo, "open_task", unit="night"))
        assert 'value="Night (night)"' in shown
        assert '<option value="Ward (ward)">' in shown
        send(house.cast.bo, "open_task", **ROSTER | {"unit": "nIGHt", "mandate-units": "Ward\nnight"})
        assert LeadershipTask.objects.get().unit.key == "night"
        assert sorted(row.unit.key for row in Mandate.objects.get().units.all()) == ["night", "ward"]

    def test_many_units_and_more_rows_keep_what_was_written(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(units, "MOST_IN_LIST", 1)
        data = ROSTER | {"unit": "Nig", "mandate-units": "Ward\nNig", "more": "yes"}
        shown = text_of(send(house.cast.bo, "open_task", **data))
        assert 'value="Nig"' in shown
        assert "Ward Nig</textarea>" in shown

    def test_an_unknown_recipe_is_a_blank_sheet(self, house: House) -> None:
        assert page(house.cast.bo, "open_task", recipe="no-such").context["recipe"] == ""

    def test_who_looks_after_no_unit_is_told_so(self, house: House) -> None:
        answer = browser(house.cast.alma).get(address("open_task"), follow=True)
        assert "You do not look after the leadership tasks of any unit." in text_of(answer)


class TestGallery:
    def test_shows_recipes_by_category_and_finds_them(self, house: House) -> None:
        recipe = next(iter(shipped_recipes().values()))
        assert recipe.title.en in text_of(page(house.cast.uma, "recipes"))
        found = page(house.cast.uma, "recipes", q=recipe.title.en.upper()).context["shelves"]
        assert recipe.key in {card.key for shelf in found for card in shelf.recipes}
        assert "No recipe fits." in text_of(page(house.cast.uma, "recipes", q="xylophone"))

    def test_only_those_who_open_tasks_use_them(self, house: House) -> None:
        assert "Use it" in text_of(page(house.cast.bo, "recipes"))
        assert "Use it" not in text_of(page(house.cast.alma, "recipes"))

    def test_needs_no_script_and_htmx_gets_the_shelves_alone(self, house: House) -> None:
        answer = browser(house.cast.uma).get(address("recipes"), headers={"HX-Request": "true"})
        assert "<html" not in text_of(answer)


def rows(**values: str) -> dict[str, str]:
    return {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "day": today()} | {
        f"form-{name}": value for name, value in values.items()
    }


class TestChanging:
    def test_details_change(self, house: House) -> None:
        made = task(house)
        shown = page(house.cast.bo, "change_task", made.pk)
        assert shown.context["form"].initial["title"] == "Duty roster"
        data = {"title": "Roster", "purpose": "P", "unit": "night", "hours_per_week": "1", "seats": "2"}
        answer = send(house.cast.bo, "change_task", made.pk, **data)
        assert answer.headers["Location"] == address("task", made.pk)
        made.refresh_from_db()
        assert (made.title, made.unit.key, made.seats) == ("Roster", "night", 2)

    def test_a_rule_that_forbids_it_stands_at_its_field(self, house: House) -> None:
        made = task(house, seats=2)
        assignment(made, house.people["eva"])
        assignment(made, house.people["alma"])
        data = {"title": "Roster", "purpose": "P", "unit": "ward", "hours_per_week": "1", "seats": "1"}
        answer = send(house.cast.bo, "change_task", made.pk, **data)
        assert answer.status_code == 422
        assert "2 seats are held." in str(answer.context["form"].errors["seats"])

    def test_accountabilities_change(self, house: House) -> None:
        made = task(house)
        accountability(made, "Old")
        assert page(house.cast.bo, "change_accountabilities", made.pk).context["rows"].initial == [
            {"text": "Old"}
        ]
        send(house.cast.bo, "change_accountabilities", made.pk, **rows(**{"1-text": "New"}))
        in_force = Accountability.objects.on(timezone.localdate()).filter(task=made)
        assert [row.text for row in in_force] == ["New"]

    def test_needs_change(self, house: House) -> None:
        made = task(house)
        need(house, made)
        shown = page(house.cast.bo, "change_needs", made.pk).context["rows"].initial
        assert shown == [{"competency": "plan-work", "level": 2, "weight": 1, "is_critical": False}]
        values = {"0-competency": "listen", "0-level": "4", "0-weight": "5"}
        send(house.cast.bo, "change_needs", made.pk, **rows(**values))
        in_force = NeededCompetency.objects.on(timezone.localdate()).filter(task=made)
        assert [(row.competency.key, row.level, row.weight) for row in in_force] == [("listen", 4, 5)]

    def test_more_rows_keep_what_was_written_and_the_day(self, house: House) -> None:
        made = task(house)
        data = rows(**{"0-text": "Half written"}) | {"day": "2099-01-01", "more": "yes"}
        answer = send(house.cast.bo, "change_accountabilities", made.pk, **data)
        assert answer.status_code == 200
        assert "Half written" in text_of(answer)
        assert "2099-01-01" in text_of(answer)
        assert answer.context["rows"].total_form_count() == 4
        assert not Accountability.objects.exists()

    def test_a_day_that_has_passed_is_refused(self, house: House) -> None:
        made = task(house)
        data = rows(**{"0-text": "New"}) | {"day": "2026-03-01"}
        answer = send(house.cast.bo, "change_accountabilities", made.pk, **data)
        assert answer.status_code == 422
        assert "day" in answer.context["form"].errors

    def test_the_mandate_changes_and_ends(self, house: House) -> None:
        made = task(house)
        mandate(made, [house.units["night"]])
        initial = page(house.cast.bo, "change_mandate", made.pk).context["form"].initial
        assert (initial["may_decide"], initial["units"]) == ("who works when", ["night"])
        data = {"may_decide": "everything", "limit_currency": "DKK", "units": ["ward"], "day": today()}
        send(house.cast.bo, "change_mandate", made.pk, **data)
        in_force = Mandate.objects.on(timezone.localdate()).filter(task=made)
        assert [row.may_decide for row in in_force] == ["everything"]
        send(house.cast.bo, "change_mandate", made.pk, day=today(), limit_currency="DKK", end="yes")
        assert not in_force.all().exists()

    def test_an_empty_mandate_is_a_mistake(self, house: House) -> None:
        made = task(house)
        answer = send(house.cast.bo, "change_mandate", made.pk, day=today(), limit_currency="DKK")
        assert answer.status_code == 422
        assert "may_decide" in answer.context["form"].errors

    def test_closing_asks_for_the_day_and_closes(self, house: House) -> None:
        made = task(house)
        assert "those concerned are told" in text_of(page(house.cast.bo, "close_task", made.pk))
        answer = send(house.cast.bo, "close_task", made.pk, day=today())
        assert answer.headers["Location"] == address("board")
        made.refresh_from_db()
        assert made.valid_until == timezone.localdate()


PAGES = ["change_task", "change_accountabilities", "change_needs", "change_mandate", "close_task"]


@pytest.mark.parametrize("name", PAGES)
class TestWhoMay:
    @pytest.mark.parametrize(
        ("who", "status"), [("bo", 200), ("carla", 200), ("olga", 200), ("alma", 302), ("dan", 302)]
    )
    def test_reads_the_form(self, house: House, name: str, who: str, status: int) -> None:
        made = task(house)
        assert browser(getattr(house.cast, who)).get(address(name, made.pk)).status_code == status

    def test_nobody_else_sends_it(self, house: House, name: str) -> None:
        made = task(house)
        answer = send(house.cast.alma, name, made.pk, day=today())
        assert answer.status_code == 403
        assert "Ask its lead or the people team." in text_of(answer)

    def test_the_page_says_why_it_leads_back(self, house: House, name: str) -> None:
        made = task(house)
        answer = browser(house.cast.alma).get(address(name, made.pk), follow=True)
        assert "You do not look after the leadership tasks of Ward." in text_of(answer)

    def test_a_closed_task_tells_that_it_is_closed(self, house: House, name: str) -> None:
        made = task(house, valid_until="2026-06-01")
        data = rows() | {"may_decide": "all", "limit_currency": "DKK", "title": "T", "purpose": "P"}
        data |= {"unit": "ward", "hours_per_week": "1", "seats": "1"}
        answer = send(house.cast.bo, name, made.pk, **data)
        assert answer.status_code == 422
        assert "The task is closed." in text_of(answer)
