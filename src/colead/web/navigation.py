"""The menu of an organisation: what the apps bring, in the order of their places."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations import permissions
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
