"""Telling those who own an organisation, from apps that know nothing of notices: that app answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation


@dataclass(frozen=True)
class News:
    """What they are told: the kind, what it is about (the same once), the page, and ids and counts.

    dedupe : what makes another time of the same worth telling.
    """

    kind: str
    subject: str
    url: str
    values: Mapping[str, Any]
    dedupe: str = ""


Herald = Callable[["Organisation", News, datetime], None]
_answering: list[Herald] = []


def answer(herald: Herald) -> None:
    """Name who tells them; once, when Django starts."""
    _answering[:] = [herald]


def tell_owners(organisation: "Organisation", news: News, *, now: datetime) -> None:
    """A notice to each owner of today. One query, and two for each owner."""
    for herald in _answering:
        herald(organisation, news, now)
