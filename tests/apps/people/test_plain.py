"""The plain form of names: the same in Python and in the database, in Danish order."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from colead.apps.people.models import Person
from colead.apps.people.plain import plain

DANISH = ["Aase", "Bo", "Emil", "Zenia", "Ærø", "Østen", "Åse"]


def test_danish_order() -> None:
    assert sorted(set(DANISH), key=plain) == DANISH


def test_case_and_accents_do_not_matter() -> None:
    assert plain("ÅSE Müller É") == plain("åse muller e")


def test_a_search_for_a_letter_finds_no_other() -> None:
    assert plain("z") not in plain("Ærø Åse")


@given(name=st.text("abczZæÆøØåÅäöéüAB 'ß-", min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_agrees(clinic: Cast, name: str) -> None:
    person = Person.objects.create(organisation=clinic.clinic, key=name, name=name)
    person.refresh_from_db()
    assert person.name_plain == plain(name)
    person.delete()
