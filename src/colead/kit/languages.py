"""In which of the product's languages somebody reads."""

from django.conf import settings
from django.utils.translation import get_language


def reading_language() -> str:
    """The language of the page that is being made; English where it is none of the product's."""
    asked = (get_language() or "")[:2]
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
