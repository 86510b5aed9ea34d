"""What the actions in the ledger are called in plain words. Each app registers its own in its apps.py.

actions.register("people.imported", _("Staff list imported: %(joined)s joined"))
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.record import ERASED

REGISTRY: dict[str, Promise | str] = {}


def register(action: str, text: Promise | str) -> None:
    """Give an action its text; %(name)s takes the value of that name from the entry's details."""
    if action in REGISTRY:
        raise ValueError(f"The action {action!r} has a text already. Register it once, in its app's apps.py.")
    REGISTRY[action] = text


def describe(action: str, details: Mapping[str, Any]) -> str:
    """The action in plain words and the reader's language; an unknown action shows its code."""
    text = REGISTRY.get(action)
    return action if text is None else str(text) % defaultdict(lambda: "–", details)


register(ERASED, _("Contents of entry %(index)s erased"))
