"""Leadership tasks are opened, from a recipe or not, changed and closed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import (
    Accountability,
    Application,
    Assignment,
    LeadershipTask,
    Mandate,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.recipes import Recipe, RecipeMandate, shipped_recipes
from colead.apps.leadership.seats import free_share
from colead.apps.leadership.services.endings import end_from
from colead.apps.leadership.services.lookups import changeable_task, lasting_task, units_by_key
from colead.apps.leadership.services.notices import notify_each, record_task, users_who_hold
from colead.apps.leadership.services.task_rows import (
    Need,
    NewMandate,
    filled,
    open_accountabilities,
    open_mandate,
    open_needs,
    whole_row,
)
from colead.apps.leadership.stewards import require_steward
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.own_person import users_of
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import follow, move_all
from colead.kit.roles import Member
from colead.kit.shapes import shape

Rotation = LeadershipTask.Rotation


@dataclass(frozen=True)
class TaskFields:
    """What a task is. `unit` by key; without `most_terms` nobody has to change."""

    title: str
    purpose: str
    unit: str
    hours_per_week: Decimal
    seats: int = 1
    wants_deputy: bool = False
    term_months: int | None = None
    most_terms: int | None = None


@dataclass(frozen=True)
class NewTask:
    """A task to be opened, with all that belongs to it. `recipe` : key of the recipe that it began from."""

    fields: TaskFields
    accountabilities: Sequence[str] = ()
    needs: Sequence[Need] = ()
    mandate: NewMandate | None = None
    recipe: str = ""


@transaction.atomic
def open_task(*, by: Member, wanted: NewTask, day: date, now: datetime) -> LeadershipTask:
    """Open a task from `day` on; a day that has passed is for what people have been leading since then."""
    task = LeadershipTask(
        organisation=by.organisation, valid_from=day, recipe=wanted.recipe, opened_by=by.user, opened_at=now
    )
    _fill(by, task, wanted.fields, now)
    task.save()
    open_accountabilities(task, wanted.accountabilities, day)
    open_needs(task, wanted.needs, day)
    if wanted.mandate is not None:
        open_mandate(by, task, wanted.mandate, day, now)
    record_task("leadership.task_opened", task, by=by, now=now, unit=task.unit_id, seats=task.seats)
    return task


@transaction.atomic
def change_task(*, by: Member, task_id: int, wanted: TaskFields, now: datetime) -> LeadershipTask:
    """Change what a task is; its rows and mandate have services of their own. The same again is nothing."""
    task = lasting_task(by, task_id, now=now)
    before = fields_of(task)
    _fill(by, task, wanted, now)
    after = fields_of(task)
    changed = [one.name for one in fields(after) if getattr(after, one.name) != getattr(before, one.name)]
    if not changed:
        return task
    _require_seats_for_holders(task, by.organisation.today(now))
    task.save()
    names = {"fields": len(changed), "changed": ",".join(changed)}
    record_task("leadership.task_changed", task, by=by, now=now, **names)
    return task


def fields_of(task: LeadershipTask) -> TaskFields:
    """What the task is now."""
    return shape(TaskFields, task, unit=task.unit.key)


def _fill(by: Member, task: LeadershipTask, wanted: TaskFields, now: datetime) -> None:
    task.unit = units_by_key([wanted.unit], field="unit")[0]
    require_steward(by, task.unit, today=by.organisation.today(now))
    task.title = filled(wanted.title, "title", _("Give the task a short name."))
    task.purpose = filled(wanted.purpose, "purpose", _("Say what the task is there for."))
    for name in ("hours_per_week", "seats", "wants_deputy", "term_months", "most_terms"):
        setattr(task, name, getattr(wanted, name))
    task.rotation = Rotation.AFTER_TERMS if wanted.most_terms else Rotation.NONE
    whole_row(task)
    if wanted.most_terms and not wanted.term_months:
        raise DomainError(
            "rotation_without_term",
            _("Somebody else after so many terms: how long is a term?"),
            _("Give the months of a term, or leave the number of terms empty."),
            field="term_months",
        )


def _require_seats_for_holders(task: LeadershipTask, day: date) -> None:
    held = task.seats - free_share(task, Period(day))
    if task.seats < held:
        raise Conflict(
            "seats_are_held",
            _("%(held)s seats are held.") % {"held": f"{float(held):g}"},
            _("Let an assignment end first, then take away the seat."),
            field="seats",
        )


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
    words = {"title": recipe.title.say(language), "purpose": recipe.purpose.say(language)}
    terms = recipe.rotation_terms or None
    return NewTask(
        fields=shape(TaskFields, recipe, unit=unit, most_terms=terms, **words),
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


@transaction.atomic
def close_task(*, by: Member, task_id: int, day: date, now: datetime) -> LeadershipTask:
    """The task is there until the day before `day`. Its assignments end; what was open is withdrawn."""
    task = changeable_task(by, task_id, day=day, now=now)
    if task.valid_from == day:
        raise Conflict(
            "closes_as_it_opens",
            _("The task opens on that day."),
            _("Choose a later day: what was opened has been there for a day at least."),
            field="day",
        )
    offered = Offer.objects.open().filter(task=task).select_related("person__user")
    concerned = users_who_hold(task, day) | set(users_of(row.person for row in offered).values())
    applications = Application.objects.filter(task=task)
    counts = {
        "assignments": _end_assignments(task, day, now),
        "offers": move_all(OFFER, "close", Offer.objects.filter(task=task), now=now),
        "applications": move_all(APPLICATION, "close", applications.open(), now=now),
    }
    # Suggestions end uncounted: how many still waited would tell who said no to one.
    move_all(APPLICATION, "close", applications, now=now)
    for rows in (Accountability, NeededCompetency, Mandate):
        end_from(day, rows.objects.filter(lasting_beyond(day), task=task))
    task.valid_until = day
    task.save(update_fields=["valid_until"])
    notify_each(concerned, "task_closed", task, page="task", task=task, now=now)
    record_task("leadership.task_closed", task, by=by, now=now, day=day.isoformat(), **counts)
    return task


def _end_assignments(task: LeadershipTask, day: date, now: datetime) -> int:
    """End those in force; one that was to begin on the day or later never begins. Deputies go first."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task).order_by(
        F("beside").desc(nulls_last=True)
    )
    return end_from(
        day, rows, end=lambda row: follow(ASSIGNMENT, "close", row, now=now).write(valid_until=day)
    )
