"""What the entries of this app in the ledger are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.record import ERASED, RESTORED

ENTRIES: dict[str, Promise | str] = {
    ERASED: _("Contents of entry %(index)s erased"),
    RESTORED: _("Restored from the backup of %(at)s; %(erasures)s erasures done again"),
}
