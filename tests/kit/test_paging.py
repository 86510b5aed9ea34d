"""Pages of a query by cursor, beside the whole list that the database gives in one go."""

from datetime import UTC, datetime, timedelta

import pytest

from cast import Cast
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.people.models import Person, Position
from colead.apps.people.selectors.directory import ORDER
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.paging import Paging, write_cursor

NOON = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=UTC)


def walked(rows, order: tuple[str, ...], limit: int) -> list[int]:
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = Paging(cursor, limit).of(rows, order, lambda found: [row.pk for row in found])
        assert len(page.items) <= limit
        seen += page.items
        cursor = page.next
    return seen


@pytest.fixture
def clinic(cast: Cast):
    with scope.organisation(cast.clinic):
        yield cast


@pytest.fixture
def people(cast: Cast):
    with scope.organisation(cast.clinic):
        for number, name in enumerate(["Bo", "Åse", "Bo", "Aia", "Bo", "Æble", "Bo"]):
            person = Person.objects.create(organisation=cast.clinic, key=f"k{number}", name=name)
            Position.objects.create(
                organisation=cast.clinic, person=person, valid_from="2020-01-01", title=name[::-1]
            )
        yield Position.objects.select_related("person")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("order", [ORDER, ("-person__name_plain", "-pk"), ("title", "-pk"), ("pk",)])
def test_pages_together_are_the_list(people, order: tuple[str, ...], limit: int) -> None:
    whole = list(people.order_by(*order).values_list("pk", flat=True))
    assert len(whole) >= 7
    assert walked(people, order, limit) == whole


def test_pages_in_order_of_time(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        for minutes in [3, 1, 3, 2, 3]:
            enqueue(
                by=cast.olga,
                work="people.check_import",
                arguments={"import_id": 0},
                now=NOON + timedelta(minutes=minutes),
            )
        newest_first = ("-created_at", "-pk")
        whole = list(Job.objects.order_by(*newest_first).values_list("pk", flat=True))
        assert walked(Job.objects.all(), newest_first, 2) == whole


@pytest.mark.parametrize(
    "key",
    [
        *((1, 1), (0.5, 1), (True, 1), ("", 1), ("2026-03-02", 1), ("2026-13-40T00:00:00+00:00", 1)),
        *(("0001-01-01T00:00:00", 1), (str(NOON), "x"), (str(NOON), []), ("0001-01-01T00:00:00+14:00", 1)),
    ],
)
def test_cursor_that_names_no_time_is_refused(clinic: Cast, key: tuple) -> None:
    with pytest.raises(DomainError) as caught:
        Paging(write_cursor(key), 5).of(Job.objects.all(), ("-created_at", "-pk"), list)
    assert caught.value.code == "bad_cursor"


@pytest.mark.parametrize("key", [("a",), ("a", "b"), ("a", 1, 2), ([1], {}), (None, None)])
def test_cursor_of_another_list_is_refused(people, key: tuple) -> None:
    with pytest.raises(DomainError) as caught:
        Paging(write_cursor(key), 5).of(people, ORDER, list)
    assert caught.value.code == "bad_cursor"
