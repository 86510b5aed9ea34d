"""Nomination sets and leadership maps as programs read them: the figures of the page, and no others."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.caller import CLINIC, Caller, caller
from cast import Cast
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.apps.organisations.models import User
from colead.kit import scope
from queue_of_jobs import run_pending
from remembered import remembered

SETS = f"{CLINIC}/nomination-sets"
UNITS = {"A": 12, "B": 12, "C": 3}


def staff() -> str:
    rows = ["id,name,manager,unit,unit_parent", "boss,The Boss,,Top,"]
    for unit, size in UNITS.items():
        rows.append(f"{unit}0,Lead of {unit},boss,{unit},Top")
        rows += [f"{unit}{number},Person {unit}{number},{unit}0,{unit},Top" for number in range(1, size)]
    return "\n".join(rows)


def ties() -> list[dict[str, Any]]:
    found = []
    for unit, size in UNITS.items():
        for number in range(size):
            nearby = {(number + step) % size for step in (1, 2, 5)} - {number}
            found += [{"from": f"{unit}{number}", "to": f"{unit}{other}"} for other in sorted(nearby)]
        found.append({"from": f"{unit}1", "to": "boss"})
    return found


@pytest.fixture
@remembered
def token(cast: Cast) -> str:
    """Carla's; with it, the staff list has come in."""
    by = caller(cast.carla)
    file = SimpleUploadedFile("staff.csv", staff().encode())
    data = {"file": file, "applies_from": "2026-03-01", "dry_run": "false"}
    assert by.upload(f"{CLINIC}/people-imports", **data).status_code == 201
    return by.token


@pytest.fixture
def carla(token: str) -> Caller:
    return Caller(token)


def create(by: Caller, **changes: Any) -> Any:
    return by.post(SETS, {"name": "Advice", "held_on": "2026-03-02", "ties": ties(), **changes})


@pytest.fixture
@remembered
def mapped(carla: Caller) -> str:
    """The address of a set whose map is computed."""
    (made,) = create(carla).json()
    run_pending()
    return f"{SETS}/{made['id']}"


class TestSets:
    def test_rows_are_stored(self, carla: Caller, cast: Cast) -> None:
        answer = create(carla, question="Whom do you ask?")
        assert answer.status_code == 201
        (made,) = answer.json()
        with scope.organisation(cast.clinic):
            stored = NominationSet.objects.get(pk=made["id"])
            assert (stored.name, stored.question, stored.created_by) == (
                "Advice",
                "Whom do you ask?",
                cast.carla.user,
            )
            assert Nomination.objects.count() == len(ties())
            assert Respondent.objects.count() == 28  # everybody, as nobody said who answered

    def test_who_answered_may_be_told(self, carla: Caller, cast: Cast) -> None:
        keys = sorted({tie["from"] for tie in ties()})
        create(carla, respondents=keys)
        with scope.organisation(cast.clinic):
            assert Respondent.objects.count() == len(keys) == 27

    def test_weights_and_kinds(self, carla: Caller) -> None:
        rows = [
            {"from": "A1", "to": "A2", "weight": 2.5, "kind": "advice"},
            {"from": "A1", "to": "A3", "kind": "trust"},
        ]
        names = {one["name"] for one in create(carla, ties=rows).json()}
        assert names == {"Advice · advice", "Advice · trust"}

    def test_keys_with_commas_quotes_and_line_ends_stay_one_value(self, carla: Caller) -> None:
        refused = create(carla, ties=[{"from": 'A1"\n,x,=1+1', "to": "A2"}])
        assert refused.status_code == 422
        assert len(refused.json()["problems"]) == 1

    def test_problems_name_the_row_and_nothing_is_stored(self, carla: Caller, cast: Cast) -> None:
        refused = create(carla, ties=[*ties()[:2], {"from": "nobody", "to": "A1"}])
        assert (refused.status_code, refused.json()["code"]) == (422, "bad_nominations")
        assert refused.json()["problems"][0]["line"] == 4  # the first tie is line 2
        with scope.organisation(cast.clinic):
            assert not NominationSet.objects.exists()

    def test_from_a_file(self, carla: Caller) -> None:
        file = SimpleUploadedFile("råd.csv", b"fra;til\nA1;A2\nA2;A3\n")
        answered = SimpleUploadedFile("svar.csv", b"id\nA1\nA2\nA3\n")
        answer = carla.upload(
            f"{SETS}/from-file", name="File", held_on="2026-03-02", file=file, respondents=answered
        )
        assert answer.status_code == 201
        assert carla.get(f"{SETS}/{answer.json()[0]['id']}").json()["answered"] == 0, (
            "fewer than five look like none"
        )

    def test_a_file_of_answers_with_columns_and_people_that_are_said(self, carla: Caller, cast: Cast) -> None:
        text = "Who;Advice;Trust\nA1;A2;Agnes\nA2;A3, a consultant;\n"
        fields = {"name": "Form", "held_on": "2026-03-02"}
        columns = {"source": "Who", "target": ["Advice"]}

        def sent(**others: object) -> Any:
            file = SimpleUploadedFile("form.csv", text.encode())
            return carla.upload(f"{SETS}/from-file", **fields, **others, file=file)

        assert sent(columns="[]").json()["field"] == "columns"
        refused = sent(columns=json.dumps(columns)).json()["problems"]
        assert [(one["line"], one["column"], one["value"]) for one in refused] == [
            (3, "Advice", "a consultant")
        ]
        stored = sent(columns=json.dumps(columns), people=json.dumps({"a consultant": ""}))
        assert stored.status_code == 201
        with scope.organisation(cast.clinic):
            assert NominationSet.objects.get().nominations.count() == 2

    def test_a_misspelt_field_of_a_form_is_not_dropped(self, carla: Caller) -> None:
        file = SimpleUploadedFile("råd.csv", b"fra;til\nA1;A2\n")
        refused = carla.upload(f"{SETS}/from-file", name="File", held="2026-03-02", file=file)
        assert refused.status_code == 422
        file.seek(0)
        fields = {"name": "File", "held_on": "2026-03-02", "anser": "1"}
        refused = carla.upload(f"{SETS}/from-file", **fields, file=file)
        assert (refused.json()["code"], refused.json()["field"]) == ("unknown_parameter", "anser")

    @pytest.mark.parametrize(
        "unknown", [{"id": 1}, {"organisation": 2}, {"created_by": 3}, {"created_at": "2020-01-01"}, {"x": 1}]
    )
    def test_unknown_fields_are_refused(self, carla: Caller, cast: Cast, unknown: dict[str, Any]) -> None:
        assert create(carla, **unknown).status_code == 422
        assert create(carla, ties=[{"from": "A1", "to": "A2", **unknown}]).status_code == 422
        with scope.organisation(cast.clinic):
            assert not NominationSet.objects.exists()

    def test_infinity_is_no_number_of_json(self, carla: Caller) -> None:
        body = {"name": "x", "held_on": "2026-03-02", "ties": [{"from": "A1", "to": "A2", "weight": 1e400}]}
        assert carla.post(SETS, json.dumps(body)).status_code == 400

    @pytest.mark.parametrize("weight", [0, -1, "much", None])
    def test_weight_is_a_number_above_zero(self, carla: Caller, weight: Any) -> None:
        body = {"name": "x", "held_on": "2026-03-02", "ties": [{"from": "A1", "to": "A2", "weight": weight}]}
        assert carla.post(SETS, json.dumps(body)).status_code == 422

    def test_newest_come_first_in_pages(self, carla: Caller) -> None:
        for day in ("2026-03-02", "2026-03-04", "2026-03-03"):
            create(carla, held_on=day)
        first = carla.get(SETS, limit=2).json()
        rest = carla.get(SETS, limit=2, cursor=first["next"]).json()
        days = [row["held_on"] for row in (*first["items"], *rest["items"])]
        assert days == ["2026-03-04", "2026-03-03", "2026-03-02"]

    def test_deleted_one_is_gone_with_its_nominations(self, carla: Caller, cast: Cast, mapped: str) -> None:
        assert carla.send("DELETE", mapped).status_code == 200
        assert carla.get(mapped).status_code == carla.get(f"{mapped}/leadership-map").status_code == 404
        with scope.organisation(cast.clinic):
            assert not Nomination.objects.exists()

    def test_who_nominated_whom_is_never_sent(self, carla: Caller, cast: Cast, mapped: str) -> None:
        for by in (carla, caller(cast.olga), caller(cast.alma)):
            for path in ("", "/leadership-map", "/leadership-map/units", "/leadership-map/matrix"):
                text = by.get(mapped + path).content.decode()
                assert "Person A" not in text
                assert '"A1"' not in text


class TestMap:
    def test_waits_until_it_is_computed(self, carla: Caller) -> None:
        (made,) = create(carla).json()
        url = f"{SETS}/{made['id']}/leadership-map"
        waiting = carla.get(url).json()
        assert (waiting["whole"], waiting["job"]) == (None, "queued")
        assert carla.get(f"{url}/units").status_code == 404
        run_pending()
        done = carla.get(url).json()
        assert (done["whole"]["people"], done["job"]) == (28, "done")
        assert done["whole"]["effective_leaders"]["value"] > 1

    def test_small_units_show_nothing(self, carla: Caller, mapped: str) -> None:
        units = {row["key"]: row for row in carla.get(f"{mapped}/leadership-map/units").json()["items"]}
        assert units["A"]["effective_leaders"]["value"] is not None
        assert units["C"]["people"] == 3
        figures = ("effective_leaders", "density", "formal_share", "coverage", "cross_unit", "reciprocity")
        assert all(units["C"][figure]["value"] is None for figure in figures)

    def test_set_that_few_answered_shows_nothing_anywhere(self, carla: Caller) -> None:
        rows = [{"from": "A1", "to": "A2"}, {"from": "A2", "to": "A3"}]
        (made,) = create(carla, ties=rows, respondents=["A1", "A2"]).json()
        run_pending()
        url = f"{SETS}/{made['id']}/leadership-map"
        assert carla.get(url).json()["whole"]["density"]["value"] is None
        assert carla.get(f"{url}/units").json()["items"] == []
        assert carla.get(f"{url}/units/A").status_code == 404
        assert carla.get(f"{url}/matrix").json()["counts"] == []

    def test_one_unit_with_those_below(
        self, carla: Caller, mapped: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = carla.get(f"{mapped}/leadership-map/units/Top").json()
        assert found["unit"]["people"] == 28
        assert {row["key"] for row in found["below"]} == {"A", "B", "C"}
        assert found["more_below"] == 0
        below = carla.get(f"{mapped}/leadership-map/units", below="Top").json()["items"]
        assert [row["key"] for row in below] == ["A", "B", "C"]
        monkeypatch.setattr("colead.apps.network.api.BELOW_AT_ONCE", 2)
        found = carla.get(f"{mapped}/leadership-map/units/Top").json()
        assert (len(found["below"]), found["more_below"]) == (2, 1)
        assert carla.get(f"{mapped}/leadership-map/units/nowhere").status_code == 404

    def test_matrix_counts_in_fives(self, carla: Caller, mapped: str) -> None:
        found = carla.get(f"{mapped}/leadership-map/matrix").json()
        assert len(found["groups"]) == len(found["counts"]) >= 2
        assert all(count % 5 == 0 for row in found["counts"] for count in row)

    def test_own_place_is_for_oneself(self, carla: Caller, mapped: str) -> None:
        assert carla.get(f"{mapped}/leadership-map/my-place").json() is None  # not on the staff list

    @pytest.mark.parametrize("kind", ["units.csv", "matrix.csv", "map.graphml", "map.gexf", "figures.json"])
    def test_exports_are_the_files_of_the_page(self, carla: Caller, mapped: str, kind: str) -> None:
        links = carla.get(f"{mapped}/leadership-map").json()["exports"]
        assert links[kind] == f"{mapped}/leadership-map/exports/{kind}"
        file = carla.get(links[kind])
        assert file.status_code == 200
        assert "attachment" in file.headers["Content-Disposition"]
        assert "Person A1" not in b"".join(file).decode()

    def test_programs_get_commas_whatever_their_person_chose(self, carla: Caller, mapped: str) -> None:
        User.objects.filter(email="carla@example.org").update(csv_dialect="semicolon", language="da")
        url = f"{mapped}/leadership-map/exports/units.csv"
        plain, asked = (b"".join(carla.get(url, **chosen)) for chosen in ({}, {"csv": "semicolon"}))
        assert (plain[:1] != b"\xef", b"," in plain, b";" in plain) == (True, True, False)
        assert asked[:3] == b"\xef\xbb\xbf"
        assert asked.count(b";") >= plain.count(b",")  # decimal commas are further commas
        refused = carla.get(url, csv="tabs")
        assert refused.status_code == 422
        assert "'comma' or 'semicolon'" in refused.content.decode()

    def test_another_day_has_the_frozen_figures_under_its_units(self, carla: Caller, mapped: str) -> None:
        url = f"{mapped}/leadership-map"
        then, later = carla.get(url).json(), carla.get(url, as_of="2026-03-05").json()
        assert later["day"] == "2026-03-05"
        assert later["whole"] == then["whole"]

    def test_a_map_is_measured_once(self, carla: Caller, mapped: str) -> None:
        asked = carla.post(f"{mapped}/leadership-map")
        assert (asked.status_code, asked.json()["code"]) == (409, "map_frozen")


def test_lists_cost_as_many_queries_for_many_sets_as_for_one(carla: Caller, mapped: str) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert carla.get(path, limit=200).status_code == 200
        return len(queries)

    few = count(SETS)
    for number in range(12):
        create(carla, name=f"More {number}")
    assert count(SETS) == few <= 10
    for path in ("", "/units", "/units/A", "/matrix"):
        with CaptureQueriesContext(connection) as queries:
            carla.get(f"{mapped}/leadership-map{path}")
        assert len(queries) <= 15
