"""The recipes that ship with the product, and what their reader says about mistakes."""

import pytest

from colead.apps.leadership.recipes import RecipeError, Text, read_recipes, shipped_recipes

KNOWN = {"listen", "plan-work"}
ROSTER = """
[[recipe]]
key = "roster"
category = "planning"
title = { en = "Roster", da = "Vagtplan" }
purpose = { en = "A roster.", da = "En vagtplan." }
accountabilities = [{ en = "Is out in time", da = "Er ude i tide" }]
needs = [{ competency = "listen", level = 2, weight = 3, critical = true }]
hours_per_week = 1.5
term_months = 12
wants_deputy = true
rotation_terms = 2
handover = [{ en = "Make one together", da = "Lav en sammen" }]
[recipe.mandate]
may_decide = { en = "who works when", da = "hvem der arbejder hvornår" }
limit_amount = 3000
"""


def test_a_recipe_is_read_whole() -> None:
    (recipe,) = read_recipes(ROSTER, KNOWN).values()
    assert recipe.title == Text("Roster", "Vagtplan")
    assert (recipe.title.say("da"), recipe.title.say("de")) == ("Vagtplan", "Roster")
    assert (recipe.needs[0].level, recipe.needs[0].critical, recipe.rotation_terms) == (2, True, 2)
    assert (recipe.seats, recipe.mandate.limit_amount, recipe.mandate.domain) == (1, 3000, None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('da = "Vagtplan"', 'da = " "', "Recipe 'roster': title has no text in 'da'"),
        ('"A roster."', f'"{"x" * 1001}"', "purpose has 1001 characters in 'en', at most 1000 fit"),
        ('category = "planning"', 'category = "plans"', "category 'plans' is unknown. Known are: collab"),
        ('category = "planning"', "", "category is missing"),
        ('"listen"', '"sing"', "Recipe 'roster', need 1: competency 'sing' is unknown"),
        ("level = 2", "level = 5", "level is 5. Write a whole number from 1 to 4"),
        ("weight = 3", 'weight = "3"', "weight is '3'"),
        ("hours_per_week = 1.5", "", "hours_per_week is None"),
        ("hours_per_week = 1.5", "hours_per_week = -1", "not negative"),
        ("term_months = 12", "", "rotation_terms needs term_months"),
        ("limit_amount = 3000", "limit_amount = true", "Recipe 'roster', mandate: limit_amount is True"),
        ('en = "who works when"', 'en = ""', "may_decide has no text in 'en'"),
        ("[recipe.mandate]", "[recipe.mandat]", "may_decide has no text"),
        ("[[recipe]]", "[[recipe", "not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, words: str) -> None:
    assert old in ROSTER
    with pytest.raises(RecipeError) as caught:
        read_recipes(ROSTER.replace(old, new, 1), KNOWN)
    assert words in str(caught.value)


def test_a_key_stands_once() -> None:
    with pytest.raises(RecipeError, match="stands there twice"):
        read_recipes(ROSTER + ROSTER, KNOWN)


def test_the_shipped_recipes_have_no_mistake_and_are_read_once() -> None:
    recipes = shipped_recipes()
    assert recipes
    assert all(key == recipe.key for key, recipe in recipes.items())
    assert shipped_recipes() is recipes
