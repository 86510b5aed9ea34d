"""The import wizard: file, columns, preview, and afterwards the receipt. Works without JavaScript."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.organisations.forms import add_error
from colead.apps.people import permissions, selectors, services
from colead.apps.people.forms.imports import ColumnsForm, PlaceForm, UploadForm
from colead.apps.people.models import StaffImport
from colead.apps.people.selectors.existing import existing_import
from colead.apps.people.selectors.file_look import FileLook, file_look
from colead.apps.people.selectors.imports import IMPORTS, TITLES
from colead.apps.people.services.apply_import import OVERTAKEN
from colead.apps.people.services.check_import import compare
from colead.apps.people.services.opening import kept_file, table_of
from colead.apps.people.staff_list_template import EXAMPLES
from colead.files.exports import error_file
from colead.kit import bodies
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import CSV, csv_file, dialect_of, download, xlsx_file
from colead.kit.errors import Conflict, DomainError
from colead.kit.languages import reading_language

SHOWN_PROBLEMS = 200


@organisation_page(permissions.IMPORT)
@bodies.takes(bodies.upload)
def start(request: OrganisationRequest) -> HttpResponse:
    """Step one: send a file or paste rows. Below it, the imports so far."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"as_of": request.today})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        content, name = form.content()
        try:
            started = services.start_import(
                by=request.member,
                content=content,
                file_name=name,
                mode=form.cleaned_data["mode"],
                as_of=form.cleaned_data["as_of"],
                now=timezone.now(),
                leaves_numbers_out=True,
            )
        except DomainError as error:
            add_error(form, error)
            problems = [one.text(gettext) for one in error.problems[:SHOWN_PROBLEMS]]
        else:
            return redirect("people:import_columns", request.organisation.slug, started.pk)
    imports = table(IMPORTS, selectors.recent_imports(), member=request.member)
    context = {"form": form, "problems": problems, "table": imports}
    return render(request, "people/import_start.html", context, status=422 if form.errors else 200)


@require_safe
@organisation_page(permissions.IMPORT)
def template(request: OrganisationRequest) -> HttpResponse:
    """An example to fill in, in the reader's language: CSV, or XLSX with ?format=xlsx."""
    header, rows = EXAMPLES[reading_language()]
    if request.GET.get("format") == "xlsx":
        return xlsx_file("colead-staff-list.xlsx", header, rows)
    return csv_file(request, "colead-staff-list.csv", header, rows)


@organisation_page(permissions.IMPORT)
def columns(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Step two: say what the columns hold."""
    staff_import = existing_import(import_id)
    form = _columns_form(request, staff_import)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(
                by=request.member, import_id=import_id, columns=form.columns(), now=timezone.now()
            )
        except DomainError as error:
            add_error(form, error)
        else:
            return redirect("people:import_preview", request.organisation.slug, import_id)
    return _columns_page(request, staff_import, form, PlaceForm(look=_look(staff_import)))


@require_POST
@organisation_page(permissions.IMPORT)
def place(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Step two, where the file was read wrongly: say on which sheet and in which row its table begins."""
    staff_import = existing_import(import_id)
    form = PlaceForm(request.POST, look=_look(staff_import))
    if form.is_valid():
        try:
            services.choose_place(
                by=request.member, import_id=import_id, place=form.place(), now=timezone.now()
            )
        except DomainError as error:
            form.add_error(None, " ".join([str(error), *(one.text(gettext) for one in error.problems[:5])]))
        else:
            return redirect("people:import_columns", request.organisation.slug, import_id)
    return _columns_page(request, staff_import, _columns_form(None, staff_import), form)


def _columns_form(request: OrganisationRequest | None, staff_import: StaffImport) -> ColumnsForm:
    file, said = kept_file(staff_import), request.POST if request and request.method == "POST" else None
    return ColumnsForm(said, header=file.header, samples=file.samples, mapping=staff_import.mapping)


def _look(staff_import: StaffImport) -> FileLook:
    return file_look(kept_file(staff_import))


def _columns_page(
    request: OrganisationRequest, staff_import: StaffImport, form: ColumnsForm, place_form: PlaceForm
) -> HttpResponse:
    context = {
        "form": form,
        "place_form": place_form,
        "look": place_form.look,
        "staff_import": staff_import,
        "left_out": kept_file(staff_import).left_out,
    }
    status = 422 if form.errors or place_form.errors else 200
    return render(request, "people/import_columns.html", context, status=status)


@require_safe
@organisation_page(permissions.IMPORT)
def preview(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Step three: what changes and what is wrong; after it has been applied, the receipt."""
    staff_import = existing_import(import_id)
    if staff_import.state == StaffImport.State.UPLOADED:
        return redirect("people:import_columns", request.organisation.slug, import_id)
    page = selectors.import_page(staff_import, member=request.member)
    return render(request, "people/import_preview.html", {"page": page, "job": page.job})


@require_POST
@organisation_page(permissions.IMPORT)
def answer(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Say what the file leaves open, and see what it then changes."""
    page = selectors.import_page(existing_import(import_id), member=request.member)
    given = {one.id: request.POST[one.id] for one in page.questions if request.POST.get(one.id)}
    services.answer_questions(by=request.member, import_id=import_id, answers=given, now=timezone.now())
    return redirect("people:import_preview", request.organisation.slug, import_id)


@require_POST
@organisation_page(permissions.IMPORT)
def apply(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Apply what the preview shows; when the organisation has changed meanwhile, show the new preview."""
    try:
        done = services.request_apply(by=request.member, import_id=import_id, now=timezone.now())
    except Conflict as error:
        if error.code != OVERTAKEN:
            raise
        messages.warning(request, str(error))
    else:
        if done.state == StaffImport.State.APPLIED:
            messages.success(request, _("The staff list is imported."))
    return redirect("people:import_preview", request.organisation.slug, import_id)


@require_POST
@organisation_page(permissions.IMPORT)
def undo(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Take the last import back."""
    done = services.request_undo(by=request.member, import_id=import_id, now=timezone.now())
    if done.state == StaffImport.State.UNDONE:
        messages.success(request, _("The import is undone. Everything is as it was before."))
    return redirect("people:import_preview", request.organisation.slug, import_id)


@require_POST
@organisation_page(permissions.IMPORT)
def discard(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Give up an import that has not been applied."""
    services.discard_import(by=request.member, import_id=import_id, now=timezone.now())
    messages.success(request, _("The file has been removed. Nothing was changed."))
    return redirect("people:import", request.organisation.slug)


@require_safe
@organisation_page(permissions.IMPORT)
def errors(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """The rows to correct, each with what is wrong, as CSV."""
    staff_import = existing_import(import_id)
    table, found = table_of(staff_import, kept_file(staff_import)), compare(staff_import)
    text = error_file(table, found.problems, dialect_of(request), gettext)
    return download(f"colead-errors-{import_id}.csv", text, CSV)


@require_safe
@organisation_page(permissions.IMPORT)
def changes(request: OrganisationRequest, import_id: int) -> HttpResponse:
    """Every change of the preview as CSV."""
    found = compare(existing_import(import_id))
    header = [_("change"), _("number"), _("name"), _("before"), _("after")]
    rows = ([str(TITLES[kind][0]), *rest] for kind, *rest in found.events)
    return csv_file(request, f"colead-changes-{import_id}.csv", header, rows)
