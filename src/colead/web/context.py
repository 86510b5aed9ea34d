"""What every page knows: the menu, the day it shows, and how many notices wait."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from colead.apps.notices.selectors import unread_count
from colead.apps.organisations import permissions
from colead.kit import scope
from colead.kit.manifest import MenuEntry, manifests
from colead.kit.roles import Member

# The address of every other page begins with the front page's.
FRONT = MenuEntry(_("Overview"), "web:dashboard", "home", permissions.VIEW, place=0)


@dataclass(frozen=True)
class Link:
    """A menu entry as a page shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


def links(member: Member, day: date, path: str, *, in_more: bool = False) -> list[Link]:
    """The entries that this member may open on the day, the one that is open marked."""
    shown = [(one, _url(one, member)) for one in _entries(in_more=in_more) if one.shows(member, day)]
    open_ones = [url for entry, url in shown if path == url or (path.startswith(url) and entry is not FRONT)]
    current = max(open_ones, key=len, default="")
    return [Link(str(entry.label), url, entry.icon, url == current) for entry, url in shown]


def _entries(*, in_more: bool) -> list[MenuEntry]:
    found = [entry for manifest in manifests() for entry in manifest.menu if entry.in_more is in_more]
    return sorted(found if in_more else [FRONT, *found], key=lambda entry: entry.place)


def _url(entry: MenuEntry, member: Member) -> str:
    return reverse(entry.route, args=[member.organisation.slug])


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

    def made() -> list[Link]:
        with scope.organisation(member.organisation):
            return links(member, today, path, in_more=in_more)

    return SimpleLazyObject(made)


def _unread(member: Member) -> int:
    with scope.organisation(member.organisation):
        return unread_count(member)
