from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.jobs.selectors import view as job_view
from colead.apps.jobs.workflow import State
from colead.apps.network import permissions, services
from colead.apps.network.bridge.nomination_file import Reading, problem_file
from colead.apps.network.forms import ColumnsForm, ImportForm, PeopleForm
from colead.apps.network.models import NominationImport
from colead.apps.network.selectors import import_job
from colead.apps.organisations.forms import add_error
from colead.files.problems import FileError
from colead.files.tie_layout import SHAPES, TieChoices
from colead.files.tie_people import ASKED, UNANSWERED, TieAnswers
from colead.kit import bodies
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.downloads import CSV, dialect_of, download
from colead.kit.errors import DomainError

SHOWN_PROBLEMS = 100


@organisation_page(permissions.IMPORT)
@bodies.takes(bodies.upload)
def upload(request: OrganisationRequest) -> HttpResponse:
    """Upload or paste nominations; the next page shows what is in them."""
    form = ImportForm(request.POST or None, request.FILES or None, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.start_import(by=request.member, now=timezone.now(), **form.uploaded())
        except DomainError as error:
            add_error(form, error)
            for problem in error.problems[:SHOWN_PROBLEMS]:
                form.add_error(None, problem.text(_))
        else:
            return redirect("network:columns", request.organisation.slug, kept.pk)
    return render(request, "network/import.html", {"form": form}, status=422 if form.errors else 200)


@organisation_page(permissions.IMPORT)
def columns(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """What the columns of the file hold, as it was recognised; what is wrong with a file the preview says."""
    now, preview = timezone.now(), redirect("network:preview", request.organisation.slug, nomination_import)
    try:
        found, table = services.look_at_import(
            by=request.member, nomination_import=nomination_import, now=now
        )
    except FileError:
        return preview
    form = ColumnsForm(request.POST or None, found=table)
    if request.method == "POST" and form.is_valid():
        choices = replace(form.chosen(), sheet=TieChoices.of(found.choices).sheet)
        try:
            services.choose_columns(
                by=request.member, nomination_import=nomination_import, choices=choices, now=now
            )
        except DomainError as error:
            add_error(form, error)
        else:
            return redirect(request.path) if form.has_other_header else preview
    context = {"form": form, "found": found, "shape": _(SHAPES[table.layout.shape]), "table": table}
    return render(request, "network/columns.html", context, status=422 if form.errors else 200)


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
    return _previewed(request, found, reading, PeopleForm(questions=reading.questions))


@require_POST
@organisation_page(permissions.IMPORT)
def people(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """Say who is meant; set aside whoever is not found, in one step; or be asked again."""
    found, reading = services.check_import(
        by=request.member, nomination_import=nomination_import, now=timezone.now()
    )
    form = PeopleForm(request.POST, questions=reading.questions)
    if not form.is_valid():
        return _previewed(request, found, reading, form)
    answers = form.answered(TieAnswers.of(found.answers))
    if "set_aside" in request.POST:
        answers = replace(answers, set_aside=True)
    services.answer_people(
        by=request.member,
        nomination_import=nomination_import,
        answers=UNANSWERED if "again" in request.POST else answers,
        now=timezone.now(),
    )
    return redirect("network:preview", request.organisation.slug, nomination_import)


def _previewed(
    request: OrganisationRequest, found: NominationImport, reading: Reading, form: PeopleForm
) -> HttpResponse:
    problems = [one for one in reading.all_problems if one.code not in ASKED]
    context = {
        "found": found,
        "reading": reading,
        "problems": [problem.text(_) for problem in problems[:SHOWN_PROBLEMS]],
        "count": len(problems),
        "form": form,
        "asked": len(reading.questions),
        "notes": [note.text(_) for note in reading.notes],
        "answered": len(reading.respondents),
    }
    status = 422 if reading.all_problems or form.errors else 200
    return render(request, "network/preview.html", context, status=status)


@require_safe
@organisation_page(permissions.IMPORT)
def problems(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """The rows to correct, as a file."""
    _found, reading = services.check_import(
        by=request.member, nomination_import=nomination_import, now=timezone.now()
    )
    return download("problems.csv", problem_file(reading, dialect_of(request)), CSV)


@require_POST
@organisation_page(permissions.IMPORT)
def discard(request: OrganisationRequest, nomination_import: int) -> HttpResponse:
    """Throw uploaded files away."""
    services.discard_import(by=request.member, nomination_import=nomination_import, now=timezone.now())
    messages.success(request, _("The files are thrown away. Nothing was stored."))
    return redirect("network:import", request.organisation.slug)
