"""What the actions in the ledger are called in plain words. Each app brings its own.

ENTRIES = {"people.imported": _("Staff list imported: %(joined)s joined")}

%(name)s takes the value of that name from the entry's details.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from colead.kit.manifest import gathered


def describe(action: str, details: Mapping[str, Any]) -> str:
    """The action in plain words and the reader's language; an unknown action shows its code."""
    text = gathered("entries").get(action)
    return action if text is None else str(text) % defaultdict(lambda: "–", details)
