"""The catalogue of competencies in the reader's language."""

from dataclasses import dataclass
from typing import Annotated

from colead.apps.people.models import LEVEL_NAMES, Competency
from colead.apps.people.plain import plain
from colead.kit.columns import Column, ListOf
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class LevelWords:
    """A level, its name, and what it looks like."""

    level: int
    name: str
    text: str


@dataclass(frozen=True)
class CompetencyItem:
    """A competency with the levels; `has_own_levels` is False where they are the general ones."""

    key: Annotated[str, Column("Key")]
    name: Annotated[str, Column("Name", about="in the language asked for")]
    description: Annotated[str, Column("What it is")]
    levels: Annotated[list[LevelWords], Column("What each level looks like")]
    has_own_levels: bool
    esco_uri: Annotated[str, Column("The same in ESCO", about="an address; empty without")]


COMPETENCIES = ListOf("Competencies", CompetencyItem, api="/competencies")


def catalogue() -> list[CompetencyItem]:
    """Every competency, by name. One query."""
    found = [competency_item(row) for row in Competency.objects.all()]
    return sorted(found, key=lambda item: (plain(item.name), item.key))


def competency_item(row: Competency) -> CompetencyItem:
    """The row in the reader's language. No query."""
    language = reading_language()
    own = row.levels_da if language == "da" else row.levels_en
    return CompetencyItem(
        key=row.key,
        name=row.name(language),
        description=row.description(language),
        levels=level_words(row.levels(language)),
        has_own_levels=bool(own),
        esco_uri=row.esco_uri,
    )


def level_words(texts: list[str]) -> list[LevelWords]:
    """The levels with these texts, level 0 first."""
    named = zip(LEVEL_NAMES.items(), texts, strict=True)
    return [LevelWords(level, str(name), text) for (level, name), text in named]
