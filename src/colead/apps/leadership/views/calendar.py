"""One's own calendar: the page that makes its secret address, and what a calendar program reads there."""

from datetime import UTC, datetime, time
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from colead.apps.leadership import permissions
from colead.apps.leadership.selectors.calendar import own_days
from colead.apps.organisations.selectors import calendar_since, reader_of_calendar
from colead.apps.organisations.services import close_calendar, open_calendar
from colead.files.calendars import Day, calendar_file
from colead.kit import scope
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.errors import NotFound
from colead.kit.roles import Member
from colead.kit.throttling import count_attempt

ICALENDAR = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "POST"])
@organisation_page(permissions.TAKE_PART)
def calendar(request: OrganisationRequest) -> HttpResponse:
    """Whether one's calendar has an address; a new one is shown once."""
    address = ""
    if request.method == "POST":
        secret = open_calendar(by=request.member, now=timezone.now())
        address = settings.BASE_URL + reverse("leadership:calendar_feed", args=[secret])
    context = {
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}",
        "since": calendar_since(request.member),
    }
    return render(request, "leadership/calendar.html", context)


@require_POST
@organisation_page(permissions.TAKE_PART)
def calendar_off(request: OrganisationRequest) -> HttpResponse:
    """The address stops at once."""
    close_calendar(by=request.member, now=timezone.now())
    messages.success(request, _("Your calendar is off. The old address no longer works."))
    return redirect("leadership:calendar", request.organisation.slug)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What is the member's own, to whoever knows the address: no session, and the membership read anew."""
    now = timezone.now()
    member = _reader(request, secret, now)
    language = (member.user and member.user.language) or member.organisation.language
    with scope.organisation(member.organisation), translation.override(language):
        days = own_days(member, member.organisation.today(now))
        content = _file(member, days, language, now)
    return _answer(request, content, max([_midnight(now), *(one.changed for one in days)]))


def _reader(request: HttpRequest, secret: str, now: datetime) -> Member:
    try:
        member = reader_of_calendar(secret, now=now)
    except NotFound:
        count_attempt(request, "calendar", now=now)  # a right one is let in all the same
        raise
    member.require(permissions.TAKE_PART)
    return member


def _answer(request: HttpRequest, content: bytes, changed: datetime) -> HttpResponseBase:
    """The file, or that it is the same as the program has."""
    etag = f'"{sha256(content).hexdigest()}"'
    headers = {
        "Cache-Control": "private, no-cache",  # kept by the reader, and asked for again
        "ETag": etag,
        "Last-Modified": http_date(changed.timestamp()),
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(content, content_type=ICALENDAR, headers=headers)
    found = get_conditional_response(request, etag, int(changed.timestamp()), response)
    return found or response


def _file(member: Member, days: list[Day], language: str, now: datetime) -> bytes:
    return calendar_file(
        days,
        name=_("My leadership, %(organisation)s") % {"organisation": member.organisation.name},
        time_zone=member.organisation.time_zone,
        language=language,
        made_on=_midnight(now),
    )


def _midnight(now: datetime) -> datetime:
    """The file stays the same all day while nothing changes."""
    return datetime.combine(now.astimezone(UTC), time(), UTC)
