"""In which of the product's languages somebody reads, and how days are written in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language


def reading_language() -> str:
    """The language of the page that is being made; English where it is none of the product's."""
    asked = (get_language() or "")[:2]
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def as_read(values: Mapping[str, Any]) -> dict[str, Any]:
    """What fills a sentence, with `day` (YYYY-MM-DD) and `at` (ISO 8601) written as the reader writes them.

    An empty `day` stays empty; every other value stays as it is.
    """
    written = dict(values)
    if day := values.get("day"):
        written["day"] = date_format(date.fromisoformat(day))
    if at := values.get("at"):
        written["at"] = date_format(localtime(datetime.fromisoformat(at)), "SHORT_DATETIME_FORMAT")
    return written
