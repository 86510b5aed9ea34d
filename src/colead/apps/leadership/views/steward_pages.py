"""Pages on which a task is changed: for those who look after it; anybody else is led back to the task."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from colead.apps.leadership import permissions
from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.selectors.existing import existing_task
from colead.apps.leadership.stewards import require_steward
from colead.kit.access import OrganisationRequest, Page, organisation_page
from colead.kit.errors import NotAllowed

View = Callable[[OrganisationRequest, LeadershipTask], HttpResponse]


def steward_page(view: View) -> Page:
    """Decorate a view: it gets the task, whose unit is loaded, and a request of somebody who may change it.

    Who may read but not change is told so on the task's own page; what they send is refused.
    """

    @organisation_page(permissions.VIEW)
    @wraps(view)
    def page(request: OrganisationRequest, task: int, **_values: Any) -> HttpResponse:
        found = existing_task(task)
        try:
            require_steward(request.member, found.unit, today=request.today)
        except NotAllowed as error:
            if request.method != "GET":
                raise
            messages.warning(request, str(error))
            return redirect("leadership:task", request.organisation.slug, task)
        return view(request, found)

    return page
