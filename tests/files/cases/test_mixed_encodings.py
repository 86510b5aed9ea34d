"""Every encoding is told from what stands in the file; one that mixes two is said, with its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.files.decoding import decode
from colead.files.problems import FileError
from files.cases.readings import refused
from files.cases.way_in import shared

PAGES = ["utf-8", "cp1252", "mac_roman", "cp850", "cp865"]
NAMES = ["Søren Ægidius", "Åse Nørgaard", "Jørgen Kjær", "ØRSTED ÅGÅRD", "Lærke Bæk", "Zoë Müller", "Bo Lind"]
UNITS = ["Børn og Unge", "Ældre og Sundhed", "Teknik og Miljø", "Løn", "Økonomi", "Pleje"]
person = st.tuples(st.sampled_from(NAMES), st.sampled_from(UNITS))


@given(st.lists(person, min_size=1, max_size=12), st.sampled_from(PAGES))
def test_danish_letters_come_out_right_however_short_the_file(
    people: list[tuple[str, str]], page: str
) -> None:
    text = "id;navn;enhed\n" + "".join(f"{n};{name};{unit}\n" for n, (name, unit) in enumerate(people))
    assert decode(text.encode(page), "staff.csv") == text


@pytest.mark.parametrize("sign", ["Ole’s – ting", "100 €", "½ stilling", "§ 5"])
def test_signs_alone_are_no_letters(sign: str) -> None:
    assert decode(f"id;note\n1;{sign}\n".encode("cp1252"), "staff.csv") == f"id;note\n1;{sign}\n"


def test_a_language_that_no_western_page_fits_is_told_too() -> None:
    polish = "id;imię i nazwisko;dział\n1;Łukasz Wiśniewski;Obsługa klienta\n2;Żaneta Dąbrowska;Księgowość\n"
    assert decode(polish.encode("cp1250"), "staff.csv") == polish


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["id;navn", "1;Søren", "2;Åse", ("3;Jørgen", "cp1252")], "4"),
        ([("id;navn", "cp1252"), ("1;Søren", "cp1252"), ("2;Bjørn", "cp1252"), "3;Åse"], "4"),
        ([("1;Søren Ægir", "cp850"), ("2;Bjørn", "cp850"), ("3;Åse Møller", "cp1252")], "3"),
    ],
)
def test_a_file_that_mixes_two_is_refused_with_its_lines(
    lines: list[str | tuple[str, str]], wrong: str
) -> None:
    content = b"".join(
        (line if isinstance(line, str) else line[0]).encode("utf-8" if isinstance(line, str) else line[1])
        + b"\n"
        for line in lines
    )
    with pytest.raises(FileError) as error:
        decode(content, "staff.csv")
    (found,) = error.value.problems
    assert (found.code, found.values["lines"]) == ("mixed_encodings", wrong)


def test_the_shared_input() -> None:
    assert refused(shared("mixed-encodings/people.csv")) == ["mixed_encodings"]
