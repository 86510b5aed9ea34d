"""Links that sign in as one of the sample's characters, again and again: on a demo installation only."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from colead.apps.organisations.models import Organisation, SignInLink, User, hash_secret
from colead.apps.organisations.services import create_sign_in_link
from colead.sample import home
from colead.sample.characters import EVERYBODY, Character

LIFETIME = timedelta(days=30)
SECRETS = "sign_in_links.json"


@dataclass(frozen=True)
class CharacterLink:
    """How to sign in as a character."""

    character: Character
    url: str


@transaction.atomic
def sign_in_links(organisation: Organisation, *, now: datetime) -> list[CharacterLink]:
    """The characters' links, the same each time, good for another 30 days.

    The secrets stand in a file of the demo's folder that only its user can read; home.NotADemo elsewhere.
    Characters whose account has been closed have no link.
    """
    folder = Path(settings.HOME)
    if not home.is_demo(folder):
        raise home.NotADemo(folder)
    users = {user.email: user for user in User.objects.filter(is_active=True)}
    known = _read(folder)
    present = [character for character in EVERYBODY if character.email in users]
    secrets = {
        character.email: _renewed(known.get(character.email), users[character.email], organisation, now)
        for character in present
    }
    _write(folder, secrets)
    return [CharacterLink(character, _url(secrets[character.email])) for character in present]


def _renewed(secret: str | None, user: User, organisation: Organisation, now: datetime) -> str:
    """The secret that is known, if its link still stands, for a longer time; else a new one."""
    if secret is not None:
        link = SignInLink.objects.filter(secret_hash=hash_secret(secret), user=user, reusable=True)
        if link.update(expires_at=now + LIFETIME):
            return secret
    next_url = reverse("web:dashboard", args=[organisation.slug])
    return create_sign_in_link(user=user, now=now, lifetime=LIFETIME, reusable=True, next_url=next_url)


def _url(secret: str) -> str:
    return f"{settings.BASE_URL}{reverse('organisations:sign_in_link', args=[secret])}"


def _read(folder: Path) -> dict[str, str]:
    path = folder / SECRETS
    if not path.exists():
        return {}
    secrets: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return secrets


def _write(folder: Path, secrets: dict[str, str]) -> None:
    handle = os.open(folder / SECRETS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(secrets, file, indent=1)
