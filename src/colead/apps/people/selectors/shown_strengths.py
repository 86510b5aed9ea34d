"""Somebody's strengths as another person may see them."""

from dataclasses import dataclass
from datetime import date

from colead.apps.people.models import LEVEL_NAMES, Person, Strength, Wish
from colead.apps.people.selectors.leads import is_lead
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class StrengthRow:
    """A strength with its level and wish (-1 to 2, None = not said), in numbers and words."""

    name: str
    level: int
    level_name: str
    wish: int | None
    wish_name: str
    source: str


def shown_strengths(person: Person, viewer: Person | None, *, today: date) -> list[StrengthRow]:
    """What `person` shows to `viewer` today, the strongest first; all but colleagues' answers to oneself.

    Whether the viewer is the person's lead is asked of today, whatever day a page shows: who led them
    once sees nothing. One query, and those of the structure where the viewer is somebody else.
    """
    rows = Strength.objects.filter(person=person).exclude(source=Strength.Source.PEER)
    if viewer is None or viewer.pk != person.pk:
        rows = rows.shown_to_others(as_lead=viewer is not None and is_lead(viewer, person, today=today))
    language = reading_language()
    return [
        StrengthRow(
            name=row.competency.name(language),
            level=row.level,
            level_name=str(LEVEL_NAMES[row.level]),
            wish=row.wish,
            wish_name=wish_name(row.wish),
            source=row.get_source_display(),
        )
        for row in rows.select_related("competency").order_by("-level", "-wish", "competency__key", "source")
    ]


def wish_name(wish: int | None) -> str:
    """The wish in words; empty when nothing was said."""
    return "" if wish is None else str(Wish(wish).label)
