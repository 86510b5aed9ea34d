"""A staff list and a file of ties, read; and inputs that stand beside the repository."""

import datetime
import os
from pathlib import Path

import pytest

from colead.files.known_people import people_of_staff_list
from colead.files.reading import read_table_from_bytes
from colead.files.respondents import read_respondents
from colead.files.staff_list import StaffList, read_staff_list
from colead.files.tie_files import tie_file
from colead.files.tie_layout import RECOGNISED, TieChoices
from colead.files.tie_people import UNANSWERED, TieAnswers
from colead.files.tie_reading import TieReading, read_tie_table
from colead.files.tie_tables import tie_table

SHARED = Path(os.environ.get("COLEAD_CASES") or Path(__file__).parents[4] / "shared" / "data" / "cases")
DAY = datetime.date(2026, 9, 1)
STAFF = """id,name,email,manager,unit,end date
1,Ida Munk,ida@x.example,,Care,
2,Bo Lind,bo@x.example,1,Care,
3,Åse Holm,aase@x.example,1,Care,
4,Søren Krog,soeren@x.example,2,Care,
5,Eva Lund,eva@x.example,2,Care,
6,Bo Lund,lund@x.example,2,Care,
7,Per Gone,per@x.example,1,Care,2026-02-01
"""
TIES = [("1", "2"), ("3", "2"), ("3", "5"), ("4", "2")]
"""What most files of these tests say."""


def shared(name: str) -> bytes:
    """An input that is not in the repository; without it the test is passed over."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path.read_bytes()


def staff(content: str | bytes = STAFF) -> StaffList:
    found = read_staff_list(read_table_from_bytes(_bytes(content), "people.csv"), as_of=DAY)
    assert not found.problems
    return found


def read(
    content: str | bytes,
    people: str | bytes = STAFF,
    choices: TieChoices = RECOGNISED,
    answers: TieAnswers = UNANSWERED,
) -> TieReading:
    known = people_of_staff_list(staff(people))
    table = tie_table(tie_file(_bytes(content), "ties.csv"), "ties.csv", known.finder, choices)
    return read_tie_table(table, known, answers)


def ties(found: TieReading, people: str | bytes = STAFF) -> list[tuple[str, str]]:
    """Who looks to whom, by id, sorted; of a file without a problem."""
    assert [str(one) for one in found.problems] == []
    ids = [str(one) for one in staff(people).organisation().person_ids]
    return sorted((ids[at], ids[to]) for at, to in zip(found.source, found.target, strict=True))


def answered(content: str | bytes, people: str | bytes = STAFF) -> list[str]:
    """Ids of those who answered, of a file without a problem."""
    listed = staff(people)
    found = read_respondents(tie_file(_bytes(content), "a.txt"), "a.txt", people_of_staff_list(listed))
    assert [str(one) for one in found.problems] == []
    return [str(one) for one in listed.organisation().person_ids[found.people]]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
