"""The gallery of recipes in the reader's language, and a recipe as a draft of a task."""

from dataclasses import dataclass
from decimal import Decimal

from colead.apps.leadership.recipes import CATEGORIES, Recipe, shipped_recipes
from colead.apps.people.plain import plain


@dataclass(frozen=True)
class RecipeCard:
    """A recipe in the gallery and in the API."""

    key: str
    category: str
    title: str
    purpose: str
    hours_per_week: Decimal
    seats: int
    term_months: int | None
    accountabilities: tuple[str, ...]
    may_decide: str
    handover: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """The recipes of a category."""

    key: str
    name: str
    recipes: tuple[RecipeCard, ...]


def recipe_shelves(language: str, words: str = "") -> list[Shelf]:
    """Recipes in which every word stands, by category; categories without any are left out. No query."""
    found = [recipe for recipe in shipped_recipes().values() if _fits(recipe, words, language)]
    shelves = [
        Shelf(
            key=key,
            name=name.say(language),
            recipes=tuple(recipe_card(recipe, language) for recipe in found if recipe.category == key),
        )
        for key, name in CATEGORIES.items()
    ]
    return [shelf for shelf in shelves if shelf.recipes]


def recipe_card(recipe: Recipe, language: str) -> RecipeCard:
    """A recipe in one language."""
    return RecipeCard(
        key=recipe.key,
        category=recipe.category,
        title=recipe.title.say(language),
        purpose=recipe.purpose.say(language),
        hours_per_week=recipe.hours_per_week,
        seats=recipe.seats,
        term_months=recipe.term_months,
        accountabilities=tuple(text.say(language) for text in recipe.accountabilities),
        may_decide=recipe.mandate.may_decide.say(language),
        handover=tuple(text.say(language) for text in recipe.handover),
    )


def _fits(recipe: Recipe, words: str, language: str) -> bool:
    texts = [recipe.title, recipe.purpose, CATEGORIES[recipe.category], *recipe.accountabilities]
    whole = plain(" ".join(text.say(language) for text in texts))
    return all(plain(word) in whole for word in words.split())
