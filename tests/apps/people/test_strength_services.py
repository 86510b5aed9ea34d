"""Telling strengths, evidence, notes and consent: what is kept, what is refused, what the ledger learns."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.people.describing import (
    LISTEN,
    PLAN,
    PRESENT,
    answered,
    competency,
    describe,
    entry,
    levels,
    refused,
)
from apps.people.staff import NOW
from cast import Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people.models import Strength, StrengthConsent, StrengthNotes
from colead.apps.people.own_person import own_person
from colead.apps.people.services.consents import withdraw_consent
from colead.apps.people.services.evidence import record_evidence, remove_evidence, show_evidence
from colead.apps.people.services.save_strengths import StrengthEntry, save_notes
from colead.apps.people.services.strength_consent import agree_to_allocation
from colead.kit.errors import NotAllowed, NotFound


def last_record() -> dict[str, Any]:
    """What the newest entry of the ledger says."""
    return json.loads(LedgerRecord.objects.latest("leaf__index").text)


class TestSaveStrengths:
    def test_makes_the_profile_exactly_what_was_sent(self, telling: Cast) -> None:
        alma = own_person(telling.alma)
        assert describe(telling.alma, entry(LISTEN, 3), entry(PLAN, 1)) == {
            "added": 2, "changed": 0, "removed": 0,
        }  # fmt: skip
        assert describe(telling.alma, entry(LISTEN, 4), entry(PRESENT, 0)) == {
            "added": 1, "changed": 1, "removed": 1,
        }  # fmt: skip
        assert levels(alma) == {LISTEN: 4, PRESENT: 0}

    def test_keeps_answers_and_evidence(self, telling: Cast) -> None:
        alma = own_person(telling.alma)
        describe(telling.alma, entry(LISTEN))
        answered(telling.alma, telling.bo, listen=2)
        record_evidence(by=telling.bo, person=alma, competency=competency(), level=3, now=NOW)
        describe(telling.alma, entry(PLAN))
        assert (levels(alma, "peer"), levels(alma, "evidence")) == ({LISTEN: 2}, {LISTEN: 3})

    def test_the_ledger_gets_counts_and_never_a_level(self, telling: Cast) -> None:
        describe(telling.alma, entry(LISTEN, 4, 2))
        record = last_record()
        assert record["action"] == "people.strengths_saved"
        assert record["details"] == {"added": 1, "changed": 0, "removed": 0}
        assert LISTEN not in LedgerRecord.objects.latest("leaf__index").text

    def test_saving_what_is_there_already_leaves_no_entry(self, telling: Cast) -> None:
        describe(telling.alma)
        before = LedgerRecord.objects.count()
        describe(telling.alma)
        assert LedgerRecord.objects.count() == before

    @pytest.mark.parametrize(
        ("entries", "code"),
        [
            ([entry(level=9)], "bad_level"),
            ([entry(level=-1)], "bad_level"),
            ([entry(wish=3)], "bad_wish"),
            ([entry(visible_to="boss")], "bad_visible_to"),
            ([entry("juggle")], "unknown_competency"),
            ([entry(level=1), entry(level=2)], "competency_twice"),
        ],
    )
    def test_refuses_with_nothing_stored(
        self, telling: Cast, entries: list[StrengthEntry], code: str
    ) -> None:
        with refused(code):
            describe(telling.alma, entry(PLAN), *entries)
        assert levels(own_person(telling.alma)) == {}

    def test_somebody_who_is_not_on_the_staff_list_has_no_profile(self, telling: Cast) -> None:
        with pytest.raises(NotFound):
            describe(telling.carla)


class TestEvidence:
    def test_is_private_until_its_owner_shows_it(self, telling: Cast) -> None:
        alma = own_person(telling.alma)
        row = record_evidence(by=telling.bo, person=alma, competency=competency(), level=3, now=NOW)
        assert (row.visible_to, row.wish) == ("self", None)
        show_evidence(by=telling.alma, competency=LISTEN, visible_to="organisation", now=NOW)
        again = record_evidence(by=telling.bo, person=alma, competency=competency(), level=4, now=NOW)
        assert (again.pk, again.level, again.visible_to) == (row.pk, 4, "organisation")

    def test_keeps_the_highest_level(self, telling: Cast) -> None:
        alma = own_person(telling.alma)
        for level in (3, 1):
            record_evidence(by=telling.bo, person=alma, competency=competency(), level=level, now=NOW)
        assert levels(alma, "evidence") == {LISTEN: 3}
        assert "level" not in json.dumps(last_record())

    def test_its_owner_alone_may_show_or_remove_it(self, telling: Cast) -> None:
        alma = own_person(telling.alma)
        record_evidence(by=telling.bo, person=alma, competency=competency(), level=3, now=NOW)
        with pytest.raises(NotFound):
            show_evidence(by=telling.bo, competency=LISTEN, visible_to="organisation", now=NOW)
        with pytest.raises(NotFound):
            remove_evidence(by=telling.bo, competency=LISTEN, now=NOW)
        with refused("bad_visible_to"):
            show_evidence(by=telling.alma, competency=LISTEN, visible_to="boss", now=NOW)
        remove_evidence(by=telling.alma, competency=LISTEN, now=NOW)
        assert levels(alma, "evidence") == {}

    def test_consultants_record_none(self, telling: Cast) -> None:
        with pytest.raises(NotAllowed):
            record_evidence(
                by=telling.dan, person=own_person(telling.alma), competency=competency(), level=3, now=NOW
            )


class TestNotes:
    def test_are_kept_changed_and_removed_without_a_trace(self, telling: Cast) -> None:
        before = LedgerRecord.objects.count()
        save_notes(by=telling.alma, text="Test says: calm", now=NOW)
        save_notes(by=telling.alma, text="Test says: calm and quick", now=NOW)
        assert StrengthNotes.objects.get().text == "Test says: calm and quick"
        save_notes(by=telling.alma, text="  \n", now=NOW)
        assert not StrengthNotes.objects.exists()
        assert LedgerRecord.objects.count() == before

    def test_have_an_end(self, telling: Cast) -> None:
        with refused("notes_too_long"):
            save_notes(by=telling.alma, text="x" * 4001, now=NOW)


class TestConsent:
    def test_is_given_once_and_taken_back_at_once(self, telling: Cast) -> None:
        first = agree_to_allocation(by=telling.alma, now=NOW)
        assert agree_to_allocation(by=telling.alma, now=NOW + timedelta(days=1)) == first
        withdraw_consent(StrengthConsent, by=telling.alma, now=NOW + timedelta(days=2))
        assert not StrengthConsent.objects.given().exists()
        withdraw_consent(StrengthConsent, by=telling.alma, now=NOW + timedelta(days=3))
        second = agree_to_allocation(by=telling.alma, now=NOW + timedelta(days=4))
        assert second != first
        first.refresh_from_db()
        assert first.withdrawn_at == NOW + timedelta(days=2)

    def test_each_change_is_one_entry(self, telling: Cast) -> None:
        before = LedgerRecord.objects.count()
        agree_to_allocation(by=telling.alma, now=NOW)
        agree_to_allocation(by=telling.alma, now=NOW)
        withdraw_consent(StrengthConsent, by=telling.alma, now=NOW)
        withdraw_consent(StrengthConsent, by=telling.alma, now=NOW)
        assert LedgerRecord.objects.count() == before + 2
        assert last_record()["action"] == "people.allocation_withdrawn"

    def test_the_hours_can_be_said_and_changed(self, telling: Cast) -> None:
        first = agree_to_allocation(by=telling.alma, now=NOW, hours=Decimal("2.5"))
        assert first.hours_per_week == Decimal("2.5")
        again = agree_to_allocation(by=telling.alma, now=NOW, hours=Decimal(4))
        assert (again.pk, again.hours_per_week) == (first.pk, Decimal(4))
        assert last_record()["action"] == "people.allocation_hours"
        assert "4" not in str(last_record().get("values"))
        assert agree_to_allocation(by=telling.alma, now=NOW).hours_per_week is None

    @pytest.mark.parametrize("hours", ["0", "-1", "40.1", "NaN"])
    def test_hours_that_no_week_has_are_refused(self, telling: Cast, hours: str) -> None:
        with refused("hours_out_of_range"):
            agree_to_allocation(by=telling.alma, now=NOW, hours=Decimal(hours))
        assert not StrengthConsent.objects.exists()

    def test_the_database_keeps_one_open(self, telling: Cast) -> None:
        agree_to_allocation(by=telling.alma, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            StrengthConsent.objects.create(
                organisation=telling.clinic, person=own_person(telling.alma), given_at=NOW
            )


@pytest.mark.parametrize(
    "values",
    [
        {"source": "peer", "visible_to": "organisation"},
        {"source": "peer"},  # an answer without a request
        {"source": "evidence", "wish": 1},
        {"level": 10},
        {"wish": 3},
    ],
)
def test_the_database_refuses(telling: Cast, values: dict[str, Any]) -> None:
    fields = {"level": 2, "source": "self", **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        Strength.objects.create(
            organisation=telling.clinic, person=own_person(telling.alma), competency=competency(), **fields
        )
