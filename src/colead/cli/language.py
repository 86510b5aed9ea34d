"""Words and numbers as the reader writes them."""

import datetime
import os
from dataclasses import dataclass

import click

from colead.cli.errors import AS_JSON, LANGUAGE, cli_text, engine_text
from colead.files.translation import LANGUAGES

_NONE = "–"


@dataclass(frozen=True)
class Speaker:
    """Says things in one language.

    >>> Speaker("da").number(1234.5, 1), Speaker("en").percent(0.304), Speaker("en").number(None)
    ('1.234,5', '30 %', '–')
    """

    language: str

    def __call__(self, message: str, **values: object) -> str:
        """The sentence in the reader's language, filled in."""
        return cli_text(self.language)(message).format(**values)

    def engine(self, message: str, **values: object) -> str:
        """A sentence of the engine in the reader's language, filled in."""
        return engine_text(self.language)(message).format(**values)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with thousands apart and so many decimals; a dash for none."""
        if value is None:
            return _NONE
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "da" else text

    def percent(self, share: float | None) -> str:
        """A share in [0, 1] as a percentage."""
        return _NONE if share is None else f"{self.number(100 * share)} %"

    def between(self, bounds: tuple[float, float] | list[float] | None, digits: int = 1) -> str:
        """What a figure may lie between; empty for none."""
        return "" if bounds is None else f"{self.number(bounds[0], digits)}–{self.number(bounds[1], digits)}"

    def day(self, day: datetime.date) -> str:
        """A date as it is written in the language."""
        if self.language == "da":
            return f"{day.day}.{day.month}.{day.year}"
        return day.isoformat()


def speaker(ctx: click.Context, language: str | None, *, as_json: bool) -> Speaker:
    """Who says the results of a command, and noted for its errors: the language chosen, or the terminal's."""
    speak = Speaker(language or terminal_language())
    ctx.meta[AS_JSON], ctx.meta[LANGUAGE] = as_json, speak.language
    return speak


def terminal_language() -> str:
    """The language of the terminal where Colead speaks it, else English."""
    wanted = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"
