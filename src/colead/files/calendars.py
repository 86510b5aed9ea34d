"""Days as an iCalendar file (RFC 5545), as Outlook, Apple, Google and Thunderbird subscribe to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(hours=6)
PRODID = "-//Colead//Colead//EN"


@dataclass(frozen=True)
class Day:
    """Something that happens on a day, all of it.

    uid : the same for as long as it is the same thing.    sequence : larger once it has changed.
    cancelled : it happens no longer; kept for programs that would not notice that it is gone.
    """

    uid: str
    day: date
    title: str
    url: str
    changed: datetime
    sequence: int = 0
    cancelled: bool = False


def calendar_file(
    days: Iterable[Day], *, name: str, time_zone: str, language: str, made_on: datetime
) -> bytes:
    """The file: lines end with CRLF and are folded, days are whole days wherever they are read.

    made_on : the stamp of every event. The same days made on the same moment give the same bytes.
    """
    from icalendar import Calendar  # only calendars need it

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")  # without it Outlook takes the file for an invitation
    for word in ("name", "x-wr-calname"):
        calendar.add(word, name)
    calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for one in days:
        calendar.add_component(_event(one, language, made_on.astimezone(UTC)))
    return bytes(calendar.to_ical())


def _event(one: Day, language: str, stamp: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title, parameters={"LANGUAGE": language})
    event.add("url", one.url)
    event.add("description", one.url)  # Outlook shows no URL
    event.add("last-modified", one.changed.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because a term ends
    event.add("class", "PRIVATE")
    return event
