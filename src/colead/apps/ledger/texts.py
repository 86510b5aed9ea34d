"""What the entries of this app in the ledger are called."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.record import ERASED, RESTORED
from colead.apps.ledger.soundness import KEY, LOG, MORE, STATE
from colead.kit.manifest import NoticeKind

ENTRIES: dict[str, Promise | str] = {
    ERASED: _("Contents of entry %(index)s erased"),
    "ledger.receivers_chosen": _("Receivers of the audit log's checkpoints chosen: %(count)s"),
    RESTORED: _("Restored from the backup of %(at)s; %(erasures)s erasures done again"),
}

CHECKED = _("the audit log is checked every night, and you own the organisation")
FAULTS = {
    LOG: _("Entry %(entry)s of the audit log is not what it was when it was written and signed."),
    STATE: _("What is stored about %(about)s is not what entry %(entry)s of the audit log says."),
    KEY: _("Checkpoints of the audit log are signed by another key than this installation's."),
}
NOTICES = {
    f"ledger.fault_{kind}": NoticeKind(text, because=CHECKED, name=_("The audit log is not sound"))
    for kind, text in FAULTS.items()
}


def fault_texts(faults: Iterable[Sequence[Any]]) -> list[str]:
    """Stored faults in plain words and the reader's language."""
    return [
        gettext("and %(count)s more") % {"count": entry}
        if kind == MORE
        else str(FAULTS[kind]) % {"entry": entry, "about": subject}
        for kind, entry, subject in faults
    ]
