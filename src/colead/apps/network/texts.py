"""What the entries of this app in the ledger are called, and what people agree to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.kit.consent import Words

ENTRIES: dict[str, Promise | str] = {
    "network.set_imported": _(
        "Nominations imported: %(nominations)s from %(respondents)s people who answered"
    ),
    "network.set_deleted": _("Nominations deleted: %(nominations)s"),
    "network.map_computed": _("Leadership map computed for %(people)s people on %(day)s"),
    "network.name_agreed": _("Somebody agreed to be named on leadership maps"),
    "network.name_withdrawn": _("Somebody took back being named on leadership maps"),
}

# A further version is a further row; the words of one that people have agreed to stay as they are.
CONSENT_TO_BE_NAMED = (
    Words(
        opening=_("If you agree, everybody in this organisation sees at your mark:"),
        points=(
            _("your name, and whether others report to you"),
            _(
                "roughly how many look to you for leadership: "
                "fewer than five, five to nine, ten to nineteen, twenty or more"
            ),
            _("who of the others who are named looks to you, and to whom of them you look"),
        ),
        closing=_(
            "If you do not agree, you are a mark without a name, and no line leads to or from it. "
            "You can change your mind at any time; it counts at once, on maps that exist already and in "
            "every new download."
        ),
    ),
)
