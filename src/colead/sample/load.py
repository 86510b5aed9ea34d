"""Write the sample organisation into the database: everything, or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from colead.apps.ledger.services import append_entry
from colead.apps.network.models import NominationSet
from colead.apps.network.services import compute_map
from colead.apps.notices.services import notify
from colead.apps.organisations.models import Organisation, User
from colead.apps.organisations.services import create_organisation, invite_member
from colead.apps.people.models import Person
from colead.kit import scope
from colead.kit.roles import Member, Role
from colead.sample import characters, records
from colead.sample.characters import Character
from colead.sample.leadership import make_leadership
from colead.sample.leadership_rows import Stewards, store_leadership
from colead.sample.municipality import NAME, SEED, make_municipality
from colead.sample.records import Municipality
from colead.sample.rows import (
    Keys,
    store_consents,
    store_nominations,
    store_strengths,
    store_structure,
)
from colead.sample.units import MERGED_INTO

SLUG = "solbakke"
STEPS = ("people", "answers", "tasks", "map", "map", "map")
_ENGAGEMENT = timedelta(days=182)

Step = Callable[[str], object]


def find_sample() -> Organisation | None:
    """The sample organisation of this installation, if it has been loaded. One query."""
    return Organisation.objects.filter(settings__sample=True).first()


@transaction.atomic
def load_sample(
    *, language: str, now: datetime, seed: int = SEED, step: Step = lambda _name: None
) -> Organisation:
    """Make Solbakke Kommune with its accounts, answers and leadership maps. A few seconds.

    `step` is called with each of STEPS in turn, before it is done.
    """
    owner = _account(characters.OWNER, language)
    organisation = create_organisation(
        by=owner, name=NAME.spoken(language), now=now, language=language, slug=SLUG
    )
    organisation.settings = {"sample": True, "seed": seed, "language": language}
    organisation.save(update_fields=["settings"])
    by = Member(organisation=organisation, role=Role.OWNER, user=owner)
    with scope.organisation(organisation):
        _fill(by, language=language, seed=seed, now=now, step=step)
    return organisation


def _fill(by: Member, *, language: str, seed: int, now: datetime, step: Step) -> None:
    step("people")
    sample = make_municipality(seed, by.organisation.today(now))
    keys = store_structure(sample, by.organisation, language)
    accounts = _invite_characters(by, sample, keys, now)
    _tell_of_people(by, accounts[characters.PEOPLE_TEAM], sample, now)
    step("answers")
    store_strengths(sample, keys, now)
    store_consents(sample, keys, now)
    step("tasks")
    _share_the_leading(by, sample, keys, accounts, now)
    for found in sample.nomination_sets:
        stored = store_nominations(found, keys, by=accounts[characters.PEOPLE_TEAM])
        _record_nominations(by, stored, found, now)
        step("map")
        compute_map(by=by, nomination_set=stored.pk, day=stored.held_on, now=now)


def _share_the_leading(
    by: Member, sample: Municipality, keys: Keys, accounts: dict[Character, User], now: datetime
) -> None:
    """Two years of leadership tasks; the ledger learns of them in one entry."""
    leading = make_leadership(sample)
    lead, people_team = accounts[characters.UNIT_LEAD], accounts[characters.PEOPLE_TEAM]
    store_leadership(leading, keys, Stewards(lead, MERGED_INTO, people_team), now)
    append_entry(
        by=by,
        action="leadership.sample_loaded",
        subject=f"organisation:{by.organisation.pk}",
        details={"tasks": len(leading.tasks), "assignments": len(leading.held)},
        now=now,
    )


def _tell_of_people(by: Member, people_team: User, sample: Municipality, now: datetime) -> None:
    """The ledger and the people team learn of the people as of any staff list that was imported."""
    subject = f"organisation:{by.organisation.pk}"
    mains = [row for row in sample.positions if row.is_primary]
    changes = {
        "joined": len(sample.people),
        "left": len(sample.people) - sum(row.valid_until is None for row in mains),
        "moved": len(mains) - len(sample.people),
    }
    append_entry(by=by, action="people.imported", subject=subject, details=changes, now=now)
    notify(
        to=people_team,
        organisation=by.organisation,
        kind="people.import_finished",
        subject=subject,
        url=reverse("web:dashboard", args=[by.organisation.slug]),
        values=changes,
        now=now,
    )


def _record_nominations(
    by: Member, stored: NominationSet, found: records.NominationSet, now: datetime
) -> None:
    append_entry(
        by=by,
        action="network.set_imported",
        subject=f"nomination_set:{stored.pk}",
        details={"nominations": len(found.nominations), "respondents": len(found.respondents)},
        now=now,
    )


def _invite_characters(by: Member, sample: Municipality, keys: Keys, now: datetime) -> dict[Character, User]:
    """Give the characters accounts and roles, and connect those who work here with their person."""
    accounts = {}
    for character in characters.EVERYBODY:
        account = accounts[character] = _account(character, keys.language)
        if character is not characters.OWNER:
            _invite(by, character, account, now)
    people = {person.name: person.key for person in sample.people}
    for character in characters.INSIDE:
        person = keys.people[people[character.name]]
        Person.objects.filter(pk=person).update(user=accounts[character])
    return accounts


def _invite(by: Member, character: Character, account: User, now: datetime) -> None:
    today = by.organisation.today(now)
    until = today + _ENGAGEMENT if character.role == Role.CONSULTANT else None
    invite_member(by=by, email=account.email, role=character.role, today=today, until=until)


def _account(character: Character, language: str) -> User:
    """The character's account; it signs in by link alone."""
    found = User.objects.filter(email=character.email).first()
    return found or User.objects.create_user(character.email, name=character.name, language=language)
