"""What every page knows: the menu, the day it shows, and how many notices wait."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from colead.apps.notices.selectors import unread_count
from colead.kit import scope
from colead.kit.roles import Member
from colead.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html. Adds no query of its own outside an organisation."""
    member: Member | None = getattr(request, "member", None)
    context: dict[str, Any] = {"sign_up_open": settings.SIGN_UP_OPEN}
    if member is None:
        return context
    today = getattr(request, "today", None) or member.organisation.today(timezone.now())
    return context | {
        "member": member,
        "organisation": member.organisation,
        "main_links": navigation.links(member, today, request.path),
        "more_links": navigation.links(member, today, request.path, in_more=True),
        "as_of": getattr(request, "as_of", None),
        "today": today,
        "unread_notices": lambda: _unread(member),  # asked only by a page that shows the bell
    }


def _unread(member: Member) -> int:
    """In a scope of its own, because error pages are drawn after the request has left its scope."""
    with scope.organisation(member.organisation):
        return unread_count(member)
