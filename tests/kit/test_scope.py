import pytest

from cast import Cast
from colead.apps.people.models import Person
from colead.kit import scope

pytestmark = pytest.mark.database("both")


@pytest.fixture
def two_people(cast: Cast) -> Cast:
    for organisation in (cast.clinic, cast.other):
        with scope.organisation(organisation):
            Person.objects.create(organisation=organisation, key="p1", name=f"Of {organisation.slug}")
    return cast


def test_query_outside_a_scope_raises(two_people: Cast) -> None:
    with pytest.raises(scope.UnscopedQuery, match=r"scope\.organisation"):
        Person.objects.count()


def test_scope_shows_one_organisation_only(two_people: Cast) -> None:
    with scope.organisation(two_people.clinic):
        assert [person.name for person in Person.objects.all()] == ["Of clinic"]


def test_scope_takes_the_id_as_well(two_people: Cast) -> None:
    with scope.organisation(two_people.other.pk):
        assert [person.name for person in Person.objects.all()] == ["Of elsewhere"]


def test_scopes_nest_and_the_outer_returns(two_people: Cast) -> None:
    with scope.organisation(two_people.clinic):
        with scope.organisation(two_people.other):
            assert Person.objects.get().name == "Of elsewhere"
        assert Person.objects.get().name == "Of clinic"


def test_scope_ends_when_an_error_leaves_it(two_people: Cast) -> None:
    with pytest.raises(ZeroDivisionError), scope.organisation(two_people.clinic):
        _ = 1 / 0
    with pytest.raises(scope.UnscopedQuery):
        Person.objects.count()


def test_everything_needs_a_reason_and_then_shows_all(two_people: Cast) -> None:
    with pytest.raises(scope.UnscopedQuery, match="reason"), scope.everything(""):
        pass
    with scope.everything("a test counts everybody"):
        assert Person.objects.count() == 2
        assert scope.current_id() is None


def test_get_by_foreign_id_finds_nothing_in_scope(two_people: Cast) -> None:
    with scope.organisation(two_people.other):
        foreign = Person.objects.get().pk
    with scope.organisation(two_people.clinic):
        assert not Person.objects.filter(pk=foreign).exists()
        assert Person.objects.filter(pk=foreign).update(name="changed") == 0
        assert Person.objects.filter(pk=foreign).delete()[0] == 0
