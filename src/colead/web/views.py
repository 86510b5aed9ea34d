"""Pages that belong to no app: home, an organisation's overview, language, errors."""

import sys
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colead.apps.organisations import permissions
from colead.apps.organisations.models import User
from colead.apps.organisations.selectors import may_create_organisation, organisations_of
from colead.apps.organisations.services import choose_csv_dialect, choose_language
from colead.files.dialects import Dialect
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.database_away import database_away, is_away
from colead.kit.errors import DomainError
from colead.kit.manifest import Card, Step, Tile, manifests
from colead.kit.problems import failure, is_api, problem_response, unreadable
from colead.kit.roles import Member


@dataclass(frozen=True)
class Overview:
    """What the front page of an organisation shows. Without `tiles` there is nobody yet, and no card."""

    tiles: list[Tile]
    steps: list[Step]
    cards: list[Card]


def overview(member: Member, day: date) -> Overview:
    """The front page on a day. For a member nine queries, fourteen when the structure is not in memory."""
    fronts = [manifest.front(member, day) for manifest in manifests() if manifest.front]
    tiles = [tile for front in fronts for tile in front.tiles]
    steps = [step for front in fronts for step in front.steps if tiles or step.begins]
    return Overview(
        tiles=tiles,
        steps=sorted((step for step in steps if member.may(step.needs)), key=lambda step: step.place),
        cards=sorted((card for front in fronts for card in front.cards), key=lambda card: card.place),
    )


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The organisations of the one who is signed in; straight into it when there is only one."""
    user = cast(User, request.user)
    found = organisations_of(user, now=timezone.now())
    if len(found) == 1 and "all" not in request.GET:
        return redirect("web:dashboard", found[0].slug)
    may_create = may_create_organisation(user, now=timezone.now())
    return render(request, "home.html", {"organisations": found, "may_create": may_create})


@require_safe
@organisation_page(permissions.VIEW)
def dashboard(request: OrganisationRequest) -> HttpResponse:
    """An organisation at a glance, and the next step."""
    shown = overview(request.member, request.as_of)
    return render(request, "dashboard.html", {"overview": shown, "show_as_of": bool(shown.tiles)})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and with the user when signed in."""
    language = request.POST.get("language", "")
    response = _back(request)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
        if request.user.is_authenticated:
            choose_language(user=request.user, language=language)
    return response


@login_required
@require_POST
def set_csv_dialect(request: HttpRequest) -> HttpResponse:
    """Remember how this user wants CSV files."""
    dialect = request.POST.get("csv", "")
    if dialect in list(Dialect):
        choose_csv_dialect(user=cast(User, request.user), dialect=Dialect(dialect))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of this site that the form stood on."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(iri_to_uri(target))


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of an error that a person can mend; htmx gets the message alone."""
    template = "_error.html" if getattr(request, "htmx", False) else "error.html"
    title = _("Not found") if error.status == HTTPStatus.NOT_FOUND else _("That did not work")
    response = render(request, template, {"error": error, "title": title}, status=error.status)
    if error.retry_after_seconds:
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _error_page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    error = DomainError(str(status), message)
    return render(request, "error.html", {"error": error, "title": title}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(unreadable(exception))
    return _error_page(request, 400, _("Bad request"), _("The request could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _error_page(request, 403, _("Not allowed"), _("You may not open this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _error_page(request, 404, _("Not found"), _("There is no such page, or not for you."))


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody has foreseen, or the database is away: a page that stands without it, or a problem."""
    error = sys.exc_info()[1]
    with translation.override(translation.get_language_from_request(request)):
        if is_api(request):
            return problem_response(failure(error))
        return _away(request) if is_away(error) else render(request, "500.html", status=500)


def _away(request: HttpRequest) -> HttpResponse:
    found = database_away()
    response = render(request, "500.html", {"away": found}, status=found.status)
    response.headers["Retry-After"] = str(found.retry_after_seconds)
    return response
