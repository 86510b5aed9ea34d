"""The sentences of this floor in the reader's language, without Django."""

import gettext as _gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

Translate = Callable[[str], str]

LANGUAGES = {"en": "English", "da": "Dansk"}
"""The languages of the product, and what they call themselves."""


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators; it is translated where it is shown."""
    return message


@cache
def translator(language: str, locale_directory: Path = Path(__file__).parent / "locale") -> Translate:
    """The ``gettext`` of one language; English where a translation, or its compiled file, is missing."""
    return _gettext.translation("django", locale_directory, languages=[language], fallback=True).gettext
