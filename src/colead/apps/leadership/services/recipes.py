"""A recipe as a task to be opened."""

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.recipes import Recipe, RecipeMandate, shipped_recipes
from colead.apps.leadership.services.mandates import NewMandate
from colead.apps.leadership.services.task_rows import Need
from colead.apps.leadership.services.tasks import NewTask, TaskFields
from colead.kit.errors import DomainError


def recipe_by_key(key: str) -> Recipe:
    """The shipped recipe with this key; an error at the field `recipe` when there is none."""
    found = shipped_recipes().get(key)
    if found is None:
        raise DomainError(
            "unknown_recipe",
            _("There is no recipe “%(key)s”.") % {"key": key[:80]},
            _("See the list of recipes for their keys."),
            field="recipe",
        )
    return found


def task_from_recipe(recipe: Recipe, *, unit: str, language: str) -> NewTask:
    """The recipe in one language, for a unit by key."""
    return NewTask(
        fields=TaskFields(
            title=recipe.title.say(language),
            purpose=recipe.purpose.say(language),
            unit=unit,
            hours_per_week=recipe.hours_per_week,
            seats=recipe.seats,
            wants_deputy=recipe.wants_deputy,
            term_months=recipe.term_months,
            most_terms=recipe.rotation_terms or None,
        ),
        accountabilities=[text.say(language) for text in recipe.accountabilities],
        needs=[Need(need.competency, need.level, need.weight, need.critical) for need in recipe.needs],
        mandate=_mandate(recipe.mandate, language),
        recipe=recipe.key,
    )


def _mandate(mandate: RecipeMandate, language: str) -> NewMandate:
    return NewMandate(
        may_decide=mandate.may_decide.say(language),
        domain=mandate.domain.say(language) if mandate.domain else "",
        limit_amount=mandate.limit_amount,
        confer_with=mandate.confer_with.say(language) if mandate.confer_with else "",
    )
