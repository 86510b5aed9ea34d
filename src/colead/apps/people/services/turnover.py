"""What follows for what people hold in other apps, when an import changes who works here, where and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol, cast

from colead.apps.ledger.services import Entry, append_entries
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import StaffImport
from colead.kit.manifest import manifests
from colead.kit.roles import Member

SHOWN = 200  # of each app; the number of all is said

Line = dict[str, Any]
Foreseen = dict[str, list[Line]]
"""What would follow, by the name of the module that foresees it."""


class Follower(Protocol):
    """The module that an app's manifest names."""

    def foresee(self, found: Turnover, *, by: Member, now: datetime) -> list[Line]:
        """What would follow, as plain JSON: a line for everybody concerned. Writes nothing."""

    def said(self, line: Line) -> str:
        """A line in the reader's language."""

    def follow(
        self, *, by: Member, found: Turnover, staff_import: StaffImport | None, now: datetime
    ) -> Sequence[Entry]:
        """Do what follows, inside the transaction that writes the structure; noted beside the import.

        What is to be entered in the ledger is returned: that is locked last.
        """

    def take_back(self, staff_import: StaffImport, *, now: datetime) -> None:
        """Bring back what followed; Conflict where somebody has acted on it since."""


def _followers() -> Iterator[tuple[str, Follower]]:
    for manifest in manifests():
        if manifest.turnover:
            yield manifest.turnover, cast(Follower, import_module(manifest.turnover))


def foresee_turnover(found: Turnover, *, by: Member, now: datetime) -> Foreseen:
    """What would follow in each app."""
    return {name: one.foresee(found, by=by, now=now) for name, one in _followers()}


def follow_turnover(*, by: Member, found: Turnover, staff_import: StaffImport | None, now: datetime) -> None:
    """Do all of it."""
    entries: list[Entry] = []
    for _name, one in _followers():
        entries += one.follow(by=by, found=found, staff_import=staff_import, now=now)
    append_entries(by=by, entries=entries, now=now)


def take_turnover_back(staff_import: StaffImport, *, now: datetime) -> None:
    """Undo all of it, what followed last first."""
    for _name, one in reversed(list(_followers())):
        one.take_back(staff_import, now=now)


def said_of(foreseen: Foreseen) -> list[str]:
    """The lines in the reader's language, as many as are shown of each app."""
    modules = dict(_followers())
    return [modules[name].said(line) for name, lines in foreseen.items() for line in lines[:SHOWN]]
