"""Names of people and units as pages link to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from colead.apps.people.bridge import Structure
from colead.apps.people.models import Person
from colead.kit.columns import Part


@dataclass(frozen=True)
class PersonLink:
    """A person by name and key."""

    route: ClassVar[str] = "people:person"
    key: str
    name: str


NUMBER_AND_NAME = (Part(header=_("Employee number"), value="key"), Part(header=_("Name"), value="name"))
"""A person in a file: two columns."""


@dataclass(frozen=True)
class UnitLink:
    """A unit by name and key."""

    route: ClassVar[str] = "people:unit"
    key: str
    name: str


def people_links(pks: Collection[int]) -> dict[int, PersonLink]:
    """People by primary key. One query; none for nobody."""
    if not pks:
        return {}
    rows = Person.objects.filter(pk__in=list(pks)).order_by("name_plain", "pk")
    return {pk: PersonLink(key, name) for pk, key, name in rows.values_list("pk", "key", "name")}


def links_at(structure: Structure, people: Iterable[int]) -> dict[int, PersonLink]:
    """People by their index in the structure, in order of name. One query; none for nobody."""
    places = {int(structure.person_pks[index]): int(index) for index in people}
    return {places[pk]: link for pk, link in people_links(places.keys()).items()}


def unit_link(structure: Structure, unit: int) -> UnitLink | None:
    """A unit by its index; None for -1."""
    if unit < 0:
        return None
    return UnitLink(str(structure.engine.unit_ids[unit]), str(structure.engine.unit_names[unit]))


def unit_path(structure: Structure, unit: int) -> list[UnitLink]:
    """The unit and those above it, the top one first."""
    links = [unit_link(structure, above) for above in structure.engine.unit_tree.line_up(unit)]
    return [link for link in reversed(links) if link is not None]
