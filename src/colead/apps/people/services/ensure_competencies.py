"""The catalogue of leadership competencies that an organisation begins with."""

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import NotRequired, TypedDict

from django.db import transaction

from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import Organisation
from colead.apps.people import permissions
from colead.apps.people.models import Competency
from colead.kit.roles import Member


class ShippedCompetency(TypedDict):
    """An entry of catalogue/competencies.toml."""

    key: str
    en: str
    da: str
    description_en: str
    description_da: str
    levels_en: NotRequired[list[str]]  # a text for each level
    levels_da: NotRequired[list[str]]
    esco: NotRequired[str]


@transaction.atomic
def ensure_competencies(*, by: Member, now: datetime) -> int:
    """Add the competencies of the shipped catalogue that the organisation lacks; its own wording stays.

    Returns how many were added. Two queries, and the entry in the ledger.
    """
    by.require(permissions.EDIT_CATALOGUE)
    known = set(Competency.objects.values_list("key", flat=True))
    missing = [
        competency_row(entry, by.organisation)
        for entry in shipped_competencies()
        if entry["key"] not in known
    ]
    Competency.objects.bulk_create(missing)
    if missing:
        subject, details = f"organisation:{by.organisation.pk}", {"added": len(missing)}
        append_entry(by=by, action="people.catalogue_filled", subject=subject, details=details, now=now)
    return len(missing)


def shipped_competencies() -> list[ShippedCompetency]:
    """The entries of catalogue/competencies.toml."""
    text = files("colead.catalogue").joinpath("competencies.toml").read_text(encoding="utf-8")
    entries: list[ShippedCompetency] = tomllib.loads(text)["competency"]
    return entries


def competency_row(entry: ShippedCompetency, organisation: Organisation) -> Competency:
    """The entry as a row that is not saved yet."""
    return Competency(
        organisation=organisation,
        key=entry["key"],
        name_en=entry["en"],
        name_da=entry["da"],
        description_en=entry["description_en"],
        description_da=entry["description_da"],
        levels_en="\n".join(entry.get("levels_en", [])),
        levels_da="\n".join(entry.get("levels_da", [])),
        esco_uri=entry.get("esco", ""),
    )
