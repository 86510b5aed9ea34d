"""The headers of many systems are known, also where they write # for a number."""

import pytest

from cast import Cast
from colead.files.columns import guess_columns
from files.cases.way_in import people, rows, shared, twice

BAMBOO = rows(
    'Employee #,"Last name, First name",Work Email,Reporting to,Job Title,Department,Division,Hire Date',
    '1,"Munk, Ida",ida@x.example,,Head,Care,Town,2015-01-01',
    '2,"Lind, Bo",bo@x.example,"Munk, Ida",Nurse,Care,Town,2018-01-01',
)
SCIM = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
HEADERS = [
    "Employee #,Full name,Supervisor #,Department",
    "Employee Id,Employee Name,Supervisor Name,Sub Unit",  # OrangeHRM
    "External ID,Employee Name,Manager,Department",  # Odoo
    "objectId,displayName,manager,department",  # Entra ID
    "Employee ID,Full Name,Manager Email,Org Unit Path [Required]",  # Google Workspace
    f"id,displayName,{SCIM}:manager.value,{SCIM}:department",
    "Tjenestenummer,Navn,Lederens tjenestenr,Afdelingsnavn",  # SD Løn
    "Medarbejdernummer,Fulde navn,Nærmeste leder,Organisationsenhed",  # OPUS
    "Ansættelsesnr.,Navn,Leders nr.,Enhedsnavn",  # Silkeborg
    "Employee ID,Worker,Worker's Manager,Supervisory Organization",  # Workday
    "USERID,FULLNAME,MANAGER,DEPARTMENT",  # SuccessFactors
    "Personnel number,Name,Supervisor,Team",  # Personio
    "Employee ID,Display name,Reports to,Department",  # HiBob
]


def test_the_number_is_the_id(clinic: Cast) -> None:
    twice(clinic.carla, BAMBOO)
    assert people() == {"1": ("Ida Munk", None, "Care"), "2": ("Bo Lind", "1", "Care")}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_many_systems(header: str) -> None:
    labels = header.split(",")
    assert guess_columns(labels).columns == dict(zip(("key", "name", "manager", "unit"), labels, strict=True))


@pytest.mark.parametrize("label", ["lead", "leder", "Leder"])
@pytest.mark.parametrize("yes", ["yes", "ja", "x"])
def test_a_lead_that_is_a_yes_or_no(clinic: Cast, label: str, yes: str) -> None:
    twice(clinic.carla, rows(f"id,name,{label},unit", f"1,Ida,{yes},Care", "2,Bo,,Care"))
    assert people()["2"] == ("Bo", "1", "Care")


@pytest.mark.parametrize("label", ["lead", "leder"])
def test_a_lead_that_is_a_person(clinic: Cast, label: str) -> None:
    twice(clinic.carla, rows(f"id,name,{label},unit", "1,Ida,,Care", "2,Bo,1,Care"))
    assert people()["2"] == ("Bo", "1", "Care")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("employee-hash/bamboo.csv"))
    assert people()["2"] == ("Bo Lind", "1", "Care")
