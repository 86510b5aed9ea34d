"""Numbers of rows tell neither order nor count."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from cast import Cast
from colead.apps.notices.models import Notice
from colead.apps.people.models import Competency
from colead.kit import scope
from colead.kit.random_ids import BELOW, RandomIdField

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.database("both")


def competency(cast: Cast, key: str, **more: int) -> Competency:
    return Competency(organisation=cast.clinic, key=key, **more)


def one_by_one(cast: Cast) -> list[int]:
    found = [competency(cast, f"one-{number}") for number in range(12)]
    for row in found:
        row.save()
    return [row.pk for row in found]


def at_once(cast: Cast) -> list[int]:
    rows = [competency(cast, f"at-once-{number}") for number in range(12)]
    return [row.pk for row in Competency.objects.bulk_create(rows)]


def unless_there(cast: Cast) -> list[int]:
    keys = [f"unless-{number}" for number in range(12)]
    return [
        Competency.objects.get_or_create(organisation=cast.clinic, key=key)[0].pk
        for key in [*keys, *keys]  # the second time they are there
    ][12:]


@pytest.mark.parametrize("make", [one_by_one, at_once, unless_there])
def test_rows_get_numbers_out_of_order(cast: Cast, make: object) -> None:
    with scope.organisation(cast.clinic):
        made = make(cast)  # type: ignore[operator]
        stored = set(Competency.objects.filter(pk__in=made).values_list("pk", flat=True))
    assert stored == set(made)
    assert len(stored) == 12
    assert all(0 < pk < BELOW for pk in made)
    assert max(made) - min(made) > 1_000_000
    assert made not in (sorted(made), sorted(made, reverse=True))  # 12! orders


def test_a_row_has_no_number_before_it_is_stored(cast: Cast) -> None:
    assert competency(cast, "new").pk is None
    with pytest.raises(ValueError, match="unsaved related object"):
        Notice(user=type(cast.alma.user)(), created_at=NOW).save()


def test_a_number_that_is_taken_never_writes_over_its_row(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope.organisation(cast.clinic):
        first = competency(cast, "first")
        first.save()
        monkeypatch.setattr(RandomIdField, "get_pk_value_on_save", lambda _field, _row: first.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            competency(cast, "second").save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Competency.objects.bulk_create([competency(cast, "second")])
        assert list(Competency.objects.filter(pk=first.pk).values_list("key", flat=True)) == ["first"]


def test_a_row_is_stored_by_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    with scope.organisation(cast.clinic), django_assert_num_queries(1):  # type: ignore[operator]
        competency(cast, "new").save()
