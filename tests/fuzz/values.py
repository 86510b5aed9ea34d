"""Values that programs stumble over, and files made of them. All chance is the caller's `Random`."""

import base64
import json
from collections.abc import Callable
from random import Random

CURSORS = (
    *("[1,1]", '["",0]', "[0.5,-1]", "[true,false]", '["a","b","c"]', "[[],{}]", "[null,null]", "[]", "{}"),
    *('["0001-01-01T00:00:00+14:00",1]', '["9999-12-31T23:59:59-14:00",1]', '["2026-03-02",1]', "[1e999,1]"),
)
TEXTS = (
    *(base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in CURSORS),
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\ud800",
        "x\udfffy",
        "\x7f\x1b[31m",
        "\u202eabc",
        "\ufeff",
        "\r\nSet-Cookie: a=b",
    ),
    *("å ø æ", "Top / U0", "a/b", "..", "../../etc/passwd", "%2F", "%00", "%", "?", "#", "a?b#c", ";", "\\"),
    *(
        "🦆",
        "👩‍👩‍👧‍👦",
        "ﷺ",
        "é",
        "ﬀ",
        "İ",
        "ß",
        "Ⅷ",
        "٣",
        "²",
        "½",
        "１２",
        "a" * 300,
        "å" * 5_000,
        "x" * 70_000,
    ),
    *(
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        '"; DROP TABLE people; --',
        "{{ 7*7 }}",
        "%(name)s",
        "%s",
        "{0}",
    ),
    *(
        "=1+1",
        "@SUM(A1)",
        "null",
        "None",
        "true",
        "[]",
        "{}",
        "nan",
        "-inf",
        "1e400",
        "0x10",
        "1_000",
        "+1",
        "1,5",
    ),
    *("new", "import", "compare", "forget", "edit", "matrix", "exports", "units", "me", "template", "-", "0"),
)
NUMBERS = (
    *(0, -1, 1, 2, 3, 4, 5, 99, 100, 101, 255, 256, 32_767, 32_768, 65_536, 2**31 - 1, 2**31, -(2**31) - 1),
    *(2**63 - 1, 2**63, -(2**63) - 1, 10**18, 10**30, 10**400, 0.1, -0.0, 1.5, 1e308, 1e999),
)
DAYS = (
    *("0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "2026-02-30", "2024-02-29", "1899-12-31"),
    *("2026-03-02", "2026-3-2", "20260302", "2026-W01-1", "02-03-2026", "2026-03-02T00:00:00Z", "today"),
    *("1970-01-01", "2100-01-01", "2026-03-02\0", " 2026-03-02", "٢٠٢٦-٠٣-٠٢", "-2026-03-02"),
)
DEPTHS = (3, 50, 900, 5_000, 100_000)


def number_text(chance: Random) -> str:
    """A number as text: of a page, a level, a cursor."""
    value = chance.choice(NUMBERS)
    return str(value) if not isinstance(value, int) or value < 10**40 else "1" + "0" * 400


def nasty_text(chance: Random) -> str:
    """One of the values above, as text."""
    kind: Callable[[Random], str] = chance.choice((_text, _text, number_text, _day))
    return kind(chance)


def _text(chance: Random) -> str:
    return chance.choice(TEXTS)


def _day(chance: Random) -> str:
    return chance.choice(DAYS)


def nasty_json(chance: Random) -> object:
    """Anything that JSON can say."""
    simple = (None, True, False, [], {}, [[]], {"": ""}, {"a": 1}, chance.choice(NUMBERS), nasty_text(chance))
    value: object = chance.choice(simple)
    if chance.random() < 0.1:
        return [value] * chance.choice((1, 2, 200))
    return value


def deep_json(chance: Random) -> bytes:
    """Nested far deeper than anybody means."""
    depth = chance.choice(DEPTHS)
    if chance.random() < 0.5:
        return b"[" * depth + b"]" * depth
    return b'{"a":' * depth + b"1" + b"}" * depth


def json_bytes(value: object) -> bytes:
    """As it is sent: with escapes for what UTF-8 cannot carry, and numbers that no float holds in digits."""
    return json.dumps(value).replace("Infinity", "1e999").encode("ascii")


HEADERS = (
    "id,name,manager,unit",
    "id;name;email;unit;title;from",
    "from,to",
    "from,to,weight",
    "key,name,parent",
    "",
)


def table_file(chance: Random) -> tuple[str, bytes]:
    """Name and content of a file, as somebody might upload it."""
    name = chance.choice(
        ("people.csv", "ties.csv", "a.xlsx", "b.xls", "c.ods", "d.parquet", "e.json", "f.graphml")
    )
    name = chance.choice((name, name, name, "a\0b.csv", "../x.csv", "å.csv", "x" * 300 + ".csv", "no-ending"))
    kind = chance.random()
    if kind < 0.5:
        return name, _rows(chance).encode(chance.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")
    if kind < 0.6:
        return name, deep_json(chance)
    if kind < 0.7:
        return name, json_bytes({"nodes": [nasty_json(chance)], "edges": nasty_json(chance)})
    start = chance.choice(
        (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"<?xml version='1.0'?><graphml>", b"", b"\0")
    )
    return name, start + chance.randbytes(chance.choice((0, 1, 50, 2_000)))


def _rows(chance: Random) -> str:
    head = chance.choice(HEADERS)
    columns = max(1, len(head.replace(";", ",").split(",")))
    ids = [f"n{number}" for number in range(5)]
    lines = [head]
    for _row in range(chance.choice((0, 1, 3, 12))):
        cells = [nasty_text(chance) if chance.random() < 0.3 else chance.choice(ids) for _ in range(columns)]
        lines.append(("," if "," in head else ";").join(cells))
    return chance.choice(("\n", "\r\n")).join(lines)
