"""The recipes that ship with Colead: leadership tasks to start from, checked when they are first read."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from colead.apps.leadership.models.tasks import TEXT_LENGTH, TITLE_LENGTH
from colead.apps.people.services.ensure_competencies import shipped_competencies
from colead.engine.levels import MAX_LEVEL, MIN_NEEDED

DOMAIN_LENGTH, PURPOSE_LENGTH, HANDOVER_LENGTH = 120, 1000, TEXT_LENGTH


class RecipeError(ValueError):
    """The catalogue of recipes has a mistake; the message says where, and what is allowed."""


@dataclass(frozen=True)
class Text:
    """The same in both languages."""

    en: str
    da: str

    def say(self, language: str) -> str:
        """Danish for "da", English for any other language."""
        return self.da if language == "da" else self.en


CATEGORIES = {
    "planning": Text("Planning", "Planlægning"),
    "people": Text("People", "Mennesker"),
    "collaboration": Text("Working together", "Samarbejde"),
    "quality": Text("Quality", "Kvalitet"),
    "safety": Text("Safety and wellbeing", "Sikkerhed og trivsel"),
    "money": Text("Money and resources", "Penge og ressourcer"),
    "digital": Text("Digital", "Det digitale"),
    "development": Text("Development", "Udvikling"),
}


@dataclass(frozen=True)
class RecipeNeed:
    """A competency (key of the catalogue) that the task asks for: level and weight 1 to 5."""

    competency: str
    level: int
    weight: int
    critical: bool


@dataclass(frozen=True)
class RecipeMandate:
    """What the holder may decide. `limit_amount` in DKK; None = no limit on money."""

    may_decide: Text
    domain: Text | None
    limit_amount: Decimal | None
    confer_with: Text | None


@dataclass(frozen=True)
class Recipe:
    """A leadership task to start from. `rotation_terms` 0 = nobody has to change."""

    key: str
    category: str
    title: Text
    purpose: Text
    accountabilities: tuple[Text, ...]
    needs: tuple[RecipeNeed, ...]
    hours_per_week: Decimal
    seats: int
    term_months: int | None
    wants_deputy: bool
    rotation_terms: int
    mandate: RecipeMandate
    handover: tuple[Text, ...]


@lru_cache(maxsize=1)
def shipped_recipes() -> Mapping[str, Recipe]:
    """The recipes of catalogue/recipes.toml by key, in its order, read once a process."""
    text = files("colead.catalogue").joinpath("recipes.toml").read_text(encoding="utf-8")
    return read_recipes(text, {entry["key"] for entry in shipped_competencies()})


def read_recipes(text: str, competencies: Collection[str]) -> dict[str, Recipe]:
    """Recipes by key, from TOML; RecipeError names the first mistake. `competencies`: the keys that exist."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"The recipes are not TOML: {error}.") from error
    recipes: dict[str, Recipe] = {}
    for number, entry in enumerate(tables.get("recipe", []), start=1):
        recipe = _Reader(entry, f"Recipe {entry.get('key') or number!r}").recipe(competencies)
        if recipe.key in recipes:
            raise RecipeError(f"Recipe {recipe.key!r} stands there twice. Give each its own key.")
        recipes[recipe.key] = recipe
    return recipes


@dataclass(frozen=True)
class _Reader:
    """One table of the catalogue; `where` begins every message."""

    entry: Mapping[str, Any]
    where: str

    def recipe(self, competencies: Collection[str]) -> Recipe:
        return Recipe(
            key=self.word("key"),
            category=self.one_of("category", CATEGORIES),
            title=self.text("title", TITLE_LENGTH),
            purpose=self.text("purpose", PURPOSE_LENGTH),
            accountabilities=self.texts("accountabilities"),
            needs=tuple(
                _Reader(need, f"{self.where}, need {number}").need(competencies)
                for number, need in enumerate(self.entry.get("needs", ()), start=1)
            ),
            hours_per_week=self.amount("hours_per_week"),
            seats=self.number("seats", 1, 50, default=1),
            term_months=self.number("term_months", 0, 120, default=0) or None,
            wants_deputy=bool(self.entry.get("wants_deputy", False)),
            rotation_terms=self.rotation(),
            mandate=_Reader(self.entry.get("mandate", {}), f"{self.where}, mandate").mandate(),
            handover=self.texts("handover"),
        )

    def rotation(self) -> int:
        terms = self.number("rotation_terms", 0, 20, default=0)
        if terms and not self.entry.get("term_months"):
            raise RecipeError(f"{self.where}: rotation_terms needs term_months. Say how long a term is.")
        return terms

    def need(self, competencies: Collection[str]) -> RecipeNeed:
        return RecipeNeed(
            competency=self.one_of("competency", competencies),
            level=self.number("level", MIN_NEEDED, MAX_LEVEL),
            weight=self.number("weight", 1, 5, default=1),
            critical=bool(self.entry.get("critical", False)),
        )

    def mandate(self) -> RecipeMandate:
        return RecipeMandate(
            may_decide=self.text("may_decide", TEXT_LENGTH),
            domain=self.text("domain", DOMAIN_LENGTH) if "domain" in self.entry else None,
            limit_amount=self.amount("limit_amount") if "limit_amount" in self.entry else None,
            confer_with=self.text("confer_with", TEXT_LENGTH) if "confer_with" in self.entry else None,
        )

    def word(self, name: str) -> str:
        value = self.entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise RecipeError(f'{self.where}: {name} is missing. Write it as {name} = "…".')
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        value = self.word(name)
        if value not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise RecipeError(f"{self.where}: {name} {value!r} is unknown. Known are: {known}.")
        return value

    def text(self, name: str, longest: int) -> Text:
        return _text(self.entry.get(name), f"{self.where}: {name}", longest)

    def texts(self, name: str) -> tuple[Text, ...]:
        rows = self.entry.get(name, ())
        where = f"{self.where}: {name}"
        return tuple(_text(row, f"{where} {place}", TEXT_LENGTH) for place, row in enumerate(rows, start=1))

    def number(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self.entry.get(name, default)
        if type(value) is not int or not low <= value <= high:
            raise RecipeError(
                f"{self.where}: {name} is {value!r}. Write a whole number from {low} to {high}."
            )
        return value

    def amount(self, name: str) -> Decimal:
        value = self.entry.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise RecipeError(f"{self.where}: {name} is {value!r}. Write a number that is not negative.")
        return Decimal(str(value))


def _text(value: Any, where: str, longest: int) -> Text:
    """Both languages of a text, neither missing nor too long."""
    for language in ("en", "da"):
        said = value.get(language) if isinstance(value, Mapping) else None
        if not isinstance(said, str) or not said.strip():
            raise RecipeError(f"{where} has no text in {language!r}. Write both en and da.")
        if len(said) > longest:
            raise RecipeError(f"{where} has {len(said)} characters in {language!r}, at most {longest} fit.")
    return Text(value["en"].strip(), value["da"].strip())
