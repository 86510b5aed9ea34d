"""What an app brings: its manifest names everything that the rest of the house needs to know of it.

The list of apps (`colead.apps.APPS`) is the only place outside an app that names it. Whatever gathers (menu,
front page, pages of units and people, API, audit log, notices, sample) walks `manifests()`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.kit.columns import ListOf
from colead.kit.roles import Member, Permission

Text = Promise | str
CONCERNS_YOU: Text = _("it concerns your work in this organisation")


@dataclass(frozen=True)
class MenuEntry:
    """A page in the menu of an organisation.

    place : where it stands, smaller first; entries of `More` have a list of their own.
    visible : asked beside the permission, for what follows from the structure and not from a role.
    """

    label: Text
    route: str
    icon: str
    permission: Permission
    place: int
    in_more: bool = False
    visible: Callable[[Member, date], bool] | None = None

    def shows(self, member: Member, day: date) -> bool:
        """True when this member may open the page on this day."""
        return member.may(self.permission) and (self.visible is None or self.visible(member, day))


@dataclass(frozen=True)
class Tile:
    """A number on the front page."""

    label: Text
    number: int


@dataclass(frozen=True)
class Step:
    """Something that remains to be done before the product shows all it can; the first ones first.

    begins : it is shown while there is nobody yet; else only once an app has tiles to show.
    """

    title: Text
    text: Text
    url: str
    label: Text
    icon: str
    needs: Permission
    place: int
    begins: bool = False


@dataclass(frozen=True)
class Card:
    """A part of the front page: a template, what it gets under the name `shown`, and where it stands."""

    template: str
    shown: object
    place: int


@dataclass(frozen=True)
class Front:
    """What an app has to say on the front page."""

    tiles: list[Tile] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the page of a unit or a person: a template, and what it shows under the name `shown`."""

    template: str
    shown: object


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice; %(name)s in its text takes the value of that name.

    `because` completes "You get this because …"; `name`, a short title, is what the list of muted kinds calls
    it: by default the text with its values left out.
    """

    text: Text
    because: Text = CONCERNS_YOU
    name: Text = ""

    @property
    def title(self) -> Text:
        """What the kind is called."""
        return self.name or self.text


@dataclass(frozen=True)
class SamplePart:
    """Something that is added to the sample: what it is called meanwhile, and the function that does it."""

    label: Text
    fill: str


@dataclass(frozen=True)
class Manifest:
    """An app, as everybody else meets it. What it does not have is left out.

    permissions : the module that declares them.
    urls, api : modules with `urlpatterns` and with a `router`.
    menu, front : its pages in the menu, and what it says on the front page.
    of_unit, of_person : its section on the page of a unit, and of a person, as of a day; rights are of today.
    entries, notices : what its actions in the audit log and its kinds of notices are called.
    jobs : the module that declares its background work.
    erasures : functions that do again after a restore what a service erased (kit.erasures), by what it noted;
        where there is none, the rows of the model of that name are deleted.
    lists : its lists, whose columns are said with their rows.
    turnover : the module that says and does what follows for what people hold here when they leave, move or
        are away, or units end: foresee, said, follow and take_back, as in people/services/sign_ins.py.
    sample : its parts of the sample organisation.
    Modules that only a server, a worker or the demo needs are named, not imported.
    """

    permissions: ModuleType
    urls: str = ""
    api: str = ""
    menu: tuple[MenuEntry, ...] = ()
    front: Callable[[Member, date], Front] | None = None
    of_unit: Callable[[Member, Any, date, date], Section] | None = None
    of_person: Callable[[Member, Any, date, date], Section] | None = None
    entries: Mapping[str, Text] = field(default_factory=dict)
    notices: Mapping[str, NoticeKind] = field(default_factory=dict)
    jobs: str = ""
    erasures: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[ListOf[Any], ...] = ()
    turnover: str = ""
    sample: tuple[SamplePart, ...] = ()


@cache
def manifests() -> tuple[Manifest, ...]:
    """The manifest of every app, in the order of the apps. Call it once Django has started."""
    return tuple(import_module(f"{app}.manifest").MANIFEST for app in settings.COLEAD_APPS)


@cache
def gathered(part: str) -> dict[str, Any]:
    """One mapping of all apps, such as `entries`; ValueError for a key that two of them bring."""
    found: dict[str, Any] = {}
    for manifest in manifests():
        brought = getattr(manifest, part)
        if again := found.keys() & brought.keys():
            raise ValueError(f"Two apps bring {part} of the same name: {', '.join(sorted(again))}.")
        found |= brought
    return found


def sections_of_unit(member: Member, unit: Any, day: date, *, today: date) -> list[Section]:
    """What the apps show on the page of a unit. No query but those of the sections."""
    return [manifest.of_unit(member, unit, day, today) for manifest in manifests() if manifest.of_unit]


def sections_of_person(member: Member, person: Any, day: date, *, today: date) -> list[Section]:
    """What the apps show on the page of a person. No query but those of the sections."""
    return [manifest.of_person(member, person, day, today) for manifest in manifests() if manifest.of_person]
