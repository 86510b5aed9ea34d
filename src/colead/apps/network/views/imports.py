from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.jobs.selectors import view as job_view
from colead.apps.jobs.workflow import State
from colead.apps.network import permissions, services
from colead.apps.network.bridge.nomination_file import problem_file
from colead.apps.network.forms import ImportForm
from colead.apps.network.selectors import import_job
from colead.kit import bodies
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import CSV, download

SHOWN_PROBLEMS = 100


@organisation_page(permissions.IMPORT)
@bodies.takes(bodies.upload)
def upload(request: OrganisationRequest) -> HttpResponse:
    """Upload or paste nominations; the next page shows what is in them."""
    form = ImportForm(request.POST or None, request.FILES or None, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        kept = services.start_import(by=request.member, now=timezone.now(), **form.uploaded())
        return redirect("network:preview", request.organisation.slug, kept.pk)
    return render(request, "network/import.html", {"form": form}, status=422 if form.errors else 200)


@organisation_page(permissions.IMPORT)
def preview(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """What an import holds, with every problem; confirming stores it in the background."""
    job = import_job(nomination_import)
    if job and (job.state == State.DONE or not job.is_finished):
        return render(request, "network/storing.html", {"job": job_view(job, request.member, {})})
    found, reading = services.check_import(
        by=request.member, nomination_import=nomination_import, now=timezone.now()
    )
    if request.method == "POST" and reading.is_usable:
        services.request_import(by=request.member, nomination_import=nomination_import, now=timezone.now())
        return redirect("network:preview", request.organisation.slug, nomination_import)
    problems = [*reading.problems, *reading.respondent_problems]
    context = {
        "found": found,
        "reading": reading,
        "problems": [problem.text(_) for problem in problems[:SHOWN_PROBLEMS]],
        "count": len(problems),
        "notes": [note.text(_) for note in reading.notes],
        "answered": len(reading.respondents),
    }
    return render(request, "network/preview.html", context, status=422 if problems else 200)


@require_safe
@organisation_page(permissions.IMPORT)
def problems(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """The rows to correct, as a file."""
    _found, reading = services.check_import(
        by=request.member, nomination_import=nomination_import, now=timezone.now()
    )
    return download("problems.csv", problem_file(reading), CSV)


@require_POST
@organisation_page(permissions.IMPORT)
def discard(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """Throw uploaded files away."""
    services.discard_import(by=request.member, nomination_import=nomination_import, now=timezone.now())
    messages.success(request, _("The files are thrown away. Nothing was stored."))
    return redirect("network:import", request.organisation.slug)
