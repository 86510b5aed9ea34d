"""Nominations from files: understood, checked line by line, stored whole or not at all."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
    preview = client.post(reverse("network:import", args=["clinic"]), form, follow=True)
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


def test_wizard_shows_problems_and_offers_them_as_a_file(
    client: Client, clinic: Cast, house: Hospital
) -> None:
    client.force_login(clinic.carla.user)
    file = SimpleUploadedFile("advice.csv", f"from,to\n{A0},=cmd()\n".encode())
    form = {"name": "Trust", "held_on": DAY.isoformat(), "file": file}
    answer = client.post(reverse("network:import", args=["clinic"]), form, follow=True)
    assert answer.status_code == 422
    assert "Line 2" in answer.content.decode()
    url = answer.redirect_chain[-1][0]
    assert client.post(url).status_code == 422
    assert not Job.objects.exists()
    problems = client.get(f"{url}problems/").content.decode()
    assert "'=cmd()" in problems
    assert client.post(f"{url}discard/").status_code == 302
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
