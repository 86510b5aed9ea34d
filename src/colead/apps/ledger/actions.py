"""What the actions in the ledger are called in plain words. Each app has its own in texts.py.

ENTRIES = {"people.imported": _("Staff list imported: %(joined)s joined")}

%(name)s takes the value of that name from the entry's details.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.record import ERASED

REGISTRY: dict[str, Promise | str] = {}


def register(texts: Mapping[str, Promise | str]) -> None:
    """Give the actions of an app their texts; once, when Django starts."""
    if again := REGISTRY.keys() & texts.keys():
        raise ValueError(f"These actions have a text: {', '.join(sorted(again))}. Register each once.")
    REGISTRY.update(texts)


def describe(action: str, details: Mapping[str, Any]) -> str:
    """The action in plain words and the reader's language; an unknown action shows its code."""
    text = REGISTRY.get(action)
    return action if text is None else str(text) % defaultdict(lambda: "–", details)


register({ERASED: _("Contents of entry %(index)s erased")})
