"""Short ways from the text of a file to the organisation that it makes, and what that then is."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from apps.people.staff import NOW, managers, posts
from cast import DAY
from colead.apps.people import services
from colead.apps.people.models import Person, StaffImport, UnitPlacement
from colead.files.questions import Question
from colead.kit.roles import Member

SHARED = Path(os.environ.get("COLEAD_CASES") or Path(__file__).parents[4] / "shared" / "data" / "cases")


def shared(name: str) -> bytes:
    """An input that stands beside the repository where it was made; elsewhere the test is passed over."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path.read_bytes()


def rows(*lines: str) -> str:
    """The text of a file with these lines."""
    return "\n".join(lines) + "\n"


def looked_at(by: Member, file: str | bytes, **answers: str) -> StaffImport:
    """The file with its preview, as a page shows it. answers : to its questions, by their code."""
    now = NOW + timedelta(minutes=StaffImport.objects.count())
    content = file.encode() if isinstance(file, str) else file
    found = services.start_import(
        by=by, content=content, file_name="staff.csv", mode="full", as_of=DAY, now=now
    )
    found = services.choose_columns(by=by, import_id=found.pk, columns=found.mapping, now=now)
    given = {one.id: answers[one.code] for one in questions(found) if one.code in answers}
    if given:
        found = services.answer_questions(by=by, import_id=found.pk, answers=given, now=now)
    return found


def questions(found: StaffImport) -> list[Question]:
    """What the file leaves open, answered or not."""
    return [services.question_from(one) for one in found.file.findings["questions"]]


def asked(found: StaffImport) -> list[str]:
    """The codes of the questions that have no answer and matter."""
    return [one.code for one in questions(found) if one.is_in_the_way]


def applied(by: Member, file: str | bytes, **answers: str) -> dict[str, int]:
    """The file applied: what it changed."""
    found = looked_at(by, file, **answers)
    assert found.state == "ready", found.file.findings["problems"]
    done = services.apply_import(by=by, import_id=found.pk, now=found.created_at)
    changes: dict[str, int] = done.summary["changes"]
    return changes


def twice(by: Member, first: str | bytes, second: str | bytes | None = None, **answers: str) -> None:
    """The first file applied, then the second (or the first again), which must change nobody."""
    applied(by, first, **answers)
    assert applied(by, second or first, **answers) == {}


def people(day: date = DAY) -> dict[str, tuple[str, str | None, str | None]]:
    """Name, manager's number and unit of everybody who works there on a day, by number."""
    names = dict(Person.objects.values_list("key", "name"))
    led_by = managers(day)
    return {key: (names[key], led_by.get(key), unit) for key, (unit, _title) in posts(day).items()}


def tree(day: date = DAY) -> dict[str, str | None]:
    """The unit above each unit, by names."""
    return dict(UnitPlacement.objects.on(day).values_list("unit__name", "parent__name"))
