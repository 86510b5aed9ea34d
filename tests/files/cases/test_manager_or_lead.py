"""A column called as the lead: whom somebody reports to, or a yes of whoever leads."""

import pytest

from colead.files.reading import read_pasted
from colead.files.staff_list import read_staff_list
from files.cases.ties_read import DAY, staff

ZEROS = "id;navn;leder\n0001;Ida;\n0002;Bo;1\n0003;Eva;1\n"
SMALL = "id;navn;leder\n1;Ida;\n2;Bo;1\n3;Eva;1\n"
BOTH = "id;navn;leder;nærmeste leder\n11;Ida;Ja;\n12;Bo;Nej;11\n13;Eva;Nej;11\n"


@pytest.mark.parametrize("text", [ZEROS, SMALL, BOTH])
def test_reporting_lines_are_kept(text: str) -> None:
    assert staff(text).manager.tolist() == [-1, 0, 0]


def test_a_yes_beside_a_manager_says_who_leads() -> None:
    assert staff(BOTH).rows.get_column("leads").to_list() == [True, False, False]


def test_ones_may_be_the_id_of_somebody_who_is_not_in_the_file() -> None:
    found = read_staff_list(read_pasted("id;navn;leder\n50;Nina;1\n51;Ole;1\n"), as_of=DAY)
    assert found.mapping.header("manager") == "leder"
    assert [one.code for one in found.problems] == ["unknown_manager"] * 2


@pytest.mark.parametrize(("yes", "no"), [("Ja", "Nej"), ("x", ""), ("1", "0")])
def test_yes_and_no_say_who_leads(yes: str, no: str) -> None:
    found = staff(f"id;navn;leder;afdeling\n11;Ida;{yes};Care\n12;Bo;{no};Care\n13;Eva;{no};Care\n")
    assert found.mapping.header("leads") == "leder"
    assert found.manager.tolist() == [-1, 0, 0]
