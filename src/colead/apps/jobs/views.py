from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.jobs import permissions, selectors, services
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table


@require_safe
@organisation_page(permissions.VIEW)
def list_(request: OrganisationRequest) -> HttpResponse:
    """All background work of the organisation, newest first."""
    page = selectors.jobs(request.member).numbered(request.GET.get("page", 1))
    shown = table(selectors.JOBS, page, member=request.member)
    return render(request, "jobs/list.html", {"page": page, "table": shown})


@require_safe
@organisation_page(permissions.VIEW_OWN)
def detail(request: OrganisationRequest, job: int) -> HttpResponse:
    """One job: how far it is, how it ended, what to do about it."""
    return render(request, "jobs/detail.html", {"job": selectors.job(request.member, job)})


@require_safe
@organisation_page(permissions.VIEW_OWN)
def progress(request: OrganisationRequest, job: int) -> HttpResponse:
    """The progress bar alone, as pages fetch it each second while the job runs."""
    response = render(request, "jobs/_progress.html", {"job": selectors.job(request.member, job)})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@organisation_page(permissions.VIEW_OWN)
def cancel(request: OrganisationRequest, job: int) -> HttpResponse:
    """End a job that waits or runs."""
    services.cancel_job(by=request.member, job_id=job, now=timezone.now())
    messages.success(request, _("The job is cancelled."))
    return redirect("jobs:detail", request.organisation.slug, job)


@require_POST
@organisation_page(permissions.VIEW_OWN)
def retry(request: OrganisationRequest, job: int) -> HttpResponse:
    """Put a stopped job back into the queue."""
    services.retry_job(by=request.member, job_id=job, now=timezone.now())
    messages.success(request, _("The job is waiting to run again."))
    return redirect("jobs:detail", request.organisation.slug, job)
