"""What may stand in an entry, and that one value has one text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from colead.apps.ledger.record import canonical, make_record, record_hash

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def record(**details: object) -> dict[str, object]:
    return make_record(actor="user:1", action="people.imported", subject="import:1", details=details, at=NOON)


def test_one_value_has_one_text() -> None:
    assert canonical({"b": 1, "a": "æ"}) == '{"a":"æ","b":1}'.encode()


def test_an_instant_is_the_same_in_every_time_zone() -> None:
    local = NOON.astimezone(timezone(timedelta(hours=2)))
    assert make_record(actor="a", action="b", subject="c", details={}, at=local)["at"] == record()["at"]


def test_the_hash_depends_on_salt_and_on_every_part() -> None:
    salt = bytes(32)
    hashes = {record_hash(salt, record(n=number)) for number in range(3)} | {
        record_hash(b"\1" * 32, record(n=0))
    }
    assert len(hashes) == 4


@pytest.mark.parametrize("value", [0.5, NOON, {1: 2}, object(), [b""]])
def test_what_has_no_certain_text_is_refused_by_its_value(value: object) -> None:
    with pytest.raises(TypeError, match="ledger"):
        record(value=value)


def test_contents_are_refused() -> None:
    with pytest.raises(ValueError, match="201 characters"):
        record(text="x" * 201)
