"""A column of civil registration numbers is left out: its values are nowhere afterwards."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection

from apps.people.staff import NOW
from cast import DAY, Cast
from colead.apps.people import services
from colead.apps.people.models import StaffImport
from colead.apps.people.services.opening import kept_file, table_of
from colead.cli.main import main
from colead.kit.errors import DomainError
from files.cases.way_in import people, rows

NUMBERS = ["010170-1234", "0202801235", "030390 1236"]
LIST = rows(
    "Staff of the clinic", "id;name;CPR;manager;unit",
    f"1;Ida;{NUMBERS[0]};;Care", f"2;Bo;{NUMBERS[1]};1;Care", f"3;Eva;{NUMBERS[2]};1;Care",
)  # fmt: skip
UNNAMED = LIST.replace("CPR", "Ident")
AMONG_OTHERS = LIST.replace("Ida", f"Ida {NUMBERS[0]}")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in LIST.splitlines():
        book.active.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(cast: Cast, content: bytes) -> StaffImport:
    """The file as the page takes it, with a number in its name, too."""
    name = f"staff {NUMBERS[0]}.csv"
    file = {"content": content, "file_name": name, "mode": "full", "as_of": DAY}
    return services.start_import(by=cast.carla, now=NOW, leaves_numbers_out=True, **file)


def whole_database() -> str:
    """Every value of every row of every table, as text."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (our own tables)
            found += [
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            ]
    return "\n".join(found)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    yield caplog
    for number in NUMBERS:
        assert number not in caplog.text


def assert_nowhere(*, also: str = "") -> None:
    kept = StaffImport.objects.exclude(file=None)
    contents = [table_of(one, kept_file(one)).frame.write_csv() for one in kept]
    files = [
        path.read_bytes().decode("latin-1") for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    ]
    places = whole_database(), *contents, *files, also
    for number in NUMBERS:
        digits = number.replace("-", "").replace(" ", "")
        for place in places:
            assert number not in place
            assert digits not in place


@pytest.mark.parametrize(
    "content", [LIST.encode(), UNNAMED.encode(), workbook()], ids=["text", "unnamed", "workbook"]
)
def test_the_page_keeps_the_file_without_the_column(
    clinic: Cast, said: pytest.LogCaptureFixture, content: bytes
) -> None:
    found = uploaded(clinic, content)
    assert found.file.left_out == ["Ident" if content == UNNAMED.encode() else "CPR"]
    assert_nowhere()
    checked = services.choose_columns(by=clinic.carla, import_id=found.pk, columns=found.mapping, now=NOW)
    assert_nowhere(also=said.text)
    services.apply_import(by=clinic.carla, import_id=checked.pk, now=NOW)
    assert people()["3"] == ("Eva", "1", "Care")
    assert_nowhere()


def test_a_list_without_a_header_is_kept_without_its_last_column(clinic: Cast) -> None:
    people_alone = [f"{i + 1};Person {i};Care;{number}" for i, number in enumerate(NUMBERS)]
    found = uploaded(clinic, rows(*people_alone).encode())
    assert found.file.left_out == ["(4)"]
    assert_nowhere()


def test_a_number_among_other_values_is_refused(clinic: Cast, said: pytest.LogCaptureFixture) -> None:
    with pytest.raises(DomainError) as refused:
        uploaded(clinic, AMONG_OTHERS.encode())
    assert refused.value.code == "civil_registration_numbers"
    assert_nowhere(also=str([one.to_dict() for one in refused.value.problems]))


def test_the_command_refuses_and_offers_to_leave_it_out(
    clinic: Cast, tmp_path: Path, said: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(LIST)
    words = ["import", "people", str(file), "--organisation", "clinic", "--language", "en"]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    assert "--leave-out" in refused.output
    done = CliRunner().invoke(main, [*words, "--as-of", str(DAY), "--leave-out", "CPR"])
    assert done.exit_code == 0, done.output
    assert "Columns that are not used: CPR." in done.output
    assert people()["2"] == ("Bo", "1", "Care")
    assert_nowhere(also=refused.output + done.output)


def test_a_column_that_is_not_there_cannot_be_left_out(clinic: Cast) -> None:
    with pytest.raises(DomainError, match="no column"):
        services.without_columns(LIST.encode(), "staff.csv", ["Salary"])
