"""Leadership tasks and their mandates, and the recipes to start from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.board import Card, Filters, tasks_by_title
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.selectors.mandates import MandateRow
from colead.apps.leadership.selectors.task import NeedRow, TaskPage, mandate_on, task_page
from colead.apps.leadership.selectors.task_choices import RecipeCard, recipe_shelves
from colead.apps.leadership.services.task_rows import (
    Need,
    NewMandate,
    set_accountabilities,
    set_mandate,
    set_needs,
)
from colead.apps.leadership.services.tasks import (
    NewTask,
    TaskFields,
    change_task,
    close_task,
    fields_of,
    open_task,
    recipe_by_key,
    task_from_recipe,
)
from colead.engine.levels import MAX_LEVEL, MIN_NEEDED
from colead.kit.access import OrganisationRequest
from colead.kit.errors import DomainError
from colead.kit.languages import reading_language
from colead.kit.paging import Listing
from colead.kit.parameters import Day
from colead.kit.routes import Body

TASKS = "/leadership/tasks"
TASK = TASKS + "/{int:task}"
StageName = Literal["", "open", "offered", "held", "ending"]
FromDay = Annotated[Day | None, Field(description="From which day; left out: today.")]


class NeedIn(Body):
    """A competency (by key) that the task asks for."""

    competency: str
    level: Annotated[int, Field(ge=MIN_NEEDED, le=MAX_LEVEL)]
    weight: Annotated[int, Field(ge=1, le=5)] = 1
    is_critical: bool = False

    def need(self) -> Need:
        """As the services take it."""
        return Need(**self.dict())


class MandateIn(Body):
    """What the holder may decide. Without units: in the task's own; without a limit: no word of money."""

    may_decide: Annotated[str, Field(max_length=300, description="It goes on after “may decide …”.")]
    domain: Annotated[str, Field(max_length=120)] = ""
    limit_amount: Annotated[Decimal | None, Field(ge=0)] = None
    limit_currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "DKK"
    confer_with: Annotated[str, Field(max_length=300)] = ""
    units: Annotated[list[str], Field(description="Units by key, with everything below.")] = []

    def mandate(self) -> NewMandate:
        """As the services take it."""
        return NewMandate(**self.dict(include=set(MandateIn.model_fields)) | {"units": frozenset(self.units)})


class MandateFrom(MandateIn):
    """A mandate, and from which day it holds."""

    day: FromDay = None


class TaskChange(Body):
    """What shall be different; what is left out stays."""

    title: Annotated[str | None, Field(max_length=120)] = None
    purpose: Annotated[str | None, Field(max_length=1000)] = None
    unit: Annotated[str | None, Field(description="By key.")] = None
    hours_per_week: Decimal | None = None
    seats: int | None = None
    wants_deputy: bool | None = None
    term_months: Annotated[int | None, Field(description="null: until it is given back.")] = None
    most_terms: Annotated[int | None, Field(description="null: nobody has to change.")] = None

    def over(self, fields: TaskFields) -> TaskFields:
        """The fields with what was sent in their place; null empties term and rotation alone."""
        may_be_empty = {"term_months", "most_terms"}
        sent = self.dict(exclude_unset=True, include=set(TaskChange.model_fields))
        return replace(
            fields,
            **{name: value for name, value in sent.items() if value is not None or name in may_be_empty},
        )


class TaskIn(TaskChange):
    """A task to open: from a recipe, whose fields can be replaced, or with title, purpose and hours."""

    unit: Annotated[str, Field(description="By key.")]
    recipe: Annotated[str, Field(description="Key of a recipe; left out: none.")] = ""
    accountabilities: list[str] | None = None
    needs: list[NeedIn] | None = None
    mandate: MandateIn | None = None
    opens_on: Annotated[Day | None, Field(description="Left out: today.")] = None


class AccountabilitiesFrom(Body):
    """All accountabilities in their order, and from which day."""

    accountabilities: list[str]
    day: FromDay = None


class NeedsFrom(Body):
    """All competencies that the task asks for, and from which day."""

    needs: list[NeedIn]
    day: FromDay = None


@dataclass(frozen=True)
class ClosedTask:
    """The receipt of a task that closes."""

    id: int
    valid_until: date | None


@router.read_list("/leadership/recipes", permissions.VIEW, response=RecipeCard, order=lambda one: (one.key,))
def list_recipes(request: OrganisationRequest, q: str = "") -> list[RecipeCard]:  # noqa: ARG001  (in scope)
    """Recipes in the language asked for. `q`: words of title, purpose, category or accountabilities."""
    return [recipe for shelf in recipe_shelves(reading_language(), q) for recipe in shelf.recipes]


@router.read_page(TASKS, permissions.VIEW, response=Card)
def list_tasks(
    request: OrganisationRequest, q: str = "", unit: str = "", stage: StageName = ""
) -> Listing[LeadershipTask, Card]:
    """The tasks of the day by title. `q`: words of title, purpose, unit or holder; `unit`: with all below."""
    filters, today = Filters(q=q, unit=unit), request.today
    return tasks_by_title(request.as_of, filters, at=stage, member=request.member, today=today)


@router.read(TASK, permissions.VIEW, response=TaskPage)
def show_task(request: OrganisationRequest, task: int) -> TaskPage:
    """A task on the day, with its mandates and what happened to it."""
    return _page(request, task, request.as_of)


@router.write(TASKS, permissions.TAKE_PART, response=TaskPage)
def create_task(request: OrganisationRequest, data: TaskIn) -> TaskPage:
    """Open a task: for those who look after its unit."""
    day = data.opens_on or request.today
    made = open_task(by=request.member, wanted=_wanted(data), day=day, now=timezone.now())
    return _page(request, made.pk, day)


@router.write(TASK, permissions.TAKE_PART, response=TaskPage, method="PATCH", status=200)
def update_task(request: OrganisationRequest, task: int, data: TaskChange) -> TaskPage:
    """Change what a task is, at once."""
    wanted = data.over(fields_of(existing_task(task)))
    change_task(by=request.member, task_id=task, wanted=wanted, now=timezone.now())
    return _page(request, task, request.today)


@router.write(TASK + "/close", permissions.TAKE_PART, response=ClosedTask, status=200)
def close(request: OrganisationRequest, task: int, day: Day | None = None) -> ClosedTask:
    """Close a task from `day` on, without it from today. Assignments end, offers are withdrawn."""
    existing_task(task)
    closed = close_task(by=request.member, task_id=task, day=day or request.today, now=timezone.now())
    return ClosedTask(closed.pk, closed.valid_until)


@router.write(TASK + "/accountabilities", permissions.TAKE_PART, response=list[str], method="PUT", status=200)
def put_accountabilities(request: OrganisationRequest, task: int, data: AccountabilitiesFrom) -> list[str]:
    """Set what the holder sees to. What stays the same goes on as it was."""
    existing_task(task)
    texts, day = data.accountabilities, data.day or request.today
    rows = set_accountabilities(by=request.member, task_id=task, texts=texts, day=day, now=timezone.now())
    return [row.text for row in rows]


@router.write(TASK + "/needs", permissions.TAKE_PART, response=list[NeedRow], method="PUT", status=200)
def put_needs(request: OrganisationRequest, task: int, data: NeedsFrom) -> Sequence[NeedRow]:
    """Set the competencies that the task asks for. What stays the same goes on as it was."""
    existing_task(task)
    needs, day = [one.need() for one in data.needs], data.day or request.today
    set_needs(by=request.member, task_id=task, needs=needs, day=day, now=timezone.now())
    return _page(request, task, day).needs


@router.read(TASK + "/mandate", permissions.VIEW, response=MandateRow | None)
def show_mandate(request: OrganisationRequest, task: int) -> MandateRow | None:
    """What the holder may decide on the day, as fields and as a sentence; null when there is no mandate."""
    return mandate_on(existing_task(task), request.as_of, reading_language())


@router.write(TASK + "/mandate", permissions.TAKE_PART, response=MandateRow | None, method="PUT", status=200)
def put_mandate(request: OrganisationRequest, task: int, data: MandateFrom) -> MandateRow | None:
    """Set what the holder may decide from a day on. The mandate before ends on that day."""
    found, day = existing_task(task), data.day or request.today
    set_mandate(by=request.member, task_id=task, wanted=data.mandate(), day=day, now=timezone.now())
    return mandate_on(found, day, reading_language())


@router.write(TASK + "/mandate", permissions.TAKE_PART, response=None, method="DELETE", status=200)
def end_mandate(request: OrganisationRequest, task: int, day: Day | None = None) -> None:
    """End the mandate on `day`, without it today; nothing takes its place."""
    existing_task(task)
    set_mandate(by=request.member, task_id=task, wanted=None, day=day or request.today, now=timezone.now())


def _page(request: OrganisationRequest, task: int, day: date) -> TaskPage:
    return task_page(existing_task(task), day, member=request.member, today=request.today)


def _wanted(data: TaskIn) -> NewTask:
    """What was sent, in place of what the recipe says or of nothing."""
    if data.recipe:
        recipe = recipe_by_key(data.recipe)
        base = task_from_recipe(recipe, unit=data.unit, language=reading_language())
    elif data.hours_per_week is not None:
        first = TaskFields(title="", purpose="", unit=data.unit, hours_per_week=data.hours_per_week)
        base = NewTask(first)
    else:
        raise DomainError(
            "hours_missing",
            _("Say how many hours a week the task takes."),
            _("A good guess is enough."),
            field="hours_per_week",
        )
    needs = base.needs if data.needs is None else [one.need() for one in data.needs]
    lines = base.accountabilities if data.accountabilities is None else data.accountabilities
    mandate = base.mandate if data.mandate is None else data.mandate.mandate()
    return NewTask(data.over(base.fields), lines, needs, mandate, data.recipe)
