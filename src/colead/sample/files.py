"""The sample as files to copy: a staff list as Danish Excel writes it, one in English, and ties."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from colead.files.dialects import Dialect
from colead.files.exports import csv_text
from colead.sample.records import Municipality, NominationSet, Position

# The day for which examples/municipality is made.
DAY = date(2026, 3, 2)

_DANISH = (
    "Medarbejdernr", "Navn", "E-mail", "Ledernr", "Enhedsnr", "Enhed", "Overordnet enhed", "Stilling",
    "Enhedsleder", "Ansat fra", "Orlov fra", "Orlov til",
)  # fmt: skip
_ENGLISH = (
    "employee_id", "name", "email", "manager_id", "unit_id", "unit", "parent_unit_id", "title",
    "leads_unit", "start_date", "leave_from", "leave_until",
)  # fmt: skip


def sample_files(sample: Municipality) -> dict[str, str]:
    """File name -> contents. The staff lists show the day on which the questions were asked."""
    asked = [found for found in sample.nomination_sets if found.held_on == sample.nomination_sets[-1].held_on]
    day = asked[0].held_on
    files = {
        "medarbejdere.csv": csv_text(_DANISH, _rows(sample, day, "da"), Dialect.SEMICOLON),
        "people.csv": csv_text(_ENGLISH, _rows(sample, day, "en"), Dialect.COMMA),
        "answered.csv": csv_text(("id",), ([person] for person in asked[0].respondents), Dialect.COMMA),
    }
    return files | {f"{found.key}.csv": _ties(found) for found in asked}


def _ties(found: NominationSet) -> str:
    rows = ((row.source, row.target, int(row.weight)) for row in found.nominations)
    return csv_text(("from", "to", "weight"), rows, Dialect.COMMA)


def _rows(sample: Municipality, day: date, language: str) -> Iterator[Sequence[str]]:
    """One row for each position on the day, a person's main position first."""
    people = {person.key: person for person in sample.people}
    parents = {row.unit: row.parent for row in sample.placements if row.covers(day)}
    managers = {(row.person, row.is_solid): row.manager for row in sample.lines if row.covers(day)}
    leaves = {row.person: row for row in sample.leaves if row.covers(day)}
    joined = _joined(sample.positions)
    write = _danish_day if language == "da" else _english_day
    yes, no = ("ja", "nej") if language == "da" else ("yes", "no")
    for row in _positions(sample, day):
        person, leave = people[row.person], leaves.get(row.person)
        yield (
            person.key,
            person.name,
            person.email,
            managers.get((row.person, row.is_primary), ""),
            row.unit,
            sample.units[row.unit].spoken(language),
            parents[row.unit] or "",
            row.title.spoken(language),
            yes if row.leads else no,
            write(joined[row.person]),
            write(leave.valid_from) if leave else "",
            write(leave.valid_until) if leave and leave.valid_until else "",
        )


def _positions(sample: Municipality, day: date) -> list[Position]:
    rows = [row for row in sample.positions if row.covers(day)]
    return sorted(rows, key=lambda row: (row.person, not row.is_primary))


def _joined(positions: Sequence[Position]) -> dict[str, date]:
    """The first day of each person's first position."""
    latest_first = sorted(positions, key=lambda row: row.valid_from, reverse=True)
    return {row.person: row.valid_from for row in latest_first}


def _danish_day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


_english_day: Callable[[date], str] = date.isoformat
