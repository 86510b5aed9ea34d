"""What the ids in a scenario are called, and whom a name in its form means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.problem import candidates_on
from colead.apps.leadership.bridge.scenarios import WITHDRAWN
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import LeadershipTask
from colead.apps.people.models import Competency, Person
from colead.apps.people.plain import plain
from colead.apps.people.selectors.links import PersonLink
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class TaskName:
    """A task by title, with its unit."""

    id: int
    title: str
    unit: str


@dataclass(frozen=True)
class Names:
    """By the ids as the engine gives them back: texts."""

    tasks: dict[str, TaskName]
    people: dict[str, PersonLink]
    competencies: dict[str, str]

    def task(self, task: str) -> TaskName:
        """A task; one that was erased since keeps its place."""
        return self.tasks.get(task) or TaskName(0, _("A task that was erased"), "")

    def person(self, person: str) -> PersonLink:
        """A person; without a key when they have withdrawn."""
        return self.people.get(person) or PersonLink("", somebody())

    def competency(self, key: str) -> str:
        """A competency in the reader's language."""
        return self.competencies.get(key, key)


def somebody() -> str:
    """What stands in place of a person who has withdrawn."""
    return _("somebody who has withdrawn")


def names_of(tasks: Iterable[int], people: Iterable[int]) -> Names:
    """The names of these tasks and people, and of all competencies. Three queries."""
    found = LeadershipTask.objects.filter(pk__in=set(tasks)).values_list("pk", "title", "unit__name")
    persons = Person.objects.filter(pk__in=set(people)).values_list("pk", "key", "name")
    language = reading_language()
    return Names(
        tasks={str(pk): TaskName(pk, title, unit) for pk, title, unit in found},
        people={str(pk): PersonLink(key, name) for pk, key, name in persons},
        competencies={one.key: one.name(language) for one in Competency.objects.all()},
    )


def is_withdrawn(person: str | None) -> bool:
    """The place of somebody who has withdrawn."""
    return person == WITHDRAWN


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
