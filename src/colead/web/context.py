"""What every page knows: the menu, the day it shows, and how many notices wait."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

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
        "main_links": _links(member, today, request.path, in_more=False),
        "more_links": _links(member, today, request.path, in_more=True),
        "as_of": getattr(request, "as_of", None),
        "today": today,
        "unread_notices": lambda: _unread(member),  # asked only by a page that shows the bell
    }


# Both in a scope of their own, because error pages are drawn after the request has left its scope.


def _links(member: Member, today: date, path: str, *, in_more: bool) -> Any:
    """A list of links, made once, and only for a page that shows the menu: entries may ask the database."""

    def made() -> list[navigation.Link]:
        with scope.organisation(member.organisation):
            return navigation.links(member, today, path, in_more=in_more)

    return SimpleLazyObject(made)


def _unread(member: Member) -> int:
    with scope.organisation(member.organisation):
        return unread_count(member)
