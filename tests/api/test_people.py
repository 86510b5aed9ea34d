"""People, units and lines as programs read them, and a staff list from first look to undo."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.caller import CLINIC, Caller, caller
from cast import Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people.models import ImportChange, Person, StaffImport
from colead.kit import scope
from files.cases.books import PLAIN, xlsx
from remembered import remembered

PEOPLE, UNITS, LINES, IMPORTS = (
    f"{CLINIC}/{name}" for name in ("people", "units", "reporting-lines", "people-imports")
)
STAFF = """\
id,name,email,manager,unit,unit_parent,title
1,Åse Holm,aase@example.org,,Clinic,,Director
2,Bo Berg,bo@example.org,1,Ward,Clinic,Head nurse
3,Alma Dahl,alma@example.org,2,Ward,Clinic,Nurse
4,Ærø Skov,aero@example.org,2,Ward,Clinic,Nurse
5,Uma Lind,uma@example.org,1,Office,Clinic,Clerk
"""


def upload(by: Caller, text: str = STAFF, key: str = "", **fields: Any) -> Any:
    file = SimpleUploadedFile("staff.csv", text.encode())
    return by.upload(IMPORTS, key=key, file=file, applies_from="2026-03-02", **fields)


@pytest.fixture
def carla(cast: Cast) -> Caller:
    return caller(cast.carla)


@pytest.fixture
@remembered
def clinic(carla: Caller) -> Caller:
    """The clinic with five people, read as its people team."""
    assert upload(carla, dry_run="false").status_code == 201
    return carla


class TestPeople:
    def test_are_listed_by_name(self, clinic: Caller) -> None:
        page = clinic.get(PEOPLE).json()
        assert [row["key"] for row in page["items"]] == ["3", "2", "5", "4", "1"]  # Danish: … U, Æ, Å
        assert page["next"] is None
        assert page["items"][1] == {
            "key": "2",
            "name": "Bo Berg",
            "title": "Head nurse",
            "unit": {"key": "Ward", "name": "Ward"},
            "manager": {"key": "1", "name": "Åse Holm"},
            "reports": 2,
            "leads_unit": page["items"][1]["leads_unit"],
            "is_away": False,
        }

    def test_pages_together_are_the_whole_list(self, clinic: Caller) -> None:
        whole = [row["key"] for row in clinic.get(PEOPLE).json()["items"]]
        for limit in (1, 2, 3, 5):
            seen: list[str] = []
            cursor = ""
            while cursor is not None:
                page = clinic.get(PEOPLE, limit=limit, cursor=cursor).json()
                assert len(page["items"]) <= limit
                seen += [row["key"] for row in page["items"]]
                cursor = page["next"]
            assert seen == whole

    def test_page_begins_after_its_cursor_even_when_people_join(self, clinic: Caller) -> None:
        first = clinic.get(PEOPLE, limit=2).json()
        upload(clinic, STAFF + "6,Aaron First,a@example.org,1,Office,Clinic,Clerk\n", dry_run="false")
        rest = clinic.get(PEOPLE, limit=200, cursor=first["next"]).json()["items"]
        assert "2" not in {row["key"] for row in rest}
        assert {"5", "4", "1"} <= {row["key"] for row in rest}

    @pytest.mark.parametrize(
        ("wanted", "keys"),
        [
            ({"q": "nurse"}, {"2", "3", "4"}),
            ({"q": "bo head"}, {"2"}),
            ({"unit": "Ward"}, {"2", "3", "4"}),
            ({"unit": "Clinic"}, {"1", "2", "3", "4", "5"}),
            ({"unit": "nowhere"}, set()),
            ({"leads": "true"}, {"1", "2"}),
            ({"without_lead": "true"}, {"1"}),
            ({"as_of": "2020-01-01"}, set()),
        ],
    )
    def test_are_narrowed(self, clinic: Caller, wanted: dict[str, str], keys: set[str]) -> None:
        assert {row["key"] for row in clinic.get(PEOPLE, **wanted).json()["items"]} == keys

    def test_one_with_positions_and_lines(self, clinic: Caller) -> None:
        found = clinic.get(f"{PEOPLE}/3").json()
        assert found["manager"] == {"key": "2", "name": "Bo Berg"}
        assert found["positions"][0]["title"] == "Nurse"
        assert [unit["name"] for unit in found["path"]] == ["Clinic", "Ward"]
        assert found["history"]

    def test_unknown_one_is_not_found(self, clinic: Caller) -> None:
        assert clinic.get(f"{PEOPLE}/99").status_code == 404

    def test_key_may_hold_a_slash(self, clinic: Caller) -> None:
        upload(clinic, STAFF + "A/7,Ada Slash,s@example.org,1,Office,Clinic,Clerk\n", dry_run="false")
        assert clinic.get(f"{PEOPLE}/A/7").json()["name"] == "Ada Slash"

    def test_consultant_sees_no_addresses_and_finds_none_by_them(self, clinic: Caller, cast: Cast) -> None:
        dan = caller(cast.dan)
        assert clinic.get(f"{PEOPLE}/2").json()["email"] == "bo@example.org"
        assert dan.get(f"{PEOPLE}/2").json()["email"] == ""
        assert dan.get(PEOPLE, q="aero@example").json()["items"] == []
        assert "@example.org" not in dan.get(PEOPLE).content.decode()


class TestStructure:
    def test_units_come_along_the_tree(self, clinic: Caller) -> None:
        rows = clinic.get(UNITS).json()["items"]
        assert [(row["key"], row["parent"], row["depth"]) for row in rows] == [
            ("Clinic", None, 0),
            ("Office", "Clinic", 1),
            ("Ward", "Clinic", 1),
        ]
        assert rows[0]["people_below"] == 5

    def test_units_in_pages(self, clinic: Caller) -> None:
        first = clinic.get(UNITS, limit=2).json()
        rest = clinic.get(UNITS, limit=2, cursor=first["next"]).json()
        assert [row["key"] for row in (*first["items"], *rest["items"])] == ["Clinic", "Office", "Ward"]
        assert rest["next"] is None

    def test_unit_with_its_people(self, clinic: Caller) -> None:
        found = clinic.get(f"{UNITS}/Ward").json()
        assert {one["key"] for one in found["colleagues"]} == {"2", "3", "4"}
        assert clinic.get(f"{UNITS}/nowhere").status_code == 404

    def test_lines_in_force_on_the_day(self, clinic: Caller) -> None:
        lines = clinic.get(LINES).json()["items"]
        assert {(one["person"]["key"], one["manager"]["key"]) for one in lines} == {
            ("2", "1"),
            ("3", "2"),
            ("4", "2"),
            ("5", "1"),
        }
        assert clinic.get(LINES, as_of="2020-01-01").json()["items"] == []
        assert {one["person"]["key"] for one in clinic.get(LINES, manager="2").json()["items"]} == {"3", "4"}
        assert len(clinic.get(LINES, person="3").json()["items"]) == 1
        assert clinic.get(LINES, kind="dotted").json()["items"] == []
        assert clinic.get(LINES, kind="wavy").status_code == 422

    def test_lines_in_pages(self, clinic: Caller) -> None:
        first = clinic.get(LINES, limit=3).json()
        rest = clinic.get(LINES, limit=3, cursor=first["next"]).json()
        assert len({one["id"] for one in (*first["items"], *rest["items"])}) == 4


class TestImport:
    def test_dry_run_changes_nothing_and_tells_what_would(self, carla: Caller, cast: Cast) -> None:
        answer = upload(carla)
        assert answer.status_code == 201
        assert (answer.json()["state"], answer.json()["headline"]) == ("ready", "5 join, 3 other changes")
        with scope.organisation(cast.clinic):
            assert not Person.objects.exists()
        assert carla.get(PEOPLE).json()["items"] == []

    def test_what_was_looked_at_is_applied_and_undone(self, carla: Caller) -> None:
        looked = upload(carla).json()
        applied = carla.post(f"{IMPORTS}/{looked['id']}/apply")
        assert (applied.status_code, applied.json()["state"]) == (200, "applied")
        assert len(carla.get(PEOPLE, as_of="2026-03-02").json()["items"]) == 5
        assert carla.post(f"{IMPORTS}/{looked['id']}/apply").json()["state"] == "applied"  # twice is as once
        undone = carla.post(f"{IMPORTS}/{looked['id']}/undo")
        assert (undone.status_code, undone.json()["state"]) == (200, "undone")
        assert carla.get(PEOPLE, as_of="2026-03-02").json()["items"] == []

    def test_at_once(self, carla: Caller, cast: Cast) -> None:
        answer = upload(carla, dry_run="false")
        assert (answer.status_code, answer.json()["state"]) == (201, "applied")
        with scope.organisation(cast.clinic):
            assert LedgerRecord.objects.count() == 1

    def test_problems_are_those_of_the_page_and_nothing_is_stored(self, carla: Caller, cast: Cast) -> None:
        wrong = STAFF + "6,Ida Ny,i@example.org,99,Office,Clinic,Clerk\n6,Twice,,1,Office,Clinic,Clerk\n"
        looked = upload(carla, wrong).json()
        assert looked["state"] == "failed"
        lines = [one["line"] for one in looked["problems"]]
        refused = upload(carla, wrong, dry_run="false")
        assert refused.status_code == 422
        assert [one["line"] for one in refused.json()["problems"]] == lines
        assert lines
        with scope.organisation(cast.clinic):
            assert not Person.objects.exists()
            assert not ImportChange.objects.exists()

    @pytest.mark.parametrize("dry_run", ["true", "false"])
    def test_civil_registration_numbers_stop_at_the_door(
        self, carla: Caller, cast: Cast, dry_run: str
    ) -> None:
        answer = upload(carla, STAFF.replace("5,Uma", "0101901234,Uma"), dry_run=dry_run)
        assert (answer.status_code, answer.json()["code"]) == (422, "civil_registration_numbers")
        assert "0101901234" not in answer.content.decode()
        with scope.organisation(cast.clinic):
            assert not StaffImport.objects.exists()

    def test_columns_may_be_chosen(self, carla: Caller) -> None:
        text = "Code,Who\n1,Åse Holm\n2,Bo Berg\n"
        assert upload(carla, text).status_code == 422  # nothing tells people apart
        chosen = '{"key": "Code", "name": "Who"}'
        for dry_run in ("true", "false"):
            assert upload(carla, text, columns=chosen, dry_run=dry_run).json()["listed"] == 2
        assert upload(carla, text, columns='{"key": "None such"}').status_code == 422

    @pytest.mark.parametrize("columns", ["{", "[]", '{"key": 1}', "null"])
    def test_columns_that_are_no_names_are_refused(self, carla: Caller, columns: str) -> None:
        assert upload(carla, columns=columns).json()["code"] == "bad_columns"

    def test_discarded_one_is_gone(self, carla: Caller) -> None:
        looked = upload(carla).json()
        assert carla.send("DELETE", f"{IMPORTS}/{looked['id']}").json() == {"discarded": looked["id"]}
        assert carla.get(f"{IMPORTS}/{looked['id']}").status_code == 404

    def test_applied_one_cannot_be_discarded(self, clinic: Caller) -> None:
        done = clinic.get(IMPORTS).json()["items"][0]
        refused = clinic.send("DELETE", f"{IMPORTS}/{done['id']}")
        assert (refused.status_code, refused.json()["code"]) == (409, "import_applied")

    def test_the_newest_comes_first(self, carla: Caller) -> None:
        looked = [upload(carla).json()["id"] for _ in range(4)]
        assert [row["id"] for row in carla.get(IMPORTS).json()["items"]] == looked[::-1]
        page = carla.get(IMPORTS, limit=3).json()
        assert [row["id"] for row in carla.get(IMPORTS, cursor=page["next"]).json()["items"]] == looked[:1]

    def test_retry_with_a_key_imports_once(self, carla: Caller, cast: Cast) -> None:
        first, again = (upload(carla, key="monday", dry_run="false") for _ in range(2))
        assert first.json() == again.json()
        with scope.organisation(cast.clinic):
            assert StaffImport.objects.count() == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"mode": "some"},
            {"dry_run": "perhaps"},
            {"state": "applied"},
            {"organisation": "1"},
            {"n_rows": "0"},
        ],
    )
    def test_fields_that_are_not_on_offer_are_refused(self, carla: Caller, cast: Cast, fields: Any) -> None:
        assert upload(carla, **fields).status_code == 422
        with scope.organisation(cast.clinic):
            assert not StaffImport.objects.exists()


def test_lists_cost_as_many_queries_for_many_people_as_for_few(clinic: Caller) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert clinic.get(path).status_code == 200
        return len(queries)

    paths = [PEOPLE, UNITS, LINES, f"{PEOPLE}/1", f"{UNITS}/Ward", IMPORTS]
    for path in paths:
        count(path)
    few = {path: count(path) for path in paths}
    more = "".join(f"x{n},Person {n},x{n}@example.org,2,Team {n % 9},Ward,Nurse\n" for n in range(150))
    assert upload(clinic, STAFF + more, dry_run="false").status_code == 201
    for path in paths:
        count(path)  # the structure of the day is read anew once
    assert {path: count(path) for path in paths} == few
    assert max(few.values()) <= 20


def test_a_sheet_and_lines_are_chosen_as_on_the_page(carla: Caller) -> None:
    book = SimpleUploadedFile(
        "units.xlsx", xlsx({"North": PLAIN, "South": [PLAIN[0], [7, "Per", None, "S"]]})
    )
    refused = carla.upload(IMPORTS, file=book)
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "several_sheets")
    book.seek(0)
    looked = carla.upload(IMPORTS, file=book, sheet="all", skip_rows="3")
    assert looked.status_code == 201, looked.content
    read = looked.json()["read"]
    assert (looked.json()["n_rows"], read["sheets"], read["sheet"]) == (3, ["North", "South"], "all")
    assert [(row["line"], row["why"]) for row in read["left_out"]] == [(3, "chosen")]
    book.seek(0)
    assert carla.upload(IMPORTS, file=book, header_row="first").status_code == 422
