"""Dates of which one can only have the month first: the whole column is read so, after a question."""

from datetime import date

import pytest

from cast import Cast
from colead.apps.people.models import Position
from colead.files.reading import read_pasted
from colead.files.staff_list import read_staff_list
from files.cases.way_in import applied, asked, looked_at, people, rows, shared, twice

LIST = rows(
    "Employee ID,Name,Manager ID,Department,Hire Date,Termination Date",
    "1,Ida,,Care,03/04/2019,",
    "2,Bo,1,Care,01/02/2026,12/01/2026",
    "3,Eva,1,Care,12/31/2025,",
)
SHORT = LIST.replace("/2019", "/19").replace("/2026", "/26").replace("/2025", "/25")
DASHES = LIST.replace("/", "-")
DAY_FIRST = LIST.replace("12/31/2025", "31/12/2025").replace("12/01/2026", "12/02/2026")
BOTH = LIST.replace("03/04/2019", "31/04/2019")


def starts() -> dict[str, date]:
    return dict(Position.objects.values_list("person__key", "valid_from"))


@pytest.mark.parametrize("text", [LIST, SHORT, DASHES])
def test_the_whole_column_and_its_neighbour_have_the_month_first(clinic: Cast, text: str) -> None:
    assert asked(looked_at(clinic.carla, text)) == ["date_order"]
    twice(clinic.carla, text, date_order="month_first")
    assert starts() == {"1": date(2019, 3, 4), "2": date(2026, 1, 2), "3": date(2025, 12, 31)}
    assert Position.objects.get(person__key="2").valid_until == date(2026, 12, 1)


def test_where_the_day_stands_first_nothing_is_asked(clinic: Cast) -> None:
    assert asked(looked_at(clinic.carla, DAY_FIRST)) == []
    twice(clinic.carla, DAY_FIRST)
    assert starts()["1"] == date(2019, 4, 3)
    assert "2" not in people()  # left on 12 February


@pytest.mark.parametrize("text", [BOTH, LIST])
def test_the_other_answer_names_the_cells(clinic: Cast, text: str) -> None:
    found = looked_at(clinic.carla, text, date_order="day_first")
    assert [one["code"] for one in found.file.findings["problems"]][-1] == "bad_date"


def test_where_nobody_is_asked_it_is_said_how_it_was_read() -> None:
    (warning,) = [one for one in read_staff_list(read_pasted(LIST)).warnings if one.code == "date_order"]
    assert str(warning).endswith("Are all of them written like that? It was read as: month_first.")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    applied(clinic.carla, shared("month-first/people.csv"), date_order="month_first")
    assert starts()["3"] == date(2025, 12, 31)
