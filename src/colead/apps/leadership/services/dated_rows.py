"""From a day on other rows hold: those that are no longer wanted end, and what began later gives way."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from colead.apps.people.models import Dated

Row = TypeVar("Row", bound=Dated)
Content = TypeVar("Content", bound=Hashable)


@dataclass(frozen=True)
class Replaced(Generic[Row, Content]):
    """What `replace_from` did: rows that stay, contents that must be opened, and how many rows ended."""

    kept: list[tuple[Content, Row]]
    missing: list[Content]
    ended: int

    @property
    def is_change(self) -> bool:
        """Something ended, or must be opened."""
        return bool(self.ended or self.missing)


def replace_from(
    day: date, lasting: Iterable[tuple[Content, Row]], wanted: Sequence[Content]
) -> Replaced[Row, Content]:
    """Leave in force from `day` on only what is wanted; the caller opens what is missing.

    `lasting` are all rows that last beyond the day, with what each says. At most one query a row.
    """
    missing, kept, leaving = list(wanted), [], []
    for content, row in lasting:
        if content in missing and row.valid_from <= day:
            missing.remove(content)
            kept.append((content, row))
        else:
            leaving.append(row)
    end_from(day, leaving)
    reopened = [row for _content, row in kept if row.valid_until is not None]
    for row in reopened:
        row.valid_until = None
        row.save(update_fields=["valid_until"])
    return Replaced(kept, missing, len(leaving) + len(reopened))


def end_from(day: date, rows: Iterable[Row], *, end: Callable[[Row], None] | None = None) -> int:
    """End rows on `day`, by `end` where it is more than a day; what would begin then or later never begins.

    Returns how many.
    """
    ending = list(rows)
    for row in ending:
        if row.valid_from >= day:
            row.delete()
        elif end:
            end(row)
        else:
            row.valid_until = day
            row.save(update_fields=["valid_until"])
    return len(ending)
