"""The gallery of recipes in the reader's language, and a recipe as a draft of a task."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from colead.apps.leadership.recipes import CATEGORIES, Recipe, shipped_recipes
from colead.apps.people.plain import plain
from colead.kit.columns import Column, ListOf


@dataclass(frozen=True)
class RecipeCard:
    """A recipe in the gallery and in the API."""

    key: Annotated[str, Column("Key")]
    category: Annotated[str, Column("Category")]
    title: Annotated[str, Column("Task")]
    purpose: Annotated[str, Column("What it is for")]
    hours_per_week: Annotated[Decimal, Column("Hours a week")]
    seats: Annotated[int, Column("Seats")]
    term_months: Annotated[int | None, Column("Term", about="months; null: until it is given back")]
    accountabilities: Annotated[tuple[str, ...], Column("What the holder sees to")]
    may_decide: Annotated[str, Column("What the holder may decide")]
    handover: Annotated[tuple[str, ...], Column("What is handed over")]


RECIPES = ListOf("Recipes", RecipeCard, api="/leadership/recipes")


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
