"""Every consent, whichever app asks for it: given, withdrawn, given again, and to which words."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from apps.people.staff import NOW
from cast import Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people.models import Consent, Person
from colead.apps.people.services.consents import give_consent, withdraw_consent
from colead.kit.consent import Words
from colead.kit.errors import NotAllowed, NotFound
from colead.kit.roles import Member, Permission

DAY_LATER = NOW + timedelta(days=1)
KINDS = [model for model in apps.get_models() if issubclass(model, Consent)]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])


@pytest.fixture
def alma(clinic: Cast) -> Member:
    """Alma, who is on the staff list."""
    Person.objects.create(organisation=clinic.clinic, key="1", name="Alma", user=clinic.alma.user)
    return clinic.alma


def actions() -> list[str]:
    return [json.loads(record.text)["action"] for record in LedgerRecord.objects.order_by("leaf__index")]


def test_names_and_strengths_are_asked_for() -> None:
    assert {kind.__name__ for kind in KINDS} >= {"NameConsent", "StrengthConsent"}


@every_kind
def test_saying_so_twice_is_one_consent_and_one_entry(kind: type[Consent], alma: Member) -> None:
    given = give_consent(kind, by=alma, now=NOW)
    assert give_consent(kind, by=alma, now=DAY_LATER) == given
    assert (given.given_at, given.version) == (NOW, 1)
    assert actions() == [kind.purpose.given]


@every_kind
def test_what_is_taken_back_counts_no_more_and_may_be_given_again(kind: type[Consent], alma: Member) -> None:
    first = give_consent(kind, by=alma, now=NOW)
    for _twice in range(2):
        withdraw_consent(kind, by=alma, now=DAY_LATER)
    first.refresh_from_db()
    assert first.withdrawn_at == DAY_LATER
    assert not kind.objects.given().exists()
    again = give_consent(kind, by=alma, now=DAY_LATER)
    assert list(kind.objects.given()) == [again]
    assert not kind.objects.given(since=NOW).exists()
    assert kind.objects.given(since=DAY_LATER).exists()
    assert actions() == [kind.purpose.given, kind.purpose.withdrawn, kind.purpose.given]


@every_kind
def test_newer_words_are_agreed_to_anew(
    kind: type[Consent], alma: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = give_consent(kind, by=alma, now=NOW)
    old, new = kind.purpose.words[0], Words("If you agree, more:", ("more",), "As before.")
    monkeypatch.setattr(kind, "purpose", replace(kind.purpose, words=(old, new)))
    assert list(kind.objects.given()) == [first]
    assert first.words == old

    again = give_consent(kind, by=alma, now=DAY_LATER)
    first.refresh_from_db()
    assert (again.version, again.words) == (2, new)
    assert first.withdrawn_at == DAY_LATER
    assert list(kind.objects.given()) == [again]


@every_kind
def test_only_somebody_of_the_staff_list_agrees_and_only_where_they_may(
    kind: type[Consent], alma: Member, clinic: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound):
        give_consent(kind, by=clinic.carla, now=NOW)
    withdraw_consent(kind, by=alma, now=NOW)
    monkeypatch.setattr(kind, "purpose", replace(kind.purpose, permission=Permission("nobody", frozenset())))
    for change in (give_consent, withdraw_consent):
        with pytest.raises(NotAllowed):
            change(kind, by=alma, now=NOW)
    assert not kind.objects.exists()
    assert actions() == []
