"""Every change of the structure gives it a new version, however it is written; nothing else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from apps.people.staff import take_in
from cast import DAY, Cast
from colead.apps.people.bridge import structure_on
from colead.apps.people.bridge.current import read_current
from colead.apps.people.models import Leave, Person, Position, ReportingLine, StructureVersion, Unit
from colead.apps.people.structure_version import TABLES, OutsideTransaction, structure_version
from colead.kit import scope

pytestmark = pytest.mark.database("both")
LATER = DAY + timedelta(days=30)


@pytest.fixture
def staffed(clinic: Cast) -> Cast:
    take_in(clinic.carla)
    return clinic


def sql(text: str) -> Callable[[Cast], object]:
    def run(_cast: Cast) -> None:
        with connection.cursor() as cursor:
            cursor.execute(text)

    return run


def renamed() -> list[Unit]:
    units = list(Unit.objects.all())
    for unit in units:
        unit.name += " again"
    return units


CHANGES: dict[str, Callable[[Cast], object]] = {
    "create": lambda cast: Person.objects.create(organisation=cast.clinic, key="new", name="New"),
    "save": lambda _cast: Person.objects.get(key="4").save(),
    "bulk_create": lambda cast: Unit.objects.bulk_create([Unit(organisation=cast.clinic, key="n", name="N")]),
    "bulk_update": lambda _cast: Unit.objects.bulk_update(renamed(), ["name"]),
    "update": lambda _cast: ReportingLine.objects.update(valid_until=LATER),
    "delete": lambda _cast: Position.objects.get(person__key="4").delete(),
    "delete many": lambda _cast: Position.objects.filter(person__key="4").delete(),
    "cascade": lambda _cast: Person.objects.get(key="4").delete(),
    "leave": lambda cast: Leave.objects.create(
        organisation=cast.clinic, person=Person.objects.get(key="4"), valid_from=DAY
    ),
    "by hand": sql("update people_unitplacement set valid_until = null"),
    "by hand, quoted": sql('DELETE FROM "people_position"'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_makes_a_new_version(staffed: Cast, change: Callable[[Cast], object]) -> None:
    before = structure_version()
    change(staffed)
    assert structure_version() not in {before, None}


def test_reading_and_accounts_do_not(staffed: Cast) -> None:
    before = structure_version()
    structure_on(DAY)
    Person.objects.filter(key="4").update(user=staffed.dan.user)
    Person.objects.filter(key="4").update(user=None)
    person = Person.objects.get(key="4")
    person.user = staffed.dan.user
    Person.objects.bulk_update([person], ["user"])
    assert structure_version() == before


def test_each_organisation_has_its_own(staffed: Cast) -> None:
    with scope.organisation(staffed.other):
        Unit.objects.create(organisation=staffed.other, key="u", name="U")
        theirs = structure_version()
    ours = structure_version()
    Person.objects.get(key="4").save()
    assert structure_version() != ours
    with scope.organisation(staffed.other):
        assert structure_version() == theirs


def test_maintenance_across_organisations_raises_all(staffed: Cast) -> None:
    ours = structure_version()
    with scope.everything("a test"):
        Unit.objects.filter(key="nobody's").update(name="")
        assert StructureVersion.objects.count() == 2
    assert structure_version() != ours


def test_what_was_rolled_back_is_never_taken_for_what_came_after(staffed: Cast) -> None:
    """A version is new, not one more: two changes of which the first was taken back are told apart."""
    with transaction.atomic():
        Position.objects.filter(person__key="4").delete()
        taken_back = structure_version()
        assert structure_on(DAY).engine.n_people == 4
        transaction.set_rollback(True)
    assert structure_on(DAY).engine.n_people == 5
    Position.objects.filter(person__key="5").update(title="Other")
    assert structure_version() != taken_back
    assert structure_on(DAY).engine.n_people == 5


def test_a_swap_on_the_same_day_and_a_new_name_are_seen(staffed: Cast) -> None:
    """Counts and sums of ids stay the same here."""
    first = structure_on(DAY)
    unit_of = dict(Position.objects.values_list("person__key", "unit_id"))
    other = next(key for key, unit in unit_of.items() if unit != unit_of["4"])
    Position.objects.filter(person__key="4").update(unit=unit_of[other])
    Position.objects.filter(person__key=other).update(unit=unit_of["4"])
    swapped = structure_on(DAY)
    assert swapped.engine.unit.tolist() != first.engine.unit.tolist()
    Unit.objects.filter(pk=unit_of["4"]).update(name="Renamed")
    assert "Renamed" in structure_on(DAY).engine.unit_names


def test_it_is_one_query_by_key_at_every_size(staffed: Cast, django_assert_num_queries) -> None:
    structure_on(DAY)
    with django_assert_num_queries(1):
        structure_on(DAY)


def test_whatever_the_structure_is_read_from_is_looked_at(staffed: Cast) -> None:
    """A table that only one of the two knows would be changed without a new version."""
    Person.objects.get(key="4").save()
    with CaptureQueriesContext(connection) as read:
        structure_on(DAY)
        read_current(DAY)
    tables = {word.strip('"') for one in read for word in one["sql"].split() if word.startswith('"people_')}
    named = {table.partition('"')[0] for table in tables}
    assert named - {"people_structureversion"} == {f"people_{table}" for table in TABLES}


def test_outside_a_transaction_nothing_is_changed(staffed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(OutsideTransaction):
        Unit.objects.update(name="")
    monkeypatch.undo()
    assert not Unit.objects.filter(name="").exists()
