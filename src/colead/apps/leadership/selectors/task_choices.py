"""What stewards choose from, and find filled in, when they open or change a task: recipes, units, needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Accountability, LeadershipTask, Mandate, NeededCompetency
from colead.apps.leadership.recipes import CATEGORIES, Recipe, shipped_recipes
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Competency, Unit
from colead.apps.people.plain import plain
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.tree import in_order
from colead.kit.columns import Column, ListOf
from colead.kit.languages import reading_language
from colead.kit.roles import Member
from colead.kit.shapes import shape


@dataclass(frozen=True)
class UnitOption:
    """A unit. above : the names of the units it lies in, the topmost first."""

    key: str
    name: str
    above: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The unit as it stands in a text field."""
        return f"{self.name} ({self.key})"

    @property
    def path(self) -> str:
        """Where the unit lies, in words."""
        return " › ".join((*self.above, self.name))


def unit_options(day: date, pks: Collection[int] | None = None) -> list[UnitOption]:
    """All units of the day, or those with these primary keys, each before those below it.

    No query but those of the structure; linear in the number of units.
    """
    structure = structure_on(day)
    keys, names = structure.engine.unit_ids, structure.engine.unit_names
    found, path = [], [""] * structure.engine.n_units
    for unit, depth in in_order(structure):
        path[depth] = str(names[unit])
        if pks is None or int(structure.unit_pks[unit]) in pks:
            found.append(UnitOption(str(keys[unit]), path[depth], tuple(path[:depth])))
    return found


def steward_units(member: Member, today: date, chosen: Collection[str] = ()) -> list[UnitOption]:
    """Every unit whose tasks the member looks after, in the order of the tree, and those chosen already, also
    where the day no longer has them.

    Three queries at most, and those of the structure. Empty for somebody who looks after none.
    """
    if not member.may(permissions.STEWARD):
        led = units_led(member, today=today)
        return unit_options(today, led) if led else []
    options = unit_options(today)
    if former := set(chosen) - {option.key for option in options}:
        rows = Unit.objects.filter(key__in=former).order_by("name_plain", "pk").values_list("key", "name")
        options += [UnitOption(key, name) for key, name in rows]
    return options


def may_open_tasks(member: Member, today: date) -> bool:
    """The member looks after the tasks of a unit. One query, for a lead those of the structure, too."""
    return member.may(permissions.STEWARD) or bool(units_led(member, today=today))


def competency_choices() -> list[tuple[str, str]]:
    """The organisation's competencies by name in the reader's language, key and name. One query."""
    language = reading_language()
    named = [(one.key, one.name(language)) for one in Competency.objects.all()]
    return sorted(named, key=lambda choice: plain(choice[1]))


def accountabilities_on(task: LeadershipTask, day: date) -> list[str]:
    """The accountabilities in force on the day, in their order. One query."""
    return list(Accountability.objects.on(day).filter(task=task).values_list("text", flat=True))


def needs_on(task: LeadershipTask, day: date) -> list[dict[str, Any]]:
    """The needs in force on the day as a form has them, the critical and weighty ones first. One query."""
    rows = (
        NeededCompetency.objects.on(day)
        .filter(task=task)
        .order_by("-is_critical", "-weight", "competency__key")
    )
    fields = ("competency__key", "level", "weight", "is_critical")
    names = ("competency", *fields[1:])
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*fields)]


def mandate_fields_on(task: LeadershipTask, day: date) -> dict[str, Any]:
    """The mandate in force on the day as a form has it; empty when there is none. Two queries."""
    row = Mandate.objects.on(day).filter(task=task).prefetch_related("units__unit").first()
    if row is None:
        return {}
    same = ("may_decide", "domain", "limit_amount", "limit_currency", "confer_with")
    units = [place.unit.key for place in row.units.all()]
    return {name: getattr(row, name) for name in same} | {"units": units}


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
    shelves = (
        (key, name, tuple(recipe_card(recipe, language) for recipe in found if recipe.category == key))
        for key, name in CATEGORIES.items()
    )
    return [Shelf(key, name.say(language), recipes) for key, name, recipes in shelves if recipes]


def recipe_card(recipe: Recipe, language: str) -> RecipeCard:
    """A recipe in one language."""
    return shape(
        RecipeCard,
        recipe,
        title=recipe.title.say(language),
        purpose=recipe.purpose.say(language),
        accountabilities=tuple(text.say(language) for text in recipe.accountabilities),
        may_decide=recipe.mandate.may_decide.say(language),
        handover=tuple(text.say(language) for text in recipe.handover),
    )


def _fits(recipe: Recipe, words: str, language: str) -> bool:
    texts = [recipe.title, recipe.purpose, CATEGORIES[recipe.category], *recipe.accountabilities]
    whole = plain(" ".join(text.say(language) for text in texts))
    return all(plain(word) in whole for word in words.split())
