"""The catalogue: the words of the scale, own competencies, own wording."""

from uuid import UUID

import pytest
from django.utils import translation

from apps.people.describing import refused
from apps.people.staff import NOW
from cast import Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.people.forms.competencies import CompetencyForm
from colead.apps.people.models import Competency
from colead.apps.people.selectors.competencies import catalogue
from colead.apps.people.services.competencies import add_competency, reword_competency
from colead.kit.errors import NotAllowed


def words(name: str = "Juggling", **fields: str) -> Competency:
    return Competency(name_en=name, name_da=f"{name} på dansk", **fields)


def test_an_own_competency_gets_a_key_from_its_name(telling: Cast) -> None:
    added = add_competency(by=telling.carla, competency=words("Running the shop"), now=NOW)
    assert added.key == "running-the-shop"
    assert "people.competency_added" in LedgerRecord.objects.latest("leaf__index").text
    with refused("competency_exists"):
        add_competency(by=telling.carla, competency=words("Running the shop"), now=NOW)


def test_rewording_keeps_the_key(telling: Cast) -> None:
    row = Competency.objects.get(key="listen")
    row.name_en, row.key = "Hearing people out", "changed"
    reword_competency(by=telling.carla, competency=row, now=NOW)
    assert Competency.objects.get(key="listen").name("en") == "Hearing people out"


@pytest.mark.parametrize("name", ["alma", "dan"])
def test_the_people_team_alone_words_the_catalogue(telling: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        add_competency(by=getattr(telling, name), competency=words(), now=NOW)
    with pytest.raises(NotAllowed):
        reword_competency(by=getattr(telling, name), competency=Competency.objects.get(key="listen"), now=NOW)


def test_every_competency_has_five_levels_in_both_languages(telling: Cast) -> None:
    for language in ("da", "en"):
        with translation.override(language):
            found = catalogue()
        assert [item.key for item in found if len(item.levels) != 5] == []
        assert all(level.text for item in found for level in item.levels)


def test_all_shipped_competencies_describe_their_own_levels(telling: Cast) -> None:
    add_competency(by=telling.carla, competency=words(), now=NOW)
    for language in ("da", "en"):
        with translation.override(language):
            assert [item.key for item in catalogue() if not item.has_own_levels] == ["juggling"]


def test_an_esco_address_names_one_concept_by_its_identifier(telling: Cast) -> None:
    addresses = [item.esco_uri for item in catalogue() if item.esco_uri]
    assert len(addresses) == len(set(addresses)) > 0
    names = [address.removeprefix("http://data.europa.eu/esco/skill/") for address in addresses]
    assert [name for name in names if name != str(UUID(name))] == []


def test_levels_that_are_not_five_give_way_to_the_general_words(telling: Cast) -> None:
    with translation.override("da"):
        found = words(levels_da="one\ntwo").levels("da")
    assert (len(found), found[0]) == (5, "Jeg har ikke prøvet det, eller har kun set andre gøre det.")


def test_the_list_is_sorted_by_the_name_that_is_read(telling: Cast) -> None:
    add_competency(by=telling.carla, competency=Competency(name_en="Aaa", name_da="Åben dør"), now=NOW)
    with translation.override("da"):
        assert catalogue()[-1].name == "Åben dør"
    with translation.override("en"):
        assert catalogue()[0].name == "Aaa"


@pytest.mark.parametrize(("lines", "is_valid"), [("", True), ("a\nb\nc\nd\ne", True), ("a\nb", False)])
def test_levels_are_described_in_full_or_not_at_all(clinic: Cast, lines: str, is_valid: bool) -> None:
    form = CompetencyForm({"name_en": "X", "name_da": "X", "levels_en": lines})
    assert form.is_valid() is is_valid


def test_reading_takes_one_query(telling: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        catalogue()
