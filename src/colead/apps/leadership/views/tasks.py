"""The page of a task."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.models import LeadershipTask
from colead.apps.organisations.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.VIEW)
def task_page(_request: OrganisationRequest, task: int) -> HttpResponse:
    """One task on a day."""
    return HttpResponse(get_object_or_404(LeadershipTask, pk=task).title)
