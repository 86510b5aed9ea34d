"""Taking a step of a workflow: may they, does the state allow it, has it been taken; then it is written.

    step = begin(OFFER, "decline", offer, by=by, now=now)  # NotFound, Conflict; None: it has been declined
    if step:
        step.write(reason=reason)

The app tells and records what the table names.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from colead.kit.errors import DomainError
from colead.kit.roles import Member
from colead.kit.workflow import HOUSE, NEW, Transition, Workflow


@dataclass
class Step:
    """A transition of one row, taken by `write`. `key` is the row's, kept also when the row is deleted."""

    workflow: Workflow
    transition: Transition
    row: Any
    source: str
    by: Member | None
    now: datetime
    key: int | None

    def write(self, **changes: Any) -> None:
        """Store the new state, with what else changes; Conflict when somebody was faster despite locks."""
        values = _written(self.workflow, self.transition, self.now) | changes
        stored = type(self.row)._default_manager.filter(pk=self.key, **{self.workflow.column: self.source})
        if self.source != NEW and not stored.update(**values):
            raise self.workflow.too_late(self.transition.action, self.row)
        for name, value in values.items():
            setattr(self.row, name, value)
        if self.source == NEW:
            self.row.save()
            self.key = self.row.pk

    def along(self, row: Model) -> "Step":
        """The same for another row, which goes where this one goes."""
        return replace(self, row=row, source=self.workflow.state_of(row), key=row.pk)


def begin(
    workflow: Workflow,
    action: str,
    row: Model,
    *,
    by: Member,
    now: datetime,
    refused: DomainError | None = None,
) -> Step | None:
    """The step that a member may take with a row, which the caller has locked; None when it has been taken.

    Raises NotFound (or `refused`) for somebody who may not, Conflict when the state does not allow it.
    """
    transition, today = workflow[action], by.organisation.today(now)
    if transition.needs:
        by.require(transition.needs)
    if not any(party.is_member(by, row, today) for party in transition.who):
        raise refused or workflow.not_found()
    is_taken = workflow.state_of(row) in (transition.target, *transition.again)
    return None if is_taken and not workflow.allows(action, row) else _step(workflow, action, row, by, now)


def require(
    workflow: Workflow,
    action: str,
    row: Model,
    *,
    by: Member,
    now: datetime,
    refused: DomainError | None = None,
) -> Step:
    """The same for a step that cannot have been taken: with a new row, or where the state stays."""
    step = begin(workflow, action, row, by=by, now=now, refused=refused)
    if step is None:
        raise workflow.too_late(action, row)
    return step


def follow(workflow: Workflow, action: str, row: Model, *, by: Member | None = None, now: datetime) -> Step:
    """A step that nobody takes: it follows from another one, or from a day that has come.

    `by` is in whose name it is recorded, where the table has it recorded.
    """
    return _step(workflow, _of_house(workflow, action).action, row, by, now)


def move_all(workflow: Workflow, action: str, rows: QuerySet[Any], *, now: datetime, **changes: Any) -> int:
    """Take such a step with all rows whose state allows it, in one query; returns how many."""
    transition = _of_house(workflow, action)
    ready = rows.filter(**{f"{workflow.column}__in": transition.sources})
    return ready.update(**_written(workflow, transition, now) | changes)


def due(workflow: Workflow, action: str, rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The rows whose state allows a step that their deadline, now come, asks for."""
    transition = workflow[action]
    asked = {f"{workflow.column}__in": transition.sources, f"{transition.deadline}__lte": day}
    return rows.filter(**asked)


def _of_house(workflow: Workflow, action: str) -> Transition:
    transition = workflow[action]
    if HOUSE not in transition.who:
        raise ValueError(f"Only a person takes the step {action!r} of {workflow.name!r}. Call begin().")
    return transition


def _step(workflow: Workflow, action: str, row: Model, by: Member | None, now: datetime) -> Step:
    if not workflow.allows(action, row):
        raise workflow.too_late(action, row)
    return Step(workflow, workflow[action], row, workflow.state_of(row), by, now, row.pk)


def _written(workflow: Workflow, transition: Transition, now: datetime) -> dict[str, Any]:
    if transition.target is None:
        return {}
    stamps = {name: now if transition.target in states else None for name, states in workflow.stamps.items()}
    return {workflow.column: transition.target, **stamps}
