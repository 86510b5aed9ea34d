"""People are named in a form by number or name, found among those who could be proposed; no script needed."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.problem import candidates_on
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.people.models import Person
from colead.apps.people.plain import plain

MOST_LISTED = 500  # in the list that a browser offers while one types
MOST_TOLD = 5


@dataclass(frozen=True)
class Candidate:
    """Somebody who lets their strengths be used."""

    pk: int
    key: str
    name: str

    @property
    def label(self) -> str:
        """As it stands in the field."""
        return f"{self.name} ({self.key})"


@dataclass(frozen=True)
class Candidates:
    """Everybody who could be proposed on a day, by name."""

    people: tuple[Candidate, ...]

    @property
    def listed(self) -> tuple[Candidate, ...]:
        """Those to choose from in the field itself; nobody where they are too many."""
        return self.people if len(self.people) <= MOST_LISTED else ()

    def label_of(self, pk: int) -> str:
        """What stands in the field for a person."""
        return next((one.label for one in self.people if one.pk == pk), "")

    def find(self, text: str) -> int:
        """The one person whom the text means: their number, their label, or words of their name."""
        exact = [one for one in self.people if text.casefold() in (one.key.casefold(), one.label.casefold())]
        found = exact or [one for one in self.people if _holds(one.name, text)]
        if len(found) == 1:
            return found[0].pk
        raise ValidationError(_none_or_several(found))


def candidates(day: date) -> Candidates:
    """Everybody who could be proposed. One query, and those of the strengths."""
    pks = set(candidates_on(day, Wishes()))
    rows = Person.objects.order_by("name_plain", "pk").values_list("pk", "key", "name")
    return Candidates(tuple(Candidate(*row) for row in rows if row[0] in pks))


def _holds(name: str, text: str) -> bool:
    form = plain(name)
    return all(word in form for word in plain(text).split())


def _none_or_several(found: list[Candidate]) -> str:
    if not found:
        return _("Nobody who can be proposed is called so.")
    told = ", ".join(one.label for one in found[:MOST_TOLD])
    return _("Several people fit: %(people)s. Write the number.") % {"people": told}
