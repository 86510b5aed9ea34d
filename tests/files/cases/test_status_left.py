"""A status that says who has left ends the employment, after a question; nobody counts them as leaders."""

import polars as pl
import pytest

from cast import DAY, Cast
from colead.apps.people.models import ReportingLine
from colead.files.staff_statuses import left_by_status
from files.cases.way_in import applied, asked, looked_at, people, rows, shared, twice

ERP = rows(
    "ID,Full Name,Status,Reports to,Department",
    "1,Ida,Active,,Care",
    "2,Bo,Left,1,Care",
    "3,Eva,Active,2,Care",
)
SCIM = rows(
    "userName,displayName,active,department,manager.value",
    "1,Ida,true,Care,",
    "2,Bo,false,Care,1",
    "3,Eva,true,Care,2",
)
ENTRA = SCIM.replace("active", "accountEnabled").replace("true", "True").replace("false", "False")
GOOGLE = ERP.replace("Left", "Suspended").replace("Status", "Status [READ ONLY]")
DANISH = rows(
    "nr;navn;ansættelsesstatus;leder;afdeling",
    "1;Ida;Ansat;;Care",
    "2;Bo;Fratrådt;1;Care",
    "3;Eva;Orlov;2;Care",
)
ARCHIVED = SCIM.replace("active", "Archived").replace("true", "no").replace("false", "yes")
SD = rows(
    "Tjenestenummer,Navn,EmploymentStatusCode,Leder,Afdeling",
    "1,Ida,1,,Care",
    "2,Bo,8,1,Care",
    "3,Eva,3,2,Care",
)
EVERY = [ERP, SCIM, ENTRA, GOOGLE, DANISH, ARCHIVED, SD]


@pytest.mark.parametrize("text", EVERY)
def test_who_has_left_is_nobodys_lead(clinic: Cast, text: str) -> None:
    assert asked(looked_at(clinic.carla, text)) == ["status"]
    twice(clinic.carla, text, status="left")
    assert people() == {"1": ("Ida", None, "Care"), "3": ("Eva", None, "Care")}
    assert not ReportingLine.objects.on(DAY).exists()


@pytest.mark.parametrize(
    ("header", "words", "left"),
    [
        ("Status", "Employment terminated, Active", [True, False]),
        ("Status", "Kontrakt ophørt, Er fratrådt, I (inactive), Term", [True] * 4),
        (
            "Status",
            "Not terminated, Ikke fratrådt, Aktiv (tidligere vikar), Ikke længere ansat",
            [False] * 3 + [True],
        ),
        ("Ansættelsesstatus", "0, 1, 3, 8", [False, False, False, True]),
        ("Ansættelsesstatus", "0, 1", [True, False]),
    ],
)
def test_what_a_status_says(header: str, words: str, left: list[bool]) -> None:
    assert left_by_status(pl.Series(header, words.split(", "))).to_list() == left


def test_they_may_work_here_all_the_same(clinic: Cast) -> None:
    twice(clinic.carla, ERP, status="employed")
    assert people()["3"] == ("Eva", "2", "Care")


def test_whoever_worked_here_leaves_on_the_day(clinic: Cast) -> None:
    applied(clinic.carla, ERP.replace("Left", "Active"))
    assert applied(clinic.carla, ERP, status="left") == {"leaves": 1, "new_manager": 1}
    assert set(people()) == {"1", "3"}


@pytest.mark.parametrize("name", ["people", "scim"])
def test_the_input_beside_the_repository(clinic: Cast, name: str) -> None:
    twice(clinic.carla, shared(f"status-left/{name}.csv"), status="left")
    assert "Bo Lind" not in {person[0] for person in people().values()}
