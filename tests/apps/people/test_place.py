"""Where in a file its table stands: what the wizard shows of it, and what somebody says otherwise."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.people.staff import NOW, posts
from cast import DAY, Cast
from colead.apps.people import services
from colead.apps.people.models import StaffImport, StaffImportFile
from colead.files.chosen_place import chosen_place
from colead.kit.errors import DomainError
from files.cases.books import BO, EVA, HEADER, IDA, PLAIN, xlsx

SHEETS = {"North": [HEADER, IDA, BO], "South": [HEADER, EVA]}


def started(cast: Cast, content: bytes, name: str = "staff.xlsx") -> StaffImport:
    return services.start_import(
        by=cast.carla, content=content, file_name=name, mode="full", as_of=DAY, now=NOW
    )


def test_the_place_that_was_found_is_kept_with_the_rows_left_out(clinic: Cast) -> None:
    found = started(clinic, xlsx([["Staff list"], [], *PLAIN, ["Total", 3]]))
    look = StaffImportFile.objects.get().look
    assert (look["header"], [row[:2] for row in look["left_out"]]) == ([3], [[1, "above"], [7, "total"]])
    assert found.n_rows == 3


def test_nobody_can_go_on_before_a_sheet_is_chosen(clinic: Cast) -> None:
    found = started(clinic, xlsx(SHEETS))
    with pytest.raises(DomainError) as refused:
        services.choose_columns(by=clinic.carla, import_id=found.pk, columns=found.mapping, now=NOW)
    assert refused.value.code == "several_sheets"


@pytest.mark.parametrize(("sheet", "people"), [("North", {"1", "2"}), ("all", {"1", "2", "3"})])
def test_the_chosen_sheet_is_what_is_imported(clinic: Cast, sheet: str, people: set[str]) -> None:
    found = started(clinic, xlsx(SHEETS))
    place = chosen_place(sheet=sheet)
    found = services.choose_place(by=clinic.carla, import_id=found.pk, place=place, now=NOW)
    mapping = {**found.mapping, **({"unit": "sheet"} if sheet == "all" else {})}
    services.choose_columns(by=clinic.carla, import_id=found.pk, columns=mapping, now=NOW)
    services.apply_import(by=clinic.carla, import_id=found.pk, now=NOW)
    units = {unit for unit, _title in posts(DAY).values()}
    assert posts(DAY).keys() == people
    assert units == ({"North", "South"} if sheet == "all" else {"Care"})


def test_another_place_throws_the_preview_away(clinic: Cast) -> None:
    found = started(clinic, b"id;name\n1;Ida\nTotal;\n", "staff.csv")
    services.choose_columns(by=clinic.carla, import_id=found.pk, columns=found.mapping, now=NOW)
    place = chosen_place(keep_rows="3")
    found = services.choose_place(by=clinic.carla, import_id=found.pk, place=place, now=NOW)
    assert (found.state, found.n_rows, found.summary) == ("uploaded", 2, {})


@pytest.mark.parametrize("where", ["title", "hidden", "total"])
def test_a_cpr_number_outside_the_table_is_refused_too(clinic: Cast, where: str) -> None:
    rows = [["Ida Munk 010180-4444"], [], *PLAIN] if where == "title" else PLAIN
    rows = [*PLAIN, ["Total 010180-4444"]] if where == "total" else rows
    sheets = {"Staff": rows, "Old": [["x"], ["010180-4444"]] if where == "hidden" else []}
    with pytest.raises(DomainError) as refused:
        started(clinic, xlsx(sheets, hidden=["Old"]))
    assert refused.value.code == "civil_registration_numbers"
    assert not StaffImportFile.objects.exists()


def upload(cast: Cast, content: bytes, name: str = "staff.xlsx") -> tuple[Client, str]:
    client = Client()
    client.force_login(cast.carla.user)
    sent = {"file": SimpleUploadedFile(name, content), "mode": "full", "as_of": DAY.isoformat()}
    answer = client.post("/o/clinic/staff-list/", sent)
    assert answer.status_code == 302
    return client, answer["Location"]


def text_of(client: Client, url: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", client.get(url).content.decode()))


def test_the_page_asks_for_the_sheet_and_then_for_the_columns(cast: Cast) -> None:
    client, url = upload(cast, xlsx(SHEETS))
    asked = text_of(client, url)
    assert "Several sheets hold tables" in asked
    assert "Next: preview" not in asked
    place = url.replace("columns/", "place/")
    assert client.post(place, {"sheet": ""}).status_code == 422
    assert client.post(place, {"sheet": "South"}).status_code == 302
    chosen = text_of(client, url)
    assert "Sheet “South”" in chosen
    assert "Next: preview" in chosen


def test_the_page_shows_what_was_left_out_and_puts_it_back(cast: Cast) -> None:
    client, url = upload(cast, b"Staff list;\nid;name\n1;Ida\nTotal;3\n", "staff.csv")
    shown = text_of(client, url)
    assert "The header stands on line 2." in shown
    assert "Line 4, a total:" in shown
    answer = client.post(url.replace("columns/", "place/"), {"header_row": "2", "keep_rows": "4"})
    assert answer.status_code == 302
    assert "a total:" not in text_of(client, url)


def test_words_that_are_no_lines_are_said_on_the_page(cast: Cast) -> None:
    client, url = upload(cast, b"id;name\n1;Ida\n", "staff.csv")
    answer = client.post(url.replace("columns/", "place/"), {"header_row": "1", "skip_rows": "the last"})
    assert answer.status_code == 422
    assert "names no lines" in answer.content.decode()


def test_a_list_without_a_header_is_kept_and_said(cast: Cast) -> None:
    client, url = upload(cast, b"1;Ida Munk;;Care\n2;Bo Lind;1;Care\n", "staff.csv")
    assert "No header was found" in text_of(client, url)
