"""The recipes that ship: complete in both languages, and possible for somebody to hold."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from colead.apps.leadership.recipes import CATEGORIES, Recipe, Text, shipped_recipes
from colead.apps.people.services.ensure_competencies import shipped_competencies

RECIPES = list(shipped_recipes().values())
every_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.key)


def texts(recipe: Recipe) -> Iterator[Text]:
    """Everything that a recipe says."""
    mandate = recipe.mandate
    yield from (recipe.title, recipe.purpose, *recipe.accountabilities, *recipe.handover)
    yield from (said for said in (mandate.may_decide, mandate.domain, mandate.confer_with) if said)


def test_there_are_forty_and_every_category_has_some():
    assert len(RECIPES) >= 40
    found = Counter(recipe.category for recipe in RECIPES)
    assert set(found) == set(CATEGORIES)
    assert min(found.values()) >= 3


@every_recipe
def test_every_text_has_both_languages_and_says_something_of_its_own_in_each(recipe):
    for said in texts(recipe):
        assert said.en
        assert said.da
        assert said.en != said.da or said is recipe.title  # a few names are the same in both


@every_recipe
def test_it_asks_for_known_competencies_and_can_do_without_most_of_them(recipe):
    known = {entry["key"] for entry in shipped_competencies()}
    asked = [need.competency for need in recipe.needs]
    assert set(asked) <= known
    assert len(set(asked)) == len(asked)
    assert 2 <= len(asked) <= 4
    assert any(need.critical for need in recipe.needs)
    assert any(not need.critical for need in recipe.needs)


@every_recipe
def test_it_is_a_part_of_a_week_for_a_term_with_something_to_see_to_and_to_hand_over(recipe):
    assert 0.5 <= recipe.hours_per_week <= 6
    assert recipe.term_months in {6, 12, 24}
    assert 3 <= len(recipe.accountabilities) <= 5
    assert 3 <= len(recipe.handover) <= 5


@every_recipe
def test_the_mandate_reads_as_part_of_a_sentence(recipe):
    mandate = recipe.mandate
    for said in (mandate.may_decide, mandate.domain, mandate.confer_with):
        assert said is not None
        for language in ("en", "da"):
            words = said.say(language)
            assert not words.endswith(".")
            assert words[0].islower() or re.match(r"[A-Z]{2,}\b", words)  # AI, HR, IT


def test_titles_differ_in_each_language():
    for language in ("en", "da"):
        titles = Counter(recipe.title.say(language) for recipe in RECIPES)
        assert max(titles.values()) == 1


def test_the_competencies_of_the_catalogue_are_all_in_use():
    asked = {need.competency for recipe in RECIPES for need in recipe.needs}
    assert {entry["key"] for entry in shipped_competencies()} == asked
