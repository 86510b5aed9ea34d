"""What this app brings: the audit log, signed and checked every night."""

from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import permissions, texts
from colead.apps.ledger.selectors import ENTRIES
from colead.kit.manifest import Manifest, MenuEntry

MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.ledger.urls",
    menu=(MenuEntry(_("Audit log"), "ledger:list", "notebook", permissions.VIEW, place=30, in_more=True),),
    entries=texts.ENTRIES,
    notices=texts.NOTICES,
    jobs="colead.apps.ledger.jobs",
    erasures={"ledger.ledgerrecord": "colead.apps.ledger.services.erase_again"},
    lists=(ENTRIES,),
)
