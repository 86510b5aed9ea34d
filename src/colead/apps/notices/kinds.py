"""The kinds of notices: what they say, and why somebody gets them. Each app has its own in texts.py.

NOTICES = {"people.import_finished": NoticeKind(_("%(joined)s joined."), _("you started the import"))}
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = Promise | str


CONCERNS_YOU: Text = _("it concerns your work in this organisation")


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice; %(name)s in its text takes the value of that name.

    `because` completes "You get this because …"; `name`, a short title, is what the list of muted kinds calls
    it: by default the text with its values left out.
    """

    text: Text
    because: Text = CONCERNS_YOU
    name: Text = ""

    @property
    def title(self) -> Text:
        """What the kind is called."""
        return self.name or self.text


REGISTRY: dict[str, NoticeKind] = {}


def register(kinds: Mapping[str, NoticeKind]) -> None:
    """Declare the kinds of an app, by code; once, when Django starts."""
    if again := REGISTRY.keys() & kinds.keys():
        raise ValueError(f"These kinds are registered twice: {', '.join(sorted(again))}. Register each once.")
    REGISTRY.update(kinds)


def find(kind: str) -> NoticeKind:
    """The kind of this code; one that no app declares any more shows its code."""
    return REGISTRY.get(kind) or NoticeKind(kind)


def describe(kind: str, values: Mapping[str, Any]) -> str:
    """What a notice says, in the reader's language."""
    return _filled(find(kind).text, values)


def title(kind: str) -> str:
    """What the kind is called, in the reader's language."""
    return _filled(find(kind).title, {})


def _filled(text: Text, values: Mapping[str, Any]) -> str:
    return str(text) % defaultdict(lambda: "…", values)
