"""The rows that an address names; NotFound where there are none, or only another organisation's."""

from collections.abc import Collection

from colead.apps.organisations.queries import existing
from colead.apps.people.models import Competency, Person, StaffImport, Unit


def existing_person(key: str) -> Person:
    """A person by employee number. One query."""
    return existing(Person.objects, key=key)


def find_person(key: str) -> Person | None:
    """A person by employee number, if there is one. One query."""
    return Person.objects.filter(key=key).first()


def people_by_key(keys: Collection[str]) -> dict[str, int]:
    """Primary keys by employee number, of those that there are. One query."""
    return dict(Person.objects.filter(key__in=keys).values_list("key", "pk"))


def existing_unit(key: str) -> Unit:
    """A unit by key. One query."""
    return existing(Unit.objects, key=key)


def existing_competency(key: str) -> Competency:
    """A competency of the catalogue by key. One query."""
    return existing(Competency.objects, key=key)


def existing_import(pk: int) -> StaffImport:
    """A staff list on its way, with its file. One query."""
    return existing(StaffImport.objects.select_related("file", "organisation"), pk=pk)
