"""Whom and what the form of a scenario lets one name: people and tasks, by number or words of the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import LeadershipTask
from colead.apps.people.bridge.strengths import people_for_allocation
from colead.apps.people.models import Person
from colead.apps.people.plain import plain

MOST_IN_LIST = 100  # tasks to choose from in a list; of more, one writes the titles
MOST_LISTED = 500  # in the list that a browser offers while one types
MOST_TOLD = 5


@dataclass(frozen=True)
class Named:
    """Somebody or something that a field can name."""

    pk: int
    key: str
    name: str

    @property
    def label(self) -> str:
        """As it stands in the field."""
        return f"{self.name} ({self.key})"


class Choosable:
    """What a text field chooses from by number or name."""

    none_fits: Any
    several_fit: Any
    all: Any  # a sequence of Named

    def label_of(self, pk: int) -> str:
        """What stands in the field for one of them."""
        return next((one.label for one in self.all if one.pk == pk), "")

    def find(self, text: str) -> int:
        """The one that the text means: by number, label, or words of the name."""
        words = plain(text).split()
        exact = [one for one in self.all if text.casefold() in (one.key.casefold(), one.label.casefold())]
        found = exact or [one for one in self.all if all(word in plain(one.name) for word in words)]
        if not found:
            raise ValidationError(self.none_fits)
        if len(found) > 1:
            told = ", ".join(one.label for one in found[:MOST_TOLD])
            raise ValidationError(self.several_fit % {"found": told})
        pk: int = found[0].pk
        return pk


class Candidates(Choosable):
    """Everybody who could be proposed on a day, by name; read when they are asked for."""

    none_fits = _("Nobody who can be proposed is called so.")
    several_fit = _("Several people fit: %(found)s. Write the number.")

    def __init__(self, day: date) -> None:
        self.pks = people_for_allocation(day)

    def __len__(self) -> int:
        return len(self.pks)

    @cached_property
    def all(self) -> Sequence[Named]:
        """All of them. One query."""
        rows = Person.objects.order_by("name_plain", "pk").values_list("pk", "key", "name")
        if len(self) <= MOST_LISTED:
            rows = rows.filter(pk__in=self.pks)
        return [Named(*row) for row in rows if row[0] in self.pks]

    @property
    def listed(self) -> Sequence[Named]:
        """Those to choose from in the field itself; nobody where they are too many."""
        return self.all if len(self) <= MOST_LISTED else ()


class ChoosableTasks(Choosable):
    """The tasks of a day by title, with their unit."""

    none_fits = _("No task of this day is called so.")
    several_fit = _("Several tasks fit: %(found)s. Write the number.")

    def __init__(self, day: date) -> None:
        rows = LeadershipTask.objects.on(day).order_by("title", "pk")
        self.all = [
            Named(pk, str(pk), f"{title} · {unit}")
            for pk, title, unit in rows.values_list("pk", "title", "unit__name")
        ]

    @property
    def are_many(self) -> bool:
        """Too many for a list that one can look through."""
        return len(self.all) > MOST_IN_LIST
