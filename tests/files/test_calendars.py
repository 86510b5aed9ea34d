"""A calendar file: read by icalendar, and by a reader that forgives nothing."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from colead.files.calendars import Day, calendar_file
from files.strict_calendar import read_strictly

MADE = datetime(2026, 3, 2, tzinfo=UTC)
CHANGED = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
LONG = "Sidste dag: Æblehaven; rød, grøn og blå – " + "åben ledelse " * 20 + '\\ "x"\nny linje'


def made(*days: Day) -> bytes:
    return calendar_file(
        days, name="Min ledelse, Nordby", time_zone="Europe/Copenhagen", language="da", made_on=MADE
    )


def day(number: int = 1, title: str = "Budget", **more: object) -> Day:
    return Day(f"ends-{number}@colead", date(2026, 12, 31), title, "https://c.example/o/n/", CHANGED, **more)


def test_both_readers_find_what_was_written() -> None:
    content = made(day(title=LONG), day(2, sequence=3, cancelled=True))
    first, second = read_strictly(content)
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert (first["DTSTAMP"], first["LAST-MODIFIED"]) == ("20260302T000000Z", "20260201T083000Z")
    assert (second["STATUS"], second["SEQUENCE"]) == ("CANCELLED", "3")
    calendar = Calendar.from_ical(content)
    assert calendar["X-WR-CALNAME"] == "Min ledelse, Nordby"
    assert calendar["X-WR-TIMEZONE"] == "Europe/Copenhagen"
    assert [event["SUMMARY"] for event in calendar.walk("VEVENT")] == [LONG, "Budget"]
    assert [event.decoded("DTSTART") for event in calendar.walk("VEVENT")] == [date(2026, 12, 31)] * 2


def test_a_calendar_without_a_day_is_one() -> None:
    assert read_strictly(made()) == []


def test_the_same_days_give_the_same_bytes() -> None:
    assert made(day()) == made(day())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"\r\n", b"\n"),
        (b"METHOD:PUBLISH\r\n", b""),
        (b"PRODID:", b"X-PRODID:"),
        (b"DTSTAMP:", b"X-STAMP:"),
        (b"UID:ends-2@colead", b"UID:ends-1@colead"),
        (b"DTEND;VALUE=DATE:20270101", b"DTEND;VALUE=DATE:20261231"),
        (b"Budget", b"Budget, " * 12),
    ],
)
def test_the_strict_reader_sees(right: bytes, wrong: bytes) -> None:
    content = made(day(), day(2))
    assert right in content
    with pytest.raises(AssertionError):
        read_strictly(content.replace(right, wrong))
