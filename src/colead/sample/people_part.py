"""The people of the sample: structure, accounts of the characters, strengths."""

from datetime import datetime, timedelta

from django.urls import reverse

from colead.apps.ledger.services import append_entry
from colead.apps.notices.services import notify
from colead.apps.organisations.models import User
from colead.apps.organisations.services import invite_member
from colead.apps.people.models import AccountLink, Person
from colead.apps.people.services.account_links import link_account
from colead.kit.roles import Member, Role
from colead.sample import characters
from colead.sample.characters import Character
from colead.sample.loading import Loading
from colead.sample.records import Municipality
from colead.sample.rows import store_strengths, store_structure

_ENGAGEMENT = timedelta(days=182)


def add_people(loading: Loading) -> None:
    """Units and people of two years, and who may sign in."""
    store_structure(loading.municipality, loading.keys)
    _invite_characters(loading)
    _tell_of_people(loading)


def add_strengths(loading: Loading) -> None:
    """What people say they are good at, and what colleagues answered."""
    store_strengths(loading.municipality, loading.keys, loading.now)


def _invite_characters(loading: Loading) -> None:
    """Give the characters roles, and connect those who work here with their person."""
    for character in characters.EVERYBODY:
        if character is not characters.OWNER:
            loading.accounts[character] = account(character, loading.keys.language)
            _invite(loading.by, character, loading.now)
    people = {person.name: person.key for person in loading.municipality.people}
    for character in characters.INSIDE:
        person = Person.objects.get(pk=loading.keys.people[people[character.name]])
        proof = AccountLink.Proof.HOUSE
        link_account(person=person, user=loading.accounts[character], proof=proof, now=loading.now)


def _invite(by: Member, character: Character, now: datetime) -> None:
    today = by.organisation.today(now)
    until = today + _ENGAGEMENT if character.role == Role.CONSULTANT else None
    name, email = character.name, character.email
    invite_member(by=by, email=email, role=character.role, today=today, until=until, name=name)


def account(character: Character, language: str) -> User:
    """The character's account; it signs in by link alone."""
    found = User.objects.filter(email=character.email).first()
    return found or User.objects.create_user(character.email, name=character.name, language=language)


def _tell_of_people(loading: Loading) -> None:
    """The ledger and the people team learn of the people as of any staff list that was imported."""
    organisation = loading.by.organisation
    subject, changes = f"organisation:{organisation.pk}", _changes(loading.municipality)
    append_entry(by=loading.by, action="people.imported", subject=subject, details=changes, now=loading.now)
    notify(
        to=loading.accounts[characters.PEOPLE_TEAM],
        organisation=organisation,
        kind="people.import_finished",
        subject=subject,
        url=reverse("web:dashboard", args=[organisation.slug]),
        values=changes,
        now=loading.now,
    )


def _changes(sample: Municipality) -> dict[str, int]:
    mains = [row for row in sample.positions if row.is_primary]
    return {
        "joined": len(sample.people),
        "left": len(sample.people) - sum(row.valid_until is None for row in mains),
        "moved": len(mains) - len(sample.people),
    }
