"""The sheet on which a task is opened: four forms in one, blank, from a recipe, or as somebody left it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from colead.apps.leadership.forms.tasks import (
    AccountabilityForm,
    AccountabilityRows,
    Choices,
    MandateForm,
    NeedForm,
    NeedRows,
    OpenTaskForm,
    Rows,
    needs,
    posted_rows,
    posted_values,
    texts,
)
from colead.apps.leadership.forms.units import Units
from colead.apps.leadership.services.tasks import NewTask
from colead.apps.organisations.forms import add_error
from colead.kit.errors import DomainError

ACCOUNTABILITIES, NEEDS, MANDATE = "accountabilities", "needs", "mandate"


@dataclass(frozen=True)
class Offered:
    """What the sheet offers to choose from: units by key, competencies by key."""

    units: Units
    competencies: Choices


@dataclass(frozen=True)
class Draft:
    """First values of the four forms."""

    task: Mapping[str, Any]
    accountabilities: list[dict[str, Any]]
    needs: list[dict[str, Any]]
    mandate: Mapping[str, Any]


@dataclass(frozen=True)
class TaskSheet:
    """The four forms."""

    task: OpenTaskForm
    accountabilities: Rows
    needs: Rows
    mandate: MandateForm

    def is_valid(self) -> bool:
        """All four are; every error is collected before anybody has to look."""
        valid = [form.is_valid() for form in (self.task, self.accountabilities, self.needs, self.mandate)]
        return all(valid)

    def wanted(self, recipe: str) -> NewTask:
        """The task as the service takes it."""
        return NewTask(
            fields=self.task.wanted(),
            accountabilities=texts(self.accountabilities),
            needs=needs(self.needs),
            mandate=self.mandate.wanted(),
            recipe=recipe,
        )

    def add_error(self, error: DomainError) -> None:
        """Show the error at its field, or above everything."""
        add_error(self.mandate if error.field in self.mandate.fields else self.task, error)


def sheet(offered: Offered, draft: Draft) -> TaskSheet:
    """The sheet with first values."""
    return TaskSheet(
        task=OpenTaskForm(initial=draft.task, units=offered.units),
        accountabilities=AccountabilityRows(prefix=ACCOUNTABILITIES, initial=draft.accountabilities),
        needs=NeedRows(prefix=NEEDS, initial=draft.needs, form_kwargs=_form_kwargs(offered)),
        mandate=MandateForm(prefix=MANDATE, initial=draft.mandate, units=offered.units, is_needed=False),
    )


def sent_sheet(offered: Offered, data: Mapping[str, Any]) -> TaskSheet:
    """The sheet as it was sent, to be checked."""
    return TaskSheet(
        task=OpenTaskForm(data, units=offered.units),
        accountabilities=AccountabilityRows(data, prefix=ACCOUNTABILITIES),
        needs=NeedRows(data, prefix=NEEDS, form_kwargs=_form_kwargs(offered)),
        mandate=MandateForm(data, prefix=MANDATE, units=offered.units, is_needed=False),
    )


def blank_draft(day: date, unit: str = "") -> Draft:
    """Nothing but the day and perhaps the unit."""
    return Draft({"opens_on": day, "unit": unit, "hours_per_week": 2}, [], [], {})


def posted_draft(data: Mapping[str, Any]) -> Draft:
    """What was sent, unchecked and without blank rows, so that new blank ones can be added."""
    rows = posted_rows(AccountabilityForm, data, ACCOUNTABILITIES)
    needed = posted_rows(NeedForm, data, NEEDS)
    return Draft(
        task=posted_values(OpenTaskForm, data),
        accountabilities=[row for row in rows if row["text"]],
        needs=[row for row in needed if row["competency"]],
        mandate=posted_values(MandateForm, data, MANDATE),
    )


def task_draft(wanted: NewTask, day: date) -> Draft:
    """A task that is thought of already, as from a recipe."""
    mandate = asdict(wanted.mandate) if wanted.mandate else {}
    return Draft(
        task={**asdict(wanted.fields), "opens_on": day},
        accountabilities=[{"text": text} for text in wanted.accountabilities],
        needs=[asdict(need) for need in wanted.needs],
        mandate={**mandate, "units": list(mandate.get("units", ()))},
    )


def _form_kwargs(offered: Offered) -> dict[str, Any]:
    return {"competencies": offered.competencies}
