"""Builds organisations whose people carry canaries: texts that must show nowhere without consent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from cast import DAY, LONG_AGO
from colead.apps.network import services
from colead.apps.network.models import LeadershipMap, Nomination, NominationSet, Respondent
from colead.apps.organisations.models import Organisation
from colead.apps.people.models import Person, Position, ReportingLine, Unit, UnitPlacement
from colead.kit.roles import console

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# unit: (the unit above, its own people). The first of each unit leads it; the first of "top" leads everybody.
WARDS: dict[str, tuple[str | None, int]] = {
    "top": (None, 1),
    "medicine": ("top", 1),
    "ward-a": ("medicine", 12),
    "ward-b": ("medicine", 15),
    "surgery": ("top", 1),
    "theatre": ("surgery", 11),
    "recovery": ("surgery", 9),
    "kitchen": ("top", 4),
}


@dataclass(frozen=True)
class Hospital:
    """Units and people by key; people in the order in which they were made."""

    organisation: Organisation
    units: dict[str, Unit]
    people: dict[str, list[Person]]

    @property
    def everybody(self) -> list[Person]:
        return [person for members in self.people.values() for person in members]


def hospital(organisation: Organisation, wards: dict[str, tuple[str | None, int]] | None = None) -> Hospital:
    """Units, people, positions and reporting lines since LONG_AGO."""
    wards = wards or WARDS
    units = {key: Unit(organisation=organisation, key=key, name=f"The {key}") for key in wards}
    Unit.objects.bulk_create(units.values())
    people = {
        key: [_person(organisation, key, number) for number in range(size)]
        for key, (_above, size) in wards.items()
    }
    made = Hospital(organisation, units, people)
    Person.objects.bulk_create(made.everybody)
    UnitPlacement.objects.bulk_create(
        UnitPlacement(
            organisation=organisation, unit=units[key], parent=units.get(above or ""), valid_from=LONG_AGO
        )
        for key, (above, _size) in wards.items()
    )
    Position.objects.bulk_create(
        Position(
            organisation=organisation,
            person=person,
            unit=units[key],
            title=f"canary-title-{person.key}",
            valid_from=LONG_AGO,
        )
        for key, members in people.items()
        for person in members
    )
    ReportingLine.objects.bulk_create(
        ReportingLine(organisation=organisation, person=person, manager=manager, valid_from=LONG_AGO)
        for person, manager in _lines(wards, people)
    )
    return made


def _person(organisation: Organisation, unit: str, number: int) -> Person:
    key = f"canary-key-{unit}-{number}"
    return Person(
        organisation=organisation,
        key=key,
        name=f"Canary Name {unit} {number}",
        email=f"canary-{unit}-{number}@example.org",
    )


def _lines(
    wards: dict[str, tuple[str | None, int]], people: dict[str, list[Person]]
) -> Iterable[tuple[Person, Person]]:
    for key, (above, _size) in wards.items():
        lead, *others = people[key]
        yield from ((person, lead) for person in others)
        if above:
            yield lead, people[above][0]


def nominations(
    made: Hospital,
    pairs: Sequence[tuple[Person, Person]],
    *,
    name: str = "Advice",
    held_on: date = DAY,
    answered: Iterable[Person] | None = None,
) -> NominationSet:
    """A set with these nominations; everybody answered unless told otherwise."""
    organisation = made.organisation
    stored = NominationSet.objects.create(
        organisation=organisation, name=name, held_on=held_on, created_at=NOW, question="Whom do you ask?"
    )
    Respondent.objects.bulk_create(
        Respondent(organisation=organisation, nomination_set=stored, person=person)
        for person in (made.everybody if answered is None else answered)
    )
    Nomination.objects.bulk_create(
        Nomination(organisation=organisation, nomination_set=stored, source=source, target=target)
        for source, target in pairs
    )
    return stored


def some_pairs(made: Hospital, *, each: int = 5, seed: int = 1) -> list[tuple[Person, Person]]:
    """Everybody names `each` colleagues, mostly of the own unit, the first of it more than others."""
    random = np.random.default_rng(seed)
    everybody = made.everybody
    unit_of = {person.key: key for key, members in made.people.items() for person in members}
    pairs: set[tuple[int, int]] = set()
    for source, person in enumerate(everybody):
        for _attempt in range(each):
            near = made.people[unit_of[person.key]] if random.random() < 0.7 else everybody
            target = everybody.index(near[int(len(near) * random.random() ** 2)])
            if target != source:
                pairs.add((source, target))
    return [(everybody[source], everybody[target]) for source, target in sorted(pairs)]


def computed(stored: NominationSet) -> LeadershipMap:
    """The map of a set, computed here and now."""
    return services.compute_map(by=console(stored.organisation), nomination_set=stored.pk, now=NOW)
