"""Nominations from files: understood, checked line by line, stored whole or not at all."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from apps.network.hospital import NOW, Hospital
from cast import DAY, Cast
from colead.apps.jobs.models import Job
from colead.apps.ledger.models import LedgerRecord
from colead.apps.network import services
from colead.apps.network.bridge.nomination_file import Reading, read_nominations
from colead.apps.network.models import (
    LeadershipMap,
    Nomination,
    NominationImport,
    NominationSet,
    Respondent,
)
from colead.apps.people.bridge import structure_on
from colead.kit.errors import DomainError, NotAllowed, NotFound
from queue_of_jobs import run_pending


def key(unit: str, number: int) -> str:
    return f"canary-key-{unit}-{number}"


A0, A1, A2 = key("ward-a", 0), key("ward-a", 1), key("ward-a", 2)


def read(text: str, respondents: str | None = None) -> Reading:
    return read_nominations(
        text.encode(),
        "advice.csv",
        structure_on(DAY),
        respondents=None if respondents is None else respondents.encode(),
    )


def test_people_are_found_by_key_and_by_address(house: Hospital) -> None:
    found = read(f"from;to\n{A0};{A1}\nCANARY-ward-a-2@example.org;{A0}\n")
    (kind,) = found.kinds
    people = house.people["ward-a"]
    assert set(zip(kind.source.tolist(), kind.target.tolist(), strict=True)) == {
        (people[0].pk, people[1].pk),
        (people[2].pk, people[0].pk),
    }
    assert len(found.respondents) == 54


def test_ties_to_oneself_are_left_out_and_repeated_ones_keep_the_largest_weight(house: Hospital) -> None:
    found = read(f"from,to,weight\n{A0},{A1},2\n{A0},{A1},5\n{A0},{A0},1\n{A1},{A0},0\n")
    (kind,) = found.kinds
    assert (kind.count, kind.repeated) == (1, 1)
    assert [note.code for note in found.notes] == ["ties_zero", "ties_own", "ties_repeated"]
    assert kind.weight is not None
    assert kind.weight.tolist() == [5]


def test_every_problem_is_told_with_its_line(house: Hospital) -> None:
    found = read(f"from,to,weight\n{A0},p99,1\nnobody@example.org,{A1},x\n{A0},,1\n", "id\nq7\n")
    assert [(problem.line, problem.column, problem.code) for problem in found.problems] == [
        (2, "to", "unknown_person"),
        (3, "from", "unknown_person"),
        (3, "weight", "bad_number"),
        (4, "to", "tie_without_person"),
    ]
    assert [problem.code for problem in found.respondent_problems] == ["unknown_person"]
    assert not found.is_usable


def test_respondents_are_those_listed(house: Hospital) -> None:
    found = read(f"from,to\n{A0},{A1}\n", f"id\n{A0}\n{A2}\n")
    assert sorted(found.respondents) == sorted(house.people["ward-a"][number].pk for number in (0, 2))


def start(clinic: Cast, text: str, **options: object) -> NominationImport:
    given = {"by": clinic.carla, "name": "Advice", "held_on": DAY, "now": NOW, "file_name": "a.csv"} | options
    return services.start_import(nominations=text.encode(), **given)  # type: ignore[arg-type]


def test_import_stores_nominations_and_respondents_and_asks_for_the_map(
    clinic: Cast, house: Hospital
) -> None:
    kept = start(clinic, f"from,to\n{A0},{A1}\n{A1},{A0}\n")
    (stored,) = services.apply_import(by=clinic.carla, nomination_import=kept.pk, now=NOW)
    assert (stored.name, stored.held_on, stored.created_by) == ("Advice", DAY, clinic.carla.user)
    assert Nomination.objects.count() == 2
    assert Respondent.objects.count() == 54
    assert not NominationImport.objects.exists()
    assert Job.objects.get().arguments == {"nomination_set": stored.pk}
    record = LedgerRecord.objects.latest("leaf__index").text
    assert "network.set_imported" in record
    assert "canary" not in record


def test_kinds_become_sets_of_their_own(clinic: Cast, house: Hospital) -> None:
    kept = start(clinic, f"from,to,kind\n{A0},{A1},advice\n{A0},{A1},trust\n{A1},{A2},trust\n")
    services.apply_import(by=clinic.carla, nomination_import=kept.pk, now=NOW)
    sizes = {row.name: row.nominations.count() for row in NominationSet.objects.all()}
    assert sizes == {"Advice · advice": 1, "Advice · trust": 2}


def test_file_with_problems_stores_nothing(clinic: Cast, house: Hospital) -> None:
    kept = start(clinic, f"from,to\n{A0},{A1}\n{A0},p99\n")
    with pytest.raises(DomainError) as caught:
        services.apply_import(by=clinic.carla, nomination_import=kept.pk, now=NOW)
    assert [problem.line for problem in caught.value.problems] == [3]
    assert not NominationSet.objects.exists()
    assert not Nomination.objects.exists()
    assert not Job.objects.exists()


def test_set_of_the_same_name_and_day_is_refused(clinic: Cast, house: Hospital) -> None:
    for _time in range(2):
        kept = start(clinic, f"from,to\n{A0},{A1}\n")
        if NominationSet.objects.exists():
            with pytest.raises(DomainError, match="Advice"):
                services.apply_import(by=clinic.carla, nomination_import=kept.pk, now=NOW)
        else:
            services.apply_import(by=clinic.carla, nomination_import=kept.pk, now=NOW)
    assert NominationSet.objects.count() == 1


def test_uploaded_files_are_seen_by_their_owner_for_a_day(clinic: Cast, house: Hospital) -> None:
    kept = start(clinic, f"from,to\n{A0},{A1}\n")
    for by, now in ((clinic.olga, NOW), (clinic.dan, NOW), (clinic.carla, NOW + timedelta(days=2))):
        with pytest.raises(NotFound):
            services.check_import(by=by, nomination_import=kept.pk, now=now)
    with pytest.raises(NotAllowed):
        services.check_import(by=clinic.alma, nomination_import=kept.pk, now=NOW)
    start(clinic, "from,to\n", now=NOW + timedelta(days=2))
    assert not NominationImport.objects.filter(pk=kept.pk).exists()


def test_wizard_leads_from_a_pasted_list_to_the_map(client: Client, clinic: Cast, house: Hospital) -> None:
    client.force_login(clinic.carla.user)
    names = [key("ward-b", number) for number in range(15)]
    pasted = "from\tto\n" + "".join(f"{one}\t{names[0]}\n" for one in names[1:])
    form = {"name": "Trust", "held_on": DAY.isoformat(), "question": "Whom?", "pasted": pasted}
    columns = client.post(reverse("network:import", args=["clinic"]), form, follow=True)
    assert "a row for each tie" in columns.content.decode()
    chosen = columns.context["form"]
    preview = client.post(columns.redirect_chain[-1][0], as_sent(chosen), follow=True)
    assert "14" in preview.content.decode()
    url = preview.redirect_chain[-1][0]
    waiting = client.post(url, follow=True)
    assert waiting.status_code == 200
    run_pending()
    stored = NominationSet.objects.get(name="Trust")
    assert LeadershipMap.objects.get().nomination_set == stored
    page = client.get(reverse("network:map", args=["clinic", stored.pk])).content.decode()
    assert "1 of 54" in page
    assert reverse("network:map", args=["clinic", stored.pk]) in client.get(url).content.decode()


def as_sent(form: BaseForm) -> dict[str, object]:
    """The fields of a form as a browser sends them."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def started(client: Client, clinic: Cast, text: str) -> str:
    """The address of the columns of an import that has begun."""
    client.force_login(clinic.carla.user)
    form = {"name": "Trust", "held_on": DAY.isoformat(), "pasted": text}
    return str(
        client.post(reverse("network:import", args=["clinic"]), form, follow=True).redirect_chain[-1][0]
    )


def test_columns_are_shown_with_what_they_hold_and_can_be_chosen_otherwise(
    client: Client, clinic: Cast, house: Hospital
) -> None:
    url = started(client, clinic, f"a;b;c\n{A0};{A1};{A2}\n{A1};{A2};{A0}\n")
    page = client.get(url)
    assert "a row for each person who answered" in page.content.decode()
    sent = as_sent(page.context["form"])
    assert sent | {"header": "1", "column_0": "source", "column_1": "target", "column_2": "target"} == sent
    assert client.post(url, sent | {"column_0": ""}).status_code == 422
    assert client.post(url, sent | {"column_1": "source"}).status_code == 422
    preview = client.post(url, sent | {"column_2": "source", "column_0": ""}, follow=True)
    pairs = {(house.people["ward-a"][a].pk, house.people["ward-a"][b].pk) for a, b in ((2, 1), (0, 2))}
    (kind,) = preview.context["reading"].kinds
    assert set(zip(kind.source.tolist(), kind.target.tolist(), strict=True)) == pairs


def test_the_sheet_of_a_workbook_is_chosen(client: Client, clinic: Cast, house: Hospital) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (("Spring", [(A0, A1)]), ("Autumn", [(A1, A2), (A2, A1)])):
            page = book.add_worksheet(name)
            for number, row in enumerate([("from", "to"), *rows]):
                page.write_row(number, 0, row)
    client.force_login(clinic.carla.user)
    form = {"name": "Trust", "held_on": DAY.isoformat()}
    url = reverse("network:import", args=["clinic"])
    file = SimpleUploadedFile("a.xlsx", out.getvalue())
    refused = client.post(url, {**form, "file": file}, follow=True)
    assert "Spring, Autumn" in refused.content.decode()
    file.seek(0)
    columns = client.post(url, {**form, "file": file, "sheet": "Autumn"}, follow=True)
    sent = as_sent(columns.context["form"])
    preview = client.post(columns.redirect_chain[-1][0], sent, follow=True)
    assert preview.context["reading"].kinds[0].count == 2


def test_another_header_is_looked_at_before_its_columns_are_chosen(
    client: Client, clinic: Cast, house: Hospital
) -> None:
    url = started(client, clinic, f"from;to\n{A0};{A1}\n")
    again = client.post(url, as_sent(client.get(url).context["form"]) | {"header": "none"}, follow=True)
    assert [field.label for field, _values in again.context["form"].rows()] == ["(1)", "(2)"]
    assert again.context["form"]["header"].value() == "none"


def test_who_is_meant_is_asked_and_answered_once(client: Client, clinic: Cast, house: Hospital) -> None:
    name = house.people["ward-a"][1].name
    url = started(
        client, clinic, f"from;to\n{A0};{name.upper()[:-2]} {name[-1]}x\n{A1};a consultant\n{A2};{A0}\n"
    )
    base = url.removesuffix("columns/")
    page = client.get(base)
    assert page.status_code == 422
    assert client.post(base).status_code == 422
    asked = {question.written: (field.html_name, question) for field, question in page.context["form"].rows()}
    field, question = asked[f"{name.upper()[:-2]} {name[-1]}x"]
    assert A1 in [candidate.key for candidate in question.candidates]
    assert client.post(f"{base}people/", {field: "key nobody"}).status_code == 422
    page = client.post(f"{base}people/", {field: f"key {A1}"}, follow=True)
    assert [one.written for one in page.context["reading"].questions] == ["a consultant"]
    page = client.post(f"{base}people/", {"set_aside": "1"}, follow=True)
    assert (page.status_code, page.context["reading"].kinds[0].count) == (200, 2)
    assert "not in the staff list: 1" in page.content.decode()
    assert client.post(f"{base}people/", {"again": "1"}, follow=True).status_code == 422


def test_wizard_shows_problems_and_offers_them_as_a_file(
    client: Client, clinic: Cast, house: Hospital
) -> None:
    client.force_login(clinic.carla.user)
    file = SimpleUploadedFile("advice.csv", f"from,to\n{A0},=cmd()\n".encode())
    form = {"name": "Trust", "held_on": DAY.isoformat(), "file": file}
    uploaded = client.post(reverse("network:import", args=["clinic"]), form, follow=True)
    url = uploaded.redirect_chain[-1][0].removesuffix("columns/")
    answer = client.get(url)
    assert answer.status_code == 422
    assert "=cmd()" in answer.content.decode()
    assert client.post(url).status_code == 422
    assert not Job.objects.exists()
    problems = client.get(f"{url}problems/").content.decode()
    assert "'=cmd()" in problems
    assert client.post(f"{url}discard/").status_code == 302
    assert not NominationImport.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        f"from;to;CPR\n{A0};{A1};010190-1234\n",
        f"from;to\n{A0};010190-1234\n",
        f"{A0};{A1};0101901234\n{A1};{A0};0202901234\n",
        f"from;to;010190-1234\n{A0};{A1};x\n",
        f"from;to;personnummer\n{A0};{A1};hidden\n",
        '{"nodes":[{"id":"010190-1234"},{"id":"b"}],"links":[{"source":"b","target":"010190-1234"}]}',
    ],
)
def test_a_file_with_civil_registration_numbers_is_not_kept(
    client: Client, clinic: Cast, house: Hospital, text: str
) -> None:
    client.force_login(clinic.carla.user)
    form = {"name": "Trust", "held_on": DAY.isoformat(), "pasted": text}
    answer = client.post(reverse("network:import", args=["clinic"]), form)
    assert answer.status_code == 422
    assert "civil registration numbers" in answer.content.decode()
    assert not NominationImport.objects.exists()
    with pytest.raises(DomainError, match="civil registration"):
        start(clinic, f"from,to\n{A0},{A1}\n", respondents=text.encode())
    with pytest.raises(DomainError, match="civil registration"):
        services.import_nominations(
            by=clinic.carla, name="Advice", held_on=DAY, nominations=text.encode(), now=NOW
        )


def test_names_of_files_are_masked(clinic: Cast, house: Hospital) -> None:
    text = f"from,to\n{A0},{A1}\n"
    kept = start(
        clinic,
        text,
        file_name="CPR 010190-1234.csv",
        respondents=f"id\n{A0}\n".encode(),
        respondents_name="010190-1234.csv",
    )
    assert (kept.file_name, kept.respondents_name) == ("CPR ******-****.csv", "******-****.csv")


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(client: Client, clinic: Cast) -> None:
    client.force_login(clinic.carla.user)
    form = {"name": "Trust", "held_on": DAY.isoformat(), "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04x")}
    answer = client.post(reverse("network:import", args=["clinic"]), form)
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()
    assert not NominationImport.objects.exists()


def test_form_asks_for_a_file_or_rows(client: Client, clinic: Cast) -> None:
    client.force_login(clinic.carla.user)
    answer = client.post(
        reverse("network:import", args=["clinic"]), {"name": "Trust", "held_on": DAY.isoformat()}
    )
    assert answer.status_code == 422
    assert "Choose a file" in answer.content.decode()


def test_file_that_is_too_large_is_refused(
    client: Client, clinic: Cast, settings: pytest.FixtureRequest
) -> None:
    settings.UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    client.force_login(clinic.carla.user)
    file = SimpleUploadedFile("advice.csv", b"from,to\n1,2\n")
    form = {"name": "Trust", "held_on": DAY.isoformat(), "file": file}
    assert client.post(reverse("network:import", args=["clinic"]), form).status_code == 422
