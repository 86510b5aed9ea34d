"""The kinds of notices: what they say, and why somebody gets them. Each app brings its own.

NOTICES = {"people.import_finished": NoticeKind(_("%(joined)s joined."), _("you started the import"))}
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from colead.kit.languages import as_read
from colead.kit.manifest import NoticeKind, Text, gathered


def find(kind: str) -> NoticeKind:
    """The kind of this code; one that no app declares any more shows its code."""
    return gathered("notices").get(kind) or NoticeKind(kind)


def describe(kind: str, values: Mapping[str, Any]) -> str:
    """What a notice says, in the reader's language."""
    return _filled(find(kind).text, values)


def title(kind: str) -> str:
    """What the kind is called, in the reader's language."""
    return _filled(find(kind).title, {})


def _filled(text: Text, values: Mapping[str, Any]) -> str:
    return str(text) % defaultdict(lambda: "…", as_read(values))
