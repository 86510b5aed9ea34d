"""`colead demo` without the server: the sample in the database, links into it, and what somebody changed."""

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from colead.apps.leadership.models import Application, Assignment, Handover, LeadershipTask, Mandate, Offer
from colead.apps.ledger.models import LedgerRecord
from colead.apps.ledger.services import check_record
from colead.apps.network.models import LeadershipMap, NameConsent, Nomination, NominationSet
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import Membership, Organisation, SignInLink, User
from colead.apps.people.models import (
    Competency,
    Person,
    Position,
    ReportingLine,
    Strength,
    StrengthConsent,
    Unit,
    ViewRequest,
)
from colead.apps.people.services.ensure_competencies import shipped_competencies
from colead.cli.main import main
from colead.kit import scope
from colead.kit.roles import Role
from colead.sample import characters, home
from colead.sample.leadership import make_leadership
from colead.sample.load import find_sample
from colead.sample.municipality import SEED, make_municipality
from colead.sample.sign_in import LIFETIME, SECRETS, sign_in_links

ROWS = (
    Unit,
    Person,
    Position,
    ReportingLine,
    Strength,
    StrengthConsent,
    NominationSet,
    Nomination,
    NameConsent,
    LeadershipTask,
    Assignment,
    Offer,
    Application,
    Handover,
)
PORT = "8123"


def demo(home_folder: Path, *words: str) -> Result:
    """`colead demo` in the database of the tests."""
    before = dict(os.environ)
    try:
        fixed = ["demo", "--no-serve", "--json", "--port", PORT, "--home", str(home_folder)]
        return CliRunner().invoke(main, [*fixed, *words], catch_exceptions=False)
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the demo."""
    path = tmp_path_factory.mktemp("solbakke") / "demo"
    with override_settings(HOME=path, BASE_URL=f"http://127.0.0.1:{PORT}"):
        yield path


@pytest.fixture(scope="module")
def printed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path
) -> Iterator[dict[str, Any]]:
    """What the first `colead demo` prints. It loads the sample once for this file; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield json.loads(demo(folder, "--language", "da").stdout)
        transaction.set_rollback(True)


@pytest.fixture
def solbakke(printed: dict[str, Any], db: None) -> Organisation:
    """The sample organisation."""
    found = find_sample()
    assert found is not None
    return found


@pytest.fixture
def today(solbakke: Organisation) -> date:
    """The day of the first load."""
    return solbakke.today(solbakke.created_at)


def test_everything_that_was_generated_is_stored(solbakke, today):
    sample = make_municipality(SEED, today)
    leading = make_leadership(sample)
    with scope.organisation(solbakke):
        assert [model.objects.count() for model in ROWS] == [
            len(sample.units),
            len(sample.people),
            len(sample.positions),
            len(sample.lines),
            len(sample.strengths),
            len(sample.strength_consents),
            len(sample.nomination_sets),
            sum(len(found.nominations) for found in sample.nomination_sets),
            len(sample.consents),
            len(leading.tasks),
            len(leading.held),
            len(leading.held) + len(leading.offers),
            len(leading.applications),
            len(leading.handovers),
        ]
        assert Person.objects.on(today).count() == 600


def test_strengths_stand_on_the_whole_catalogue_and_answers_on_requests(solbakke):
    with scope.organisation(solbakke):
        assert Competency.objects.count() == len(shipped_competencies())
        answers = Strength.objects.filter(source=Strength.Source.PEER)
        assert answers.exists()
        assert set(answers.values_list("request", flat=True)) == set(
            ViewRequest.objects.values_list("pk", flat=True)
        )


def test_most_who_told_their_strengths_let_them_be_used(solbakke):
    with scope.organisation(solbakke):
        told = set(Strength.objects.values_list("person", flat=True))
        agreed = set(StrengthConsent.objects.given().values_list("person", flat=True))
    assert agreed < told
    assert 0.8 < len(agreed) / len(told) < 0.9


def test_the_sample_is_marked(solbakke):
    assert solbakke.settings == {"sample": True, "seed": SEED, "language": "da"}
    assert solbakke.slug == "solbakke"


def test_names_are_in_the_language_that_was_asked_for(solbakke):
    with scope.organisation(solbakke):
        assert Unit.objects.get(key="home-south").name == "Hjemmeplejen Syd"
        assert NominationSet.objects.filter(name="Råd i hverdagen").count() == 2


def test_every_nomination_set_has_its_map(solbakke):
    with scope.organisation(solbakke):
        maps = set(LeadershipMap.objects.values_list("nomination_set", "as_of"))
        assert maps == set(NominationSet.objects.values_list("pk", "held_on"))


def test_the_characters_are_members_and_know_who_they_are(solbakke, today):
    roles = dict(Membership.objects.filter(organisation=solbakke).values_list("user__email", "role"))
    assert roles == {person.email: person.role for person in characters.EVERYBODY}
    engagement = Membership.objects.get(organisation=solbakke, role=Role.CONSULTANT)
    assert engagement.valid_until == today + timedelta(days=182)
    with scope.organisation(solbakke):
        linked = dict(Person.objects.filter(user__isnull=False).values_list("user__email", "name"))
    assert linked == {person.email: person.name for person in characters.INSIDE}


def test_nobody_signs_in_to_the_sample_with_a_password(solbakke):
    accounts = User.objects.filter(email__in=[person.email for person in characters.EVERYBODY])
    assert len(accounts) == 5
    assert not any(account.has_usable_password() for account in accounts)


def test_the_lead_has_agreed_to_be_named_and_the_member_has_not(solbakke):
    with scope.organisation(solbakke):
        named = set(NameConsent.objects.values_list("person__name", flat=True))
    assert characters.UNIT_LEAD.name in named
    assert characters.MEMBER.name not in named
    assert 250 < len(named) < 400


def test_loading_is_in_the_ledger_and_the_people_team_has_a_notice_of_it(solbakke):
    with scope.organisation(solbakke):
        records = LedgerRecord.objects.order_by("leaf__index")
        actions = [json.loads(record.text)["action"] for record in records]
        notice = Notice.objects.get()
    maps = ["network.set_imported", "network.map_computed"]
    assert actions == ["people.imported", *maps * 3, "leadership.sample_loaded"]
    assert notice.user.email == characters.PEOPLE_TEAM.email
    assert notice.values["joined"] - notice.values["left"] == 600


def test_tasks_come_in_the_language_of_the_load_with_mandates_and_an_offer_for_each_assignment(solbakke):
    with scope.organisation(solbakke):
        tasks = LeadershipTask.objects.on(solbakke.today(timezone.now()))
        assert "Vagtplan" in tasks.values_list("title", flat=True)
        assert Mandate.objects.filter(valid_until=None).count() == tasks.count() > 60
        assert Offer.objects.filter(state="accepted").count() == Assignment.objects.count() > 150


def test_the_member_has_an_offer_and_a_suggestion_to_answer_and_a_task(solbakke):
    with scope.organisation(solbakke):
        sofie = Person.objects.get(user__email=characters.MEMBER.email)
        assert Offer.objects.get(person=sofie, state="open").offered_by.email == characters.UNIT_LEAD.email
        assert Application.objects.get(person=sofie).state == "suggested"
        assert Assignment.objects.on(solbakke.today(timezone.now())).get(person=sofie).kind == "holder"


def test_a_link_for_each_part_is_printed_and_signs_in_again_and_again(printed, solbakke, client):
    assert [link["role"] for link in printed["links"]] == [person.part for person in characters.EVERYBODY]
    for _time in range(2):
        link = printed["links"][0]["link"]
        assert link.startswith(f"http://127.0.0.1:{PORT}/")
        answer = client.post(urlsplit(link).path)
        assert answer["location"] == "/o/solbakke/"
        assert client.session["_auth_user_id"] == str(User.objects.get(email=characters.MEMBER.email).pk)


def test_again_it_keeps_what_was_changed_and_prints_the_same_links(printed, solbakke, folder):
    with scope.organisation(solbakke):
        Unit.objects.filter(key="home-south").update(name="Our own name")
        before = [model.objects.count() for model in ROWS]
        again = demo(folder, "--language", "en")
        assert json.loads(again.stdout)["links"][0]["link"] == printed["links"][0]["link"]
        assert [model.objects.count() for model in ROWS] == before
        assert Unit.objects.get(key="home-south").name == "Our own name"
    assert Organisation.objects.filter(settings__sample=True).count() == 1
    assert "--reset" in again.stderr  # the sample stays in Danish


def test_each_time_the_links_are_good_for_another_month(solbakke):
    later = timezone.now() + timedelta(days=10)
    sign_in_links(solbakke, now=later)
    assert set(SignInLink.objects.values_list("expires_at", "reusable")) == {(later + LIFETIME, True)}


def test_a_link_that_is_gone_is_replaced(solbakke, printed):
    SignInLink.objects.all().delete()
    links = sign_in_links(solbakke, now=timezone.now())
    assert links[0].url != printed["links"][0]["link"]
    assert SignInLink.objects.count() == 5


def test_only_the_operator_can_read_the_secrets_of_the_links(solbakke, folder):
    assert (folder / SECRETS).stat().st_mode & 0o077 == 0


def test_a_closed_account_has_no_link(solbakke, folder):
    User.objects.filter(email=characters.MEMBER.email).update(is_active=False)
    assert characters.MEMBER not in {link.character for link in sign_in_links(solbakke, now=timezone.now())}


def test_no_link_outside_a_demo_installation(solbakke, tmp_path, settings):
    settings.HOME = tmp_path
    with pytest.raises(home.NotADemo):
        sign_in_links(solbakke, now=timezone.now())


def test_what_is_stored_is_what_its_audit_log_says(solbakke):
    assert check_record(organisation=solbakke, now=timezone.now()) == []
