"""A reader of iCalendar that forgives nothing: RFC 5545 where Outlook is known to stumble."""

import re
from itertools import pairwise

HEAD = {"PRODID": r".+", "VERSION": r"2\.0", "METHOD": r"PUBLISH", "CALSCALE": r"GREGORIAN"}
STAMP, DAY = r"\d{8}T\d{6}Z", r"\d{8}"
EVENT = {
    "UID": r"[^\s,;]+@[^\s,;]+",
    "DTSTAMP": STAMP,
    "DTSTART;VALUE=DATE": DAY,
    "DTEND;VALUE=DATE": DAY,
    "LAST-MODIFIED": STAMP,
    "SEQUENCE": r"\d+",
    "STATUS": r"CONFIRMED|CANCELLED",
    "TRANSP": r"TRANSPARENT",
}


def read_strictly(content: bytes) -> list[dict[str, str]]:
    """The events, each property by its name with VALUE; AssertionError for what a strict reader refuses."""
    assert content.endswith(b"\r\n"), "the last line has no end"
    assert b"\n" not in content.replace(b"\r\n", b""), "a line ends without CR"
    assert not content.startswith(b"\xef\xbb\xbf"), "a byte order mark"
    lines = content.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75, "a line of more than 75 octets"
    assert all(line.strip() for line in lines), "an empty line"
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR", "something before the calendar"
    assert unfolded[-1] == "END:VCALENDAR", "something after it"
    events = [_event(part) for part in _parts(unfolded)]
    head = _properties(unfolded[1 : unfolded.index("BEGIN:VEVENT") if events else -1])
    _check(head, HEAD)
    uids = [event["UID"] for event in events]
    assert len(uids) == len(set(uids)), "one UID twice"
    return events


def _parts(lines: list[str]) -> list[list[str]]:
    edges = [number for number, line in enumerate(lines) if line in {"BEGIN:VEVENT", "END:VEVENT"}]
    return [lines[first + 1 : last] for first, last in pairwise(edges) if lines[first] == "BEGIN:VEVENT"]


def _event(lines: list[str]) -> dict[str, str]:
    found = _properties(lines)
    _check(found, EVENT)
    assert found["DTSTART;VALUE=DATE"] < found["DTEND;VALUE=DATE"], "no day long"
    assert found["SUMMARY"], "no title"
    assert not re.search(r"(?<!\\)[;,]", found["SUMMARY"]), "a comma that is not escaped"
    return found


def _properties(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon, f"no property: {line}"
        name = re.sub(r";(?!VALUE=)[^;:]+", "", name)
        assert name not in found, f"{name} twice"
        found[name] = value
    return found


def _check(found: dict[str, str], wanted: dict[str, str]) -> None:
    for name, pattern in wanted.items():
        assert re.fullmatch(pattern, found.get(name, "")), f"{name}: {found.get(name)!r}"
