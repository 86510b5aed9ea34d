"""Rows prepared outside a transaction: the same rows as Django's own, and nothing of them before."""

import pytest
from django.db import IntegrityError, connection, transaction

from cast import DAY, Cast
from colead.apps.people.models import Person, Position, Unit, UnitPlacement
from colead.kit import scope
from colead.kit.prepared import Prepared, reserve
from house.actors import noting_locks

pytestmark = pytest.mark.database("both")


@pytest.fixture
def clinic(cast: Cast):
    with scope.organisation(cast.clinic):
        yield cast


def units(cast: Cast, number: int) -> list[Unit]:
    pks = reserve(Unit, number)
    return [Unit(pk=pk, organisation=cast.clinic, key=f"u{pk}", name=f"Ærø {pk}") for pk in pks]


def test_they_are_there_when_they_are_inserted_and_not_before(clinic: Cast) -> None:
    new = units(clinic, 3)
    prepared = Prepared.new(Unit, new)
    assert not Unit.objects.exists()
    with transaction.atomic():
        prepared.insert()
    prepared.drop()
    by_django = Unit.objects.create(organisation=clinic.clinic, key="own", name=new[0].name)
    found = set(Unit.objects.values_list("pk", flat=True))
    assert found == {*(unit.pk for unit in new), by_django.pk}
    assert Unit.objects.get(pk=new[0].pk).name_plain == by_django.name_plain


def test_preparing_locks_nothing(clinic: Cast) -> None:
    new, noted = units(clinic, 3), []
    with connection.execute_wrapper(noting_locks(noted)):
        prepared = Prepared.new(Unit, new)
    assert noted
    assert all("prepared_" in sql.split("(")[0].split(" AS ")[0] for sql in noted)
    prepared.drop()


def test_values_of_every_kind_come_back(clinic: Cast) -> None:
    person = Person.objects.create(organisation=clinic.clinic, key="1", name="Alma")
    (pk,) = reserve(Position, 1)
    row = Position(
        pk=pk,
        organisation=clinic.clinic,
        person=person,
        title="It's 100 %",
        level=2,
        leads_unit=True,
        valid_from=DAY,
    )
    prepared = Prepared.new(Position, [row])
    with transaction.atomic():
        prepared.insert()
    prepared.drop()
    kept = Position.objects.get()
    for field in Position._meta.concrete_fields:
        if not field.generated:
            assert getattr(kept, field.attname) == getattr(row, field.attname)


def test_other_rows_keep_their_values(clinic: Cast) -> None:
    first, second = (Unit.objects.create(organisation=clinic.clinic, key=key, name=key) for key in "ab")
    prepared = Prepared.changed(Unit, ["name"], [(first.pk, "new")])
    with transaction.atomic():
        prepared.update()
    prepared.drop()
    assert dict(Unit.objects.values_list("key", "name")) == {"a": "new", "b": "b"}
    assert second.name == "b"


def test_reserved_keys_are_nobody_elses(clinic: Cast) -> None:
    mine = [*reserve(Unit, 2), *reserve(Unit, 3)]
    other = Unit.objects.create(organisation=clinic.clinic, key="other", name="")
    assert len({*mine, other.pk}) == 6
    assert reserve(Unit, 0) == []


def temporary() -> set[str]:
    listed = {
        "sqlite": "SELECT name FROM sqlite_temp_master",
        "postgresql": "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_what_ends_early_leaves_nothing(clinic: Cast) -> None:
    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    def broken():
        yield (1, "name")
        raise LookupError

    before = temporary()
    with pytest.raises(KeyboardInterrupt):
        Prepared.new(Unit, units(clinic, 3), stop)
    with pytest.raises(LookupError):
        Prepared.changed(Unit, ["name"], broken())
    assert temporary() == before


def test_the_databases_rules_hold(clinic: Cast) -> None:
    first, second = units(clinic, 2)
    second.key = first.key
    prepared = Prepared.new(Unit, [first, second])
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.insert()
    prepared.drop()
    assert not Unit.objects.exists()


def test_rows_are_taken_out_by_their_keys(clinic: Cast) -> None:
    new = Unit.objects.bulk_create(units(clinic, 5))
    prepared = Prepared.keys(Unit, [unit.pk for unit in new[:3]])
    assert set(Unit.objects.filter(pk__in=prepared.chosen())) == set(new[:3])
    with transaction.atomic():
        new[0].delete()
        assert prepared.delete() == 2
    prepared.drop()
    assert set(Unit.objects.all()) == set(new[3:])


def test_a_field_that_is_not_there_is_refused(clinic: Cast) -> None:
    """A changed name of a column must not leave it out in silence."""
    with pytest.raises(KeyError, match="goes_to"):
        Prepared.changed(UnitPlacement, ["valid_until", "goes_to"], [])
