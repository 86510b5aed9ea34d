"""The pages of allocations: who may open them, what the form asks, what a proposal and a conflict say."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.leadership.builders import House
from apps.leadership.scenario_house import WIDE, Board, ask, build_board, computed, withdraw
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Assignment, Offer, Scenario
from queue_of_jobs import run_pending
from remembered import remembered

SEE, CHANGE = "GET", "POST"
#                                  alma  bo   carla dan  olga  ida
TABLE = {
    (SEE, "scenarios"):           (403, 403, 200, 403, 200, 404),
    (SEE, "new_scenario"):        (403, 403, 200, 403, 200, 404),
    (SEE, "compare_scenarios"):   (403, 403, 200, 403, 200, 404),
    (SEE, "scenario"):            (403, 403, 200, 403, 200, 404),
    (SEE, "scenario_json"):       (403, 403, 200, 403, 200, 404),
    (SEE, "scenario_csv"):        (403, 403, 200, 403, 200, 404),
    (SEE, "delete_scenario"):     (403, 403, 200, 403, 200, 404),
    (CHANGE, "new_scenario"):     (403, 403, 422, 403, 422, 404),
    (CHANGE, "take_scenario"):    (403, 403, 302, 403, 302, 404),
    (CHANGE, "mend_scenario"):    (403, 403, 422, 403, 422, 404),
}  # fmt: skip
NOT_COMPUTED = {"take_scenario": 409}
NONSENSE = f"?scenario={'9' * 30}&scenario={'9' * 5000}"
WITHOUT_NUMBER = {"scenarios", "new_scenario", "compare_scenarios"}
ROLES = ("alma", "bo", "carla", "dan", "olga", "ida")


@pytest.fixture
@remembered
def board(house: House) -> Board:
    return build_board(house)


@pytest.fixture
def carla(client: Client, board: Board) -> Client:
    client.force_login(board.carla.user)
    return client


def url(name: str, *arguments: object) -> str:
    return reverse(f"leadership:{name}", args=["clinic", *arguments])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def fields(**changes: Any) -> dict[str, Any]:
    """The form as a browser sends it, with nothing but a name and the hours."""
    management = {
        f"{prefix}-{name}": number
        for prefix in ("pairs", "exclusion_pairs")
        for name, number in (("TOTAL_FORMS", 2), ("INITIAL_FORMS", 0))
    }
    return {"name": "Autumn", "hours": "6", "continuity": "0.0", **management, **changes}


@pytest.mark.parametrize("state", ["computed", "not computed"])
def test_role_by_state(client: Client, board: Board, state: str) -> None:
    made = computed(board) if state == "computed" else ask(board)
    for (method, name), expected in TABLE.items():
        address = url(name) if name in WITHOUT_NUMBER else url(name, made.pk)
        for role, status in zip(ROLES, expected, strict=True):
            client.force_login(getattr(board.house.cast, role).user)
            answer = client.get(address) if method == SEE else client.post(address)
            allowed = status in {200, 302}
            wanted = NOT_COMPUTED.get(name, status) if state == "not computed" and allowed else status
            assert (name, role, answer.status_code) == (name, role, wanted)


def test_nobody_reaches_a_scenario_through_another_organisation(client: Client, board: Board) -> None:
    made = computed(board)
    client.force_login(board.house.cast.ida.user)
    for name in ("scenario", "scenario_json", "scenario_csv", "delete_scenario"):
        assert client.get(reverse(f"leadership:{name}", args=["elsewhere", made.pk])).status_code == 404


def test_the_empty_list_teaches(carla: Client) -> None:
    shown = text(carla, url("scenarios"))
    assert "No scenario yet" in shown
    assert url("new_scenario") in shown


def test_from_the_form_to_the_proposal(carla: Client, board: Board) -> None:
    answer = carla.post(url("new_scenario"), fields(deputies="on", fairness="on", most_tasks="2"))
    made = Scenario.objects.get()
    assert answer.headers["Location"] == url("scenario", made.pk)
    waiting = text(carla, url("scenario", made.pk))
    assert "<progress" in waiting
    assert 'hx-select="#scenario"' in waiting  # the proposal comes by itself
    run_pending()
    shown = text(carla, url("scenario", made.pk))
    assert "4 of 4 seats have a proposal." in shown
    assert "Nobody would carry more than 4 hours a week." in shown
    assert "It is proven" in shown
    assert "Alma Holm" in shown
    assert "Fits less." in shown  # why not the next one
    assert "Planning work: needs level 2, has 3" in shown
    assert '<svg role="img"' in shown
    assert 'class="marks"' in shown  # no larger and no smaller than every other chart
    assert "hx-select" not in shown
    assert "style=" not in shown.split("<main", 1)[1].split("</main>", 1)[0]
    assert not Offer.objects.exists()


def test_the_form_becomes_wishes(carla: Client, board: Board) -> None:
    people, tasks = board.house.people, board.tasks
    sent = fields(
        tasks=[tasks["roster"].pk],
        task_units=["night"],
        people_units=["clinic"],
        reopen="on",
        stretch="on",
        formal_percent="40",
        continuity="0.5",
        must_fill=[tasks["rounds"].pk],
        **{
            "pairs-0-how": "in",
            "pairs-0-task": tasks["roster"].pk,
            "pairs-0-person": "eva",  # employee number
            "pairs-1-how": "out",
            "pairs-1-task": tasks["rounds"].pk,
            "pairs-1-person": "Finn Holm (finn)",  # as the list offers it
            "exclusion_pairs-0-person": "alma hol",  # words of the name
            "exclusion_pairs-0-other": "bo",
        },
    )
    assert carla.post(url("new_scenario"), sent).status_code == 302
    assert Wishes.from_dict(Scenario.objects.get().wishes) == Wishes(
        tasks=(tasks["roster"].pk,),
        task_units=("night",),
        people_units=("clinic",),
        reopen=True,
        deputies=False,
        fairness=False,
        stretch=True,
        hours=6.0,
        formal_share=0.4,
        continuity=0.5,
        must_fill=(tasks["rounds"].pk,),
        locked=((tasks["roster"].pk, people["eva"].pk),),
        locked_out=((tasks["rounds"].pk, people["finn"].pk),),
        exclusion_pairs=((people["alma"].pk, people["bo"].pk),),
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"hours": "0"}, "greater than or equal to 0.5"),
        ({"pairs-0-person": "nobody at all", "pairs-0-task": "first"}, "Nobody who can be proposed"),
        ({"pairs-0-person": "gerd", "pairs-0-task": "first"}, "Nobody who can be proposed"),
        ({"pairs-0-person": "Holm", "pairs-0-task": "first"}, "Several people fit"),
        ({"pairs-0-person": "eva"}, "Choose both a task and a person."),
        ({"exclusion_pairs-0-person": "eva"}, "Choose two different people."),
        (
            {"exclusion_pairs-0-person": "eva", "exclusion_pairs-0-other": "eva"},
            "Choose two different people.",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    carla: Client, board: Board, changes: dict[str, Any], said: str
) -> None:
    sent = {key: board.tasks["roster"].pk if value == "first" else value for key, value in changes.items()}
    answer = carla.post(url("new_scenario"), fields(**sent))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Scenario.objects.exists()


def test_of_many_tasks_one_writes_titles_or_numbers(
    carla: Client, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colead.apps.leadership.selectors.scenario_choices.MOST_IN_LIST", 1)
    roster, rounds = board.tasks["roster"], board.tasks["rounds"]
    shown = text(carla, f"{url('new_scenario')}?task={roster.pk}")
    assert f"{roster.title} · {roster.unit.name} ({roster.pk})" in shown
    assert rounds.title not in shown
    sent = fields(
        tasks=f"{roster.pk}\n\n{rounds.title}",
        must_fill="",
        **{"pairs-0-how": "in", "pairs-0-task": roster.title, "pairs-0-person": "eva"},
    )
    wrong = carla.post(url("new_scenario"), sent | {"tasks": "unheard of"})
    assert wrong.status_code == 422
    assert "No task of this day is called so." in wrong.content.decode()
    assert "unheard of</textarea>" in wrong.content.decode()
    assert carla.post(url("new_scenario"), sent).status_code == 302
    wishes = Wishes.from_dict(Scenario.objects.get().wishes)
    assert (wishes.tasks, wishes.must_fill) == ((roster.pk, rounds.pk), ())
    assert wishes.locked == ((roster.pk, board.house.people["eva"].pk),)


def test_a_copy_begins_with_the_wishes_of_the_first(carla: Client, board: Board) -> None:
    eva, roster = board.house.people["eva"], board.tasks["roster"]
    made = ask(board, replace(WIDE, most_tasks=3, locked=((roster.pk, eva.pk),)))
    shown = text(carla, f"{url('new_scenario')}?copy={made.pk}")
    assert 'value="Autumn, changed"' in shown
    assert 'value="Eva Holm (eva)"' in shown
    assert 'name="most_tasks" value="3"' in shown
    assert carla.get(f"{url('new_scenario')}?copy=12345").status_code == 404


def test_a_task_with_a_free_seat_leads_to_a_question_about_it_alone(carla: Client, board: Board) -> None:
    roster = board.tasks["roster"]
    address = f"{url('new_scenario')}?task={roster.pk}"
    assert address in text(carla, url("task", roster.pk))
    shown = text(carla, address)
    assert f'value="{roster.title}"' in shown
    assert f'<option value="{roster.pk}" selected>' in shown
    assert f'<option value="{board.tasks["rounds"].pk}" selected>' not in shown
    assert carla.get(f"{url('new_scenario')}?task=12345").status_code == 404


@pytest.mark.parametrize("who", ["alma", "bo"])
def test_only_those_who_allocate_are_asked_to_find_who_fits(client: Client, board: Board, who: str) -> None:
    client.force_login(getattr(board.house.cast, who).user)
    assert url("new_scenario") not in text(client, url("task", board.tasks["roster"].pk))


def test_open_seats_say_why(carla: Client, board: Board) -> None:
    for key in ("eva", "uma", "bo"):
        withdraw(board.house.people[key])
    shown = text(carla, url("scenario", computed(board).pk))
    assert "stays open" in shown
    assert "Nobody who takes part meets what it cannot do without." in shown


def test_where_nothing_could_be_asked_the_page_says_what_to_do(carla: Client, board: Board) -> None:
    for key in ("alma", "eva", "finn", "uma", "bo"):
        withdraw(board.house.people[key])
    shown = text(carla, url("scenario", computed(board).pk))
    assert "Nobody among the chosen people lets their strengths be used" in shown


def test_limits_tell_what_they_cost(carla: Client, board: Board) -> None:
    made = computed(board, replace(WIDE, formal_share=0.0, fairness=False))
    shown = text(carla, url("scenario", made.pk))
    assert "Without the limit on formal leaders&#x27; share, the fit would be" in shown


def test_a_conflict_is_told_in_sentences_and_mended_by_a_button(carla: Client, board: Board) -> None:
    uma = board.house.people["uma"].pk
    both = ((board.tasks["mediation"].pk, uma), (board.tasks["roster"].pk, uma))
    made = computed(board, replace(WIDE, locked=both))
    shown = text(carla, url("scenario", made.pk))
    assert "These demands cannot be had together" in shown
    assert "Uma Holm holds “Mediation”." in shown
    assert "Uma Holm holds “Duty roster”." in shown
    assert "Uma Holm gives no more hours a week than you allow." in shown
    assert "Allow 8 hours a week" in shown
    assert "In short" not in shown
    hours = next(n for n, one in enumerate(made.result["conflict"]) if one["constraint"] == "hours")
    answer = carla.post(url("mend_scenario", made.pk), {"demand": hours})
    copied = Scenario.objects.exclude(pk=made.pk).get()
    assert answer.headers["Location"] == url("scenario", copied.pk)
    assert Wishes.from_dict(copied.wishes) == replace(WIDE, locked=both, hours=8.0)
    run_pending()
    copied.refresh_from_db()
    assert copied.state == Scenario.State.PROPOSED


def test_some_seats_are_taken_then_all(carla: Client, board: Board) -> None:
    made = computed(board)
    first = next(n for n, seat in enumerate(made.result["seats"]) if seat["kind"] == "holder")
    answer = carla.post(url("take_scenario", made.pk), {"seat": [first]}, follow=True)
    assert "1 offer is made." in answer.content.decode()
    assert "offer: waits for an answer" in answer.content.decode()
    answer = carla.post(url("take_scenario", made.pk), {"all": "1"}, follow=True)
    shown = answer.content.decode()
    assert "3 offers are made." in shown
    assert "1 seat was offered before." in shown
    assert "1 deputy can be asked when somebody holds the task." in shown
    assert Offer.objects.count() == 4
    assert not Assignment.objects.exists()


def test_taking_none_says_so(carla: Client, board: Board) -> None:
    answer = carla.post(url("take_scenario", computed(board).pk), follow=True)
    assert "Nothing was chosen, so nothing is offered." in answer.content.decode()
    assert not Offer.objects.exists()


def test_deleting_asks_first_and_leaves_offers(carla: Client, board: Board) -> None:
    made = computed(board)
    carla.post(url("take_scenario", made.pk), {"all": "1"})
    assert "Delete “Autumn”?" in text(carla, url("delete_scenario", made.pk))
    carla.post(url("delete_scenario", made.pk))
    assert not Scenario.objects.exists()
    assert Offer.objects.count() == 4


def test_two_scenarios_side_by_side(carla: Client, board: Board) -> None:
    free = computed(board, name="Free")
    without = computed(board, replace(WIDE, formal_share=0.0), name="Without leads")
    shown = text(carla, f"{url('compare_scenarios')}?scenario={free.pk}&scenario={without.pk}")
    cells = re.findall(r"<td data-label=\"(.+?)\">(.+?)</td>", shown)
    assert cells[:2] == [("Free", "4 of 4"), ("Without leads", "4 of 4")]
    assert ("Free", "25 %") in cells
    assert ("Without leads", "0 %") in cells
    assert "Where they differ" in shown
    assert "Alma Holm, Bo Holm" in shown
    assert "Alma Holm, Eva Holm" in shown


def test_a_comparison_needs_two(carla: Client, board: Board) -> None:
    made = computed(board)
    for query in ("", f"?scenario={made.pk}", "?scenario=x&scenario=99999", NONSENSE):
        assert "Choose two or three scenarios" in text(carla, url("compare_scenarios") + query)


def test_the_spreadsheet_runs_no_cell(carla: Client, board: Board) -> None:
    board.tasks["roster"].title = "=1+1"
    board.tasks["roster"].save()
    content = text(carla, url("scenario_csv", computed(board).pk))
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 5
    assert {row["task"] for row in rows} == {"'=1+1", "Mediation", "Night rounds"}
    assert {row["employee number"] for row in rows if row["as"] == "deputy"} == {"bo"}


def test_the_document_names_nobody(carla: Client, board: Board) -> None:
    answer = carla.get(url("scenario_json", computed(board).pk))
    document = json.loads(answer.content)
    assert document["format"] == "colead.scenario/1"
    assert document["question"]["people"] == sorted(
        board.house.people[key].pk for key in ("alma", "eva", "finn", "uma", "bo")
    )
    assert "Holm" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
