"""Making a move of a workflow: may they, does the state allow it, has it been made; then it is written.

    move = begin(OFFER, "decline", offer, by=by, now=now)  # NotFound, Conflict; None: it has been declined
    if move:
        move.write(reason=reason)

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
class Move:
    """A transition of one row, made by `write`. `key` is the row's, kept also when the row is deleted."""

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

    def along(self, row: Model) -> "Move":
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
) -> Move | None:
    """The move that a member may make with a row, which the caller has locked; None when it has been made.

    Raises NotFound (or `refused`) for somebody who may not, Conflict when the state does not allow it.
    """
    workflow.permit(action, by)
    transition, today = workflow[action], by.organisation.today(now)
    if not any(party.is_member(by, row, today) for party in transition.who):
        raise refused or workflow.not_found()
    is_made = workflow.state_of(row) in (transition.target, *transition.again)
    return None if is_made and not workflow.allows(action, row) else _move(workflow, action, row, by, now)


def require(
    workflow: Workflow,
    action: str,
    row: Model,
    *,
    by: Member,
    now: datetime,
    refused: DomainError | None = None,
) -> Move:
    """The same for a move that cannot have been made: with a new row, or where the state stays."""
    move = begin(workflow, action, row, by=by, now=now, refused=refused)
    if move is None:
        raise workflow.too_late(action, row)
    return move


def follow(workflow: Workflow, action: str, row: Model, *, by: Member | None = None, now: datetime) -> Move:
    """A move that nobody makes: it follows from another one, or from a day that has come.

    `by` is in whose name it is recorded, where the table has it recorded.
    """
    return _move(workflow, _of_house(workflow, action).action, row, by, now)


def move_all(workflow: Workflow, action: str, rows: QuerySet[Any], *, now: datetime, **changes: Any) -> int:
    """Make such a move with all rows whose state allows it, in one query; returns how many."""
    transition = _of_house(workflow, action)
    ready = rows.filter(**{f"{workflow.column}__in": transition.sources})
    return ready.update(**_written(workflow, transition, now) | changes)


def written(workflow: Workflow, action: str, *, now: datetime) -> dict[str, Any]:
    """What such a move writes, for rows of which more is written: the caller asks what they allow."""
    return _written(workflow, _of_house(workflow, action), now)


def due(workflow: Workflow, action: str, rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The rows whose state allows a move that their deadline, now come, asks for."""
    transition = workflow[action]
    asked = {f"{workflow.column}__in": transition.sources, f"{transition.deadline}__lte": day}
    return rows.filter(**asked)


def _of_house(workflow: Workflow, action: str) -> Transition:
    transition = workflow[action]
    if HOUSE not in transition.who:
        raise ValueError(f"Only a person makes the move {action!r} of {workflow.name!r}. Call begin().")
    return transition


def _move(workflow: Workflow, action: str, row: Model, by: Member | None, now: datetime) -> Move:
    if not workflow.allows(action, row):
        raise workflow.too_late(action, row)
    return Move(workflow, workflow[action], row, workflow.state_of(row), by, now, row.pk)


def _written(workflow: Workflow, transition: Transition, now: datetime) -> dict[str, Any]:
    if transition.target is None:
        return {}
    stamps = {name: now if transition.target in states else None for name, states in workflow.stamps.items()}
    return {workflow.column: transition.target, **stamps}
