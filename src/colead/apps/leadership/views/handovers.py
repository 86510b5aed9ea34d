"""Handing a task over: begin, write the note, tick the list, finish. Every button keeps the note."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.forms.assignments import FinishForm, NoteForm
from colead.apps.leadership.selectors.assignment import handover_page, require_item
from colead.apps.leadership.services import handovers
from colead.apps.leadership.views.steward_pages import errors_in
from colead.kit.access import OrganisationRequest, organisation_page


@require_POST
@organisation_page(permissions.TAKE_PART)
def start_handover(request: OrganisationRequest, assignment: int) -> HttpResponse:
    """Begin to hand a task over."""
    begun = handovers.start_handover(by=request.member, assignment_id=assignment, now=timezone.now())
    return redirect("leadership:handover", request.organisation.slug, begun.pk)


@require_safe
@organisation_page(permissions.TAKE_PART)
def handover(request: OrganisationRequest, handover: int) -> HttpResponse:
    """The note and the list."""
    return _page(request, handover)


@require_POST
@organisation_page(permissions.TAKE_PART)
def write_note(request: OrganisationRequest, handover: int) -> HttpResponse:
    """Keep the note."""
    note = _keep_note(request, handover)
    if note.errors:
        return _page(request, handover, note=note)
    messages.success(request, _("The note is kept."))
    return redirect("leadership:handover", request.organisation.slug, handover)


@require_POST
@organisation_page(permissions.TAKE_PART)
def tick_item(request: OrganisationRequest, handover: int, item: int) -> HttpResponse:
    """Tick a line, or open it again."""
    require_item(handover, item)
    note = _note_beside(request, handover)
    if note and note.errors:
        return _page(request, handover, note=note)
    is_done = request.POST.get("done") == "yes"
    handovers.tick_item(by=request.member, item_id=item, is_done=is_done, now=timezone.now())
    return redirect("leadership:handover", request.organisation.slug, handover)


@require_POST
@organisation_page(permissions.TAKE_PART)
def finish_handover(request: OrganisationRequest, handover: int) -> HttpResponse:
    """The assignment ends, handed over."""
    form, note = FinishForm(request.POST), _note_beside(request, handover)
    if form.is_valid() and not (note and note.errors):
        with errors_in(form):
            handovers.finish_handover(
                by=request.member, handover_id=handover, day=form.cleaned_data["day"], now=timezone.now()
            )
            messages.success(request, _("Handed over. Thank you for leading."))
            return redirect("leadership:handover", request.organisation.slug, handover)
    return _page(request, handover, form, note)


@require_POST
@organisation_page(permissions.TAKE_PART)
def keep_task(request: OrganisationRequest, handover: int) -> HttpResponse:
    """Nothing is handed over after all."""
    kept = handovers.keep_task(by=request.member, handover_id=handover, now=timezone.now())
    messages.success(request, _("Nothing is handed over: the task goes on as it is."))
    return redirect("leadership:assignment", request.organisation.slug, kept.pk)


def _note_beside(request: OrganisationRequest, handover: int) -> NoteForm | None:
    """Keep the note that stood beside the button; where none was sent, it stays as it was."""
    return _keep_note(request, handover) if "note" in request.POST else None


def _keep_note(request: OrganisationRequest, handover: int) -> NoteForm:
    form = NoteForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        handovers.write_note(by=request.member, handover_id=handover, note=note, now=timezone.now())
    return form


def _page(
    request: OrganisationRequest, handover: int, form: FinishForm | None = None, note: NoteForm | None = None
) -> HttpResponse:
    """The page; with 422 where a form came back with errors."""
    page = handover_page(request.member, handover, request.today)
    context = {
        "page": page,
        "form": form or FinishForm(initial={"day": page.first_free_day}),
        "note_form": note if note and note.errors else NoteForm(initial={"note": page.note}),
    }
    return render(request, "leadership/handover.html", context, status=422 if form or note else 200)
