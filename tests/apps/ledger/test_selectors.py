"""What the page of the record shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from cast import Cast
from colead.apps.ledger import selectors, services
from colead.kit import scope
from colead.kit.manifest import gathered
from colead.kit.roles import console

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def action_text(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"people.imported": "Staff list imported: %(joined)s joined"}
    monkeypatch.setattr(selectors, "gathered", lambda part: gathered(part) | texts)


def fill(cast: Cast, count: int, days_ago: int = 0) -> None:
    for number in range(count):
        services.append_entry(
            by=cast.carla if number % 2 else console(cast.clinic),
            action="people.imported",
            subject=f"import:{number}",
            details={"joined": number},
            now=NOW - timedelta(days=days_ago),
        )


def entries(cast: Cast, day=TODAY, page: int = 1):
    with scope.organisation(cast.clinic):
        return selectors.entries(cast.carla, day=day, today=TODAY).numbered(page)


def test_entries_are_told_in_plain_words_newest_first(cast: Cast) -> None:
    fill(cast, 3)
    shown = entries(cast).object_list
    assert [entry.text for entry in shown][:2] == [
        "Staff list imported: 2 joined",
        "Staff list imported: 1 joined",
    ]
    assert [entry.actor for entry in shown] == [
        "The operator, at the command line", "Carla", "The operator, at the command line",
    ]  # fmt: skip


def test_an_action_without_text_and_a_value_without_name_still_show(cast: Cast) -> None:
    assert selectors.describe("later.unknown", {}) == "later.unknown"
    assert selectors.describe("people.imported", {}) == "Staff list imported: – joined"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Leadership task closed on 29 January 2027: 2 assignments end, 0 offers withdrawn"),
        ("da", "Ledelsesopgave lukket 29. januar 2027: 2 tildelinger slutter, 0 tilbud trukket tilbage"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(language: str, text: str) -> None:
    details = {"day": "2027-01-29", "assignments": 2, "offers": 0}
    with translation.override(language):
        assert selectors.describe("leadership.task_closed", details) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "backup of 29 Jan 2027, 08:30;"), ("da", "kopien fra 29.01.2027 08:30;")],
)
def test_a_moment_is_written_as_the_reader_writes_it(language: str, text: str) -> None:
    details = {"at": "2027-01-29T07:30:00+00:00", "erasures": 1}
    with translation.override(language), timezone.override("Europe/Copenhagen"):
        assert text in selectors.describe("ledger.restored", details)


def test_as_of_shows_what_stood_there_then(cast: Cast) -> None:
    fill(cast, 2, days_ago=10)
    fill(cast, 3)
    assert len(entries(cast, TODAY - timedelta(days=1)).object_list) == 2
    assert len(entries(cast, TODAY - timedelta(days=11)).object_list) == 0
    assert len(entries(cast).object_list) == 5


def test_an_erased_entry_shows_its_fingerprint_only(cast: Cast) -> None:
    fill(cast, 2)
    services.erase_record(by=cast.olga, index=1, now=NOW)
    tombstone, erased, _kept = entries(cast).object_list
    assert tombstone.text == "Contents of entry 1 erased"
    assert erased.is_erased
    assert (erased.text, erased.actor, erased.subject) == ("", "", "")
    assert len(erased.hash) == 64


@pytest.mark.parametrize("count", [3, 60])
def test_a_page_costs_three_queries_at_every_size(cast: Cast, count: int, django_assert_num_queries) -> None:
    fill(cast, count, days_ago=5)
    with django_assert_num_queries(3):
        entries(cast)
    with django_assert_num_queries(4):
        entries(cast, TODAY - timedelta(days=1))


def test_the_latest_checkpoint_is_that_of_the_day(cast: Cast) -> None:
    fill(cast, 1)
    services.sign_checkpoint(organisation=cast.clinic, now=NOW)
    with scope.organisation(cast.clinic):
        found = selectors.latest_checkpoint(TODAY, cast.carla)
        assert found is not None
        assert found.size == 1
        assert selectors.latest_checkpoint(TODAY - timedelta(days=1), cast.carla) is None
