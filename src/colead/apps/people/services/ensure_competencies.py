"""The catalogue of leadership competencies that an organisation begins with."""

import tomllib
from importlib.resources import files

from django.db import transaction

from colead.apps.organisations.roles import Member
from colead.apps.people import permissions
from colead.apps.people.models import Competency


@transaction.atomic
def ensure_competencies(*, by: Member) -> int:
    """Add the competencies of the shipped catalogue that the organisation lacks; its own wording stays.

    Returns how many were added. Two queries.
    """
    by.require(permissions.EDIT_CATALOGUE)
    known = set(Competency.objects.values_list("key", flat=True))
    missing = [
        Competency(organisation=by.organisation, key=entry["key"], name_en=entry["en"], name_da=entry["da"])
        for entry in shipped_competencies()
        if entry["key"] not in known
    ]
    Competency.objects.bulk_create(missing)
    return len(missing)


def shipped_competencies() -> list[dict[str, str]]:
    """The entries of catalogue/competencies.toml: key, en, da."""
    text = files("colead.catalogue").joinpath("competencies.toml").read_text(encoding="utf-8")
    entries: list[dict[str, str]] = tomllib.loads(text)["competency"]
    return entries
