"""What the ids in a scenario are called: names are read when a page is drawn and never stored with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.proposals import WITHDRAWN
from colead.apps.leadership.models import LeadershipTask
from colead.apps.people.models import Competency, Person
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
