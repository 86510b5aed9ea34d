from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from colead.apps.notices import kinds, permissions, selectors, services
from colead.apps.notices.forms import PreferenceForm
from colead.kit.access import OrganisationRequest, organisation_page


@require_safe
@organisation_page(permissions.VIEW)
def list_(request: OrganisationRequest) -> HttpResponse:
    """The member's own notices, newest first."""
    page = selectors.notices(request.member, request.GET.get("page", 1))
    return render(request, "notices/list.html", {"page": page})


@require_POST
@organisation_page(permissions.VIEW)
def open_(request: OrganisationRequest, notice: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    found = services.mark_read(by=request.member, notice_id=notice, now=timezone.now())
    if found.url and url_has_allowed_host_and_scheme(found.url, {request.get_host()}):
        return redirect(found.url)
    return redirect("notices:list", request.organisation.slug)


@require_POST
@organisation_page(permissions.VIEW)
def mark_read(request: OrganisationRequest, notice: int) -> HttpResponse:
    """Mark one notice as read."""
    services.mark_read(by=request.member, notice_id=notice, now=timezone.now())
    return redirect("notices:list", request.organisation.slug)


@require_POST
@organisation_page(permissions.VIEW)
def mark_all_read(request: OrganisationRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(by=request.member, now=timezone.now())
    return redirect("notices:list", request.organisation.slug)


@require_POST
@organisation_page(permissions.VIEW)
def mute(request: OrganisationRequest, notice: int) -> HttpResponse:
    """No more notices of this kind."""
    kind = services.mute_kind(by=request.member, notice_id=notice, now=timezone.now())
    messages.success(
        request,
        _("You will not be told about “%(kind)s” any more. You can change this in the settings of notices.")
        % {"kind": kinds.title(kind)},
    )
    return redirect("notices:list", request.organisation.slug)


@organisation_page(permissions.VIEW)
def settings_page(request: OrganisationRequest) -> HttpResponse:
    """How and when the member is told."""
    form = PreferenceForm(
        request.POST or None,
        instance=selectors.preference(request.member),
        kinds=selectors.known_kinds(request.member),
    )
    if request.method == "POST" and form.is_valid():
        services.save_preference(by=request.member, **{"muted": [], **form.cleaned_data})
        messages.success(request, _("Saved."))
        return redirect("notices:settings", request.organisation.slug)
    context = {"form": form, "delivery": selectors.latest_delivery(request.member)}
    return render(request, "notices/settings.html", context, status=422 if form.errors else 200)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token says who it is for
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the e-mails without signing in. Opening the link only asks, because mail scanners open links."""
    if request.method == "POST":
        services.stop_digest(token=token)
    return render(request, "notices/stop.html", {"is_stopped": request.method == "POST"})
