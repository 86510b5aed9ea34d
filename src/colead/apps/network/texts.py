"""What the entries of this app in the ledger are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTRIES: dict[str, Promise | str] = {
    "network.set_imported": _(
        "Nominations imported: %(nominations)s from %(respondents)s people who answered"
    ),
    "network.set_deleted": _("Nominations deleted: %(nominations)s"),
    "network.map_computed": _("Leadership map computed for %(people)s people on %(day)s"),
    "network.name_agreed": _("Somebody agreed to be named on leadership maps"),
    "network.name_withdrawn": _("Somebody took back being named on leadership maps"),
}
