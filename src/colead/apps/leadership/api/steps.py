"""The steps of the tables of states as routes."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.models.tasks import TEXT_LENGTH
from colead.apps.leadership.services.steps import take_step
from colead.kit.access import OrganisationRequest
from colead.kit.routes import Body
from colead.kit.workflow import Workflow


class Reason(Body):
    """Why not; it is never needed."""

    reason: Annotated[str, Field(max_length=TEXT_LENGTH)] = ""


def add_steps(
    workflow: Workflow, address: str, *, response: Any, answer: Callable[[OrganisationRequest, Any], Any]
) -> None:
    """A route below the address of the row for each step; it answers with what `answer` makes of the row."""
    for action, step in workflow.steps.items():
        last = action if step.path is None else step.path
        add = router.write(
            f"{address}/{last}".rstrip("/"),
            permissions.TAKE_PART,
            response=response,
            method=step.method,
            status=200,
        )
        add(_route(workflow, action, answer))


def _route(
    workflow: Workflow, action: str, answer: Callable[[OrganisationRequest, Any], Any]
) -> Callable[..., Any]:
    """Named, described and typed as the routes that are written by hand: ninja reads them so."""

    def route(request: OrganisationRequest, data: Reason | None = None, **row: int) -> Any:
        reason, now = data.reason if data else "", timezone.now()
        return answer(
            request,
            take_step(workflow, action, by=request.member, row_id=row[workflow.name], reason=reason, now=now),
        )

    step = workflow.steps[action]
    own = inspect.signature(route)
    request, data, _row = own.parameters.values()
    row = inspect.Parameter(workflow.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=int)
    parameters = [request, row, data] if step.has_reason else [request, row]
    route.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    route.__name__, route.__doc__, route.__module__ = step.name, step.about, answer.__module__
    return route
