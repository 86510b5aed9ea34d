"""What the entries of this app in the ledger are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTRIES: dict[str, Promise | str] = {"notes.written": _("Note written")}
