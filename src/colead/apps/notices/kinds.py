"""The kinds of notices: what they say, and why somebody gets them. Each app registers its own in apps.py.

kinds.register("people.import_finished", _("Staff list imported: %(joined)s joined."),
               because=_("you started the import"))
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = Promise | str


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `name` is how the list of muted kinds calls it."""

    code: str
    text: Text
    because: Text
    name: Text


REGISTRY: dict[str, Kind] = {}
CONCERNS_YOU: Text = _("it concerns your work in this organisation")


def register(kind: str, text: Text, *, because: Text = CONCERNS_YOU, name: Text = "") -> None:
    """Declare a kind; %(name)s in its text takes the value of that name.

    `because` completes "You get this because …"; `name` is a short title, by default the text with its values
    left out.
    """
    if kind in REGISTRY:
        raise ValueError(f"The kind {kind!r} is registered twice. Register it once, in its app's apps.py.")
    REGISTRY[kind] = Kind(kind, text, because, name or text)


def find(kind: str) -> Kind:
    """The kind of this code; one that no app declares any more shows its code."""
    return REGISTRY.get(kind) or Kind(kind, kind, CONCERNS_YOU, kind)


def describe(kind: str, values: Mapping[str, Any]) -> str:
    """What a notice says, in the reader's language."""
    return _filled(find(kind).text, values)


def title(kind: str) -> str:
    """What the kind is called, in the reader's language."""
    return _filled(find(kind).name, {})


def _filled(text: Text, values: Mapping[str, Any]) -> str:
    return str(text) % defaultdict(lambda: "…", values)
