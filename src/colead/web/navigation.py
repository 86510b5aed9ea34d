"""The menu of an organisation: one list. An entry shows when the member holds its permission."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations import permissions as organisations
from colead.kit.roles import REGISTRY, Member


@dataclass(frozen=True)
class Entry:
    """A menu entry: what it is called, the route it opens, its icon and the permission it needs."""

    label: Promise | str
    route: str
    icon: str
    permission: str


@dataclass(frozen=True)
class Link:
    """A menu entry as a page shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


# The address of every other page begins with the front page's.
FRONT = Entry(_("Overview"), "web:dashboard", "home", organisations.VIEW.name)
MAIN = [
    FRONT,
    Entry(_("My leadership"), "leadership:mine", "user-star", "leadership.take_part"),
    Entry(_("My strengths"), "people:strengths", "sparkles", "people.describe_strengths"),
    Entry(_("Leadership tasks"), "leadership:board", "layout-kanban", "leadership.view"),
    Entry(_("Allocate"), "leadership:scenarios", "arrows-split-2", "leadership.allocate"),
    Entry(_("How leadership is spread"), "leadership:spread", "chart-dots-3", "leadership.view_spread"),
    Entry(_("Leadership map"), "network:list", "affiliate", "network.view"),
    Entry(_("Structure"), "people:structure", "chart-bar", "people.view"),
    Entry(_("Units"), "people:units", "sitemap", "people.view"),
    Entry(_("People"), "people:list", "users", "people.view"),
]
MORE = [
    Entry(_("Import staff list"), "people:import", "upload", "people.import"),
    Entry(_("Members and roles"), "organisations:members", "key", organisations.MANAGE_MEMBERS.name),
    Entry(_("Audit log"), "ledger:list", "notebook", "ledger.view"),
    Entry(_("Background work"), "jobs:list", "progress", "jobs.view"),
    Entry(_("API tokens"), "organisations:tokens", "code", organisations.USE_TOKENS.name),
    Entry(_("Settings"), "organisations:settings", "settings", organisations.CHANGE_SETTINGS.name),
]


def links(entries: list[Entry], member: Member, path: str) -> list[Link]:
    """The entries that this member may open, the one that is open marked."""
    shown = [(entry, url) for entry in entries if _allowed(entry, member) and (url := _url(entry, member))]
    open_ones = [url for entry, url in shown if path == url or (path.startswith(url) and entry is not FRONT)]
    current = max(open_ones, key=len, default="")
    return [Link(str(entry.label), url, entry.icon, url == current) for entry, url in shown]


def _allowed(entry: Entry, member: Member) -> bool:
    permission = REGISTRY.get(entry.permission)
    return permission is not None and member.may(permission)


def _url(entry: Entry, member: Member) -> str:
    try:
        return reverse(entry.route, args=[member.organisation.slug])
    except NoReverseMatch:
        return ""
