"""`colead setup`: the first owner and organisation, once, and what is in the way."""

import json
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from colead.apps.organisations.models import Membership, Organisation, User
from colead.cli.main import main
from colead.kit.roles import Role

ANNA = ("--owner-email", "anna@example.org")
CLINIC = ("--organisation", "The Clinic")


def setup(*words: str) -> Result:
    return CliRunner().invoke(main, ["setup", "--language", "en", *words])


def test_it_makes_the_organisation_and_a_link_that_signs_its_owner_in(db, client):
    result = setup(*ANNA, *CLINIC, "--json")
    assert result.exit_code == 0, result.stderr
    made = json.loads(result.stdout)
    assert made["organisation"] == "the-clinic"
    membership = Membership.objects.get()
    assert (membership.user.email, membership.role) == ("anna@example.org", Role.OWNER)
    answer = client.post(urlsplit(made["url"]).path)
    assert answer["location"] == "/o/the-clinic/"


def test_again_it_changes_nothing_and_gives_a_new_link(db):
    first, second = (json.loads(setup(*ANNA, *CLINIC, "--json").stdout) for _time in range(2))
    assert first["organisation"] == second["organisation"]
    assert first["url"] != second["url"]
    assert (User.objects.count(), Organisation.objects.count(), Membership.objects.count()) == (1, 1, 1)


def test_the_only_organisation_need_not_be_named(db):
    setup(*ANNA, *CLINIC)
    result = setup("--owner-email", "bo@example.org")
    assert "bo@example.org owns The Clinic" in result.stdout
    assert Membership.objects.filter(role=Role.OWNER).count() == 2


def test_the_language_is_that_of_the_organisation_and_its_owner(db):
    CliRunner().invoke(main, ["setup", "--language", "da", *ANNA, *CLINIC])
    assert Organisation.objects.get().language == "da"
    assert User.objects.get().language == "da"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--owner-email", "anna"), "'anna' is not an e-mail address."),
        (ANNA, "Which organisation? Name it with --organisation."),
        (CLINIC, "Who owns The Clinic? Give an address with --owner-email."),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_made(db, words, said):
    result = setup(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_a_list_of_erasures_that_cannot_be_written_is_named(db, settings, tmp_path):
    settings.ERASURES = str(tmp_path / "nowhere" / "erasures.jsonl")
    result = setup()
    assert result.exit_code == 2
    assert "The list of erasures cannot be written" in result.stderr
    assert settings.ERASURES in result.stderr


def test_a_members_role_is_not_changed_from_here(cast):
    result = setup("--owner-email", cast.alma.user.email, "--organisation", cast.clinic.name)
    assert result.exit_code == 2
    assert "is a member of Clinic, but not an owner" in result.stderr
    assert Membership.objects.get(user=cast.alma.user).role == Role.MEMBER


def test_alone_it_says_how_to_make_an_owner_until_there_is_one(db):
    assert "colead setup --owner-email" in setup().stdout
    setup(*ANNA, *CLINIC)
    assert "colead setup --owner-email" not in setup().stdout
    assert json.loads(setup("--json").stdout) == {"has_owner": True}
