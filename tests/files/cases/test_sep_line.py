"""The separator that the first line names is followed, in every form in which people have it."""

import pytest

from files.cases.readings import is_plain, read
from files.cases.way_in import shared

ROWS = ["id;name;manager;unit", "1;Ida Munk;;Care", "2;Bo Lind;1;Care", "3;Eva Holm;1;Care"]


def file(first: str, separator: str, ends: str = "\n") -> str:
    return (
        ends.join([first, *ROWS, ""]).replace("\x1f", separator)
        if separator == ";"
        else (ends.join([first, *(row.replace(";", separator) for row in ROWS), ""]))
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("first", "separator"),
    [
        ("sep=;", ";"),
        ("SEP=,", ","),
        ("sep=\t", "\t"),
        ("sep=\\t", "\t"),
        ('"sep=;"', ";"),
        (" sep = ; ", ";"),
        ("sep=;;;;", ";"),
        ("sep=|", "|"),
        ("sep=^", "^"),
    ],
)
def test_it_is_followed(first: str, separator: str, ends: str) -> None:
    table = read(file(first, separator, ends))
    assert is_plain(table)
    assert table.lines.tolist() == [3, 4, 5]


def test_powershells_line_is_passed_over() -> None:
    assert is_plain(read("#TYPE System.Management.Automation.PSCustomObject\n" + "\n".join(ROWS)))
    assert is_plain(read("#TYPE Selected.User\nsep=;\n" + "\n".join(ROWS)))


def test_a_first_column_called_sep_is_a_column() -> None:
    assert read("sep;name\n1;Ida\n2;Bo\n").header == ["sep", "name"]


def test_the_shared_inputs() -> None:
    for name in ("sep-line/mac.csv", "sep-line/tab.csv"):
        table = read(shared(name))
        assert table.header == ["id", "name", "manager", "unit"]
        assert table.frame.rows() == [("1", "Ida", None, "Care"), ("2", "Bo", "1", "Care")]
