"""The sample in the database: whole, signed in to by link, and never loaded over what somebody changed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from colead.apps.ledger.models import LedgerRecord
from colead.apps.network.models import LeadershipMap, NameConsent, Nomination, NominationSet
from colead.apps.notices.models import Notice
from colead.apps.organisations import scope
from colead.apps.organisations.models import Membership, Organisation, SignInLink, User
from colead.apps.organisations.roles import Role
from colead.apps.people.models import Person, Position, ReportingLine, Strength, Unit
from colead.sample import characters, home
from colead.sample.load import STEPS, find_sample, load_sample
from colead.sample.municipality import SEED, make_municipality
from colead.sample.sign_in import LIFETIME, SECRETS, sign_in_links

pytestmark = pytest.mark.xdist_group("sample")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROWS = (Unit, Person, Position, ReportingLine, Strength, NominationSet, Nomination, NameConsent)


@pytest.fixture(scope="module")
def solbakke(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    """The sample, loaded once for this file; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        steps: list[str] = []
        yield load_sample(language="da", now=NOW, step=steps.append)
        assert tuple(steps) == STEPS
        transaction.set_rollback(True)


@pytest.fixture
def demo(tmp_path: Path, settings) -> Path:
    """A folder that is a demo installation."""
    home.claim(tmp_path, today=NOW.date())
    settings.HOME = tmp_path
    settings.BASE_URL = "http://127.0.0.1:8123"
    return tmp_path


def test_everything_that_was_generated_is_stored(solbakke, db):
    sample = make_municipality(SEED, NOW.date())
    with scope.organisation(solbakke):
        assert [model.objects.count() for model in ROWS] == [
            len(sample.units),
            len(sample.people),
            len(sample.positions),
            len(sample.lines),
            len(sample.strengths),
            len(sample.nomination_sets),
            sum(len(found.nominations) for found in sample.nomination_sets),
            len(sample.consents),
        ]
        assert Person.objects.on(NOW.date()).count() == 600


def test_the_sample_is_marked_and_found(solbakke, db):
    assert solbakke.settings == {"sample": True, "seed": SEED, "language": "da"}
    assert find_sample() == solbakke


def test_names_are_in_the_language_that_was_asked_for(solbakke, db):
    with scope.organisation(solbakke):
        assert Unit.objects.get(key="home-south").name == "Hjemmeplejen Syd"
        assert NominationSet.objects.filter(name="Råd i hverdagen").count() == 2


def test_every_nomination_set_has_its_map(solbakke, db):
    with scope.organisation(solbakke):
        maps = set(LeadershipMap.objects.values_list("nomination_set", "as_of"))
        assert maps == set(NominationSet.objects.values_list("pk", "held_on"))


def test_the_characters_are_members_and_know_who_they_are(solbakke, db):
    roles = dict(Membership.objects.filter(organisation=solbakke).values_list("user__email", "role"))
    assert roles == {person.email: person.role for person in characters.EVERYBODY}
    engagement = Membership.objects.get(organisation=solbakke, role=Role.CONSULTANT)
    assert engagement.valid_until == NOW.date() + timedelta(days=182)
    with scope.organisation(solbakke):
        linked = dict(Person.objects.filter(user__isnull=False).values_list("user__email", "name"))
    assert linked == {person.email: person.name for person in characters.INSIDE}


def test_nobody_signs_in_to_the_sample_with_a_password(solbakke, db):
    accounts = User.objects.filter(email__in=[person.email for person in characters.EVERYBODY])
    assert len(accounts) == 5
    assert not any(account.has_usable_password() for account in accounts)


def test_the_lead_has_agreed_to_be_named_and_the_member_has_not(solbakke, db):
    with scope.organisation(solbakke):
        named = set(NameConsent.objects.values_list("person__name", flat=True))
    assert characters.UNIT_LEAD.name in named
    assert characters.MEMBER.name not in named
    assert 250 < len(named) < 400


def test_loading_is_in_the_ledger_and_the_people_team_has_a_notice_of_it(solbakke, db):
    with scope.organisation(solbakke):
        records = LedgerRecord.objects.order_by("leaf__index")
        actions = [json.loads(record.text)["action"] for record in records]
        notice = Notice.objects.get()
    assert actions == ["people.imported", *["network.set_imported", "network.map_computed"] * 3]
    assert notice.user.email == characters.PEOPLE_TEAM.email
    assert notice.values["joined"] - notice.values["left"] == 600


def test_links_sign_in_again_and_again_and_stay_the_same(solbakke, demo, db, client):
    links = sign_in_links(solbakke, now=NOW)
    assert [link.character for link in links] == list(characters.EVERYBODY)
    later = sign_in_links(solbakke, now=NOW + timedelta(days=10))
    assert later == links
    expiries = set(SignInLink.objects.values_list("expires_at", "reusable"))
    assert expiries == {(NOW + timedelta(days=10) + LIFETIME, True)}
    secret = links[0].url.rstrip("/").rpartition("/")[2]
    assert links[0].url.startswith("http://127.0.0.1:8123/")
    assert secret not in str(list(SignInLink.objects.values()))


def test_only_the_operator_can_read_the_secrets_of_the_links(solbakke, demo, db):
    sign_in_links(solbakke, now=NOW)
    assert (demo / SECRETS).stat().st_mode & 0o077 == 0


def test_a_closed_account_has_no_link(solbakke, demo, db):
    User.objects.filter(email=characters.MEMBER.email).update(is_active=False)
    assert characters.MEMBER not in {link.character for link in sign_in_links(solbakke, now=NOW)}


def test_no_link_outside_a_demo_installation(solbakke, tmp_path, settings, db):
    settings.HOME = tmp_path
    with pytest.raises(home.NotADemo):
        sign_in_links(solbakke, now=NOW)
    assert not SignInLink.objects.exists()
