"""What the entries and notices about holding and handing over are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import actions
from colead.apps.notices import kinds

ENTRIES: dict[str, Promise | str] = {
    "volunteered": _("Somebody would like a leadership task"),
    "application_withdrawn": _("Somebody withdrew their name for a leadership task"),
    "nominated": _("A colleague was suggested for a leadership task"),
    "offered": _("Leadership task offered"),
    "accepted": _("Offer of a leadership task accepted"),
    "declined": _("Offer of a leadership task declined"),
    "offer_withdrawn": _("Offer of a leadership task withdrawn"),
    "offers_overtaken": _("Offers whose period had passed were closed: %(count)s"),
    "given_back": _("Leadership task given back"),
    "trial_kept": _("A trial goes on as an assignment"),
    "trial_ended": _("A trial ended"),
    "share_changed": _("Share of a seat changed"),
    "terms_ended": _("Terms that ended: %(count)s"),
    "handover_started": _("Handover of a leadership task begun"),
    "handover_note_written": _("Note of a handover written"),
    "handover_item_ticked": _("Line of a handover's checklist ticked or opened"),
    "handed_over": _("Leadership task handed over"),
}

LOOKS_AFTER = _("you look after this leadership task")
HOLDS = _("you hold this leadership task")
OFFERED = _("it was offered to you")

# kind: (what it says, why one gets it, what the kind is called)
NOTICES: dict[str, tuple[Promise | str, Promise | str, Promise | str]] = {
    "offered": (
        _("“%(title)s” is offered to you. You decide."),
        _("somebody thinks of you for a leadership task"),
        _("A leadership task is offered to you"),
    ),
    "accepted": (
        _("Your offer of “%(title)s” was accepted."),
        _("you offered it"),
        _("An offer of yours was accepted"),
    ),
    "declined": (
        _("Your offer of “%(title)s” was declined."),
        _("you offered it"),
        _("An offer of yours was declined"),
    ),
    "offer_withdrawn": (
        _("The offer of “%(title)s” was taken back. Nothing more is needed from you."),
        OFFERED,
        _("An offer to you is taken back"),
    ),
    "seats_filled": (
        _("“%(title)s” has found somebody. Thank you for being willing."),
        _("you would have liked it, or it was offered to you"),
        _("A leadership task has found somebody"),
    ),
    "nominated": (
        _("A colleague suggests you for “%(title)s”. Nobody learns of it unless you agree."),
        _("a colleague thinks of you"),
        _("A colleague suggests you for a leadership task"),
    ),
    "volunteered": (
        _("Somebody would like to take on “%(title)s”."),
        LOOKS_AFTER,
        _("Somebody volunteers for a leadership task"),
    ),
    "given_back": (
        _("“%(title)s” is given back and free from %(day)s."),
        LOOKS_AFTER,
        _("A leadership task is given back"),
    ),
    "trial_kept": (
        _("The trial of “%(title)s” goes on as an assignment."),
        _("it concerns a leadership task that you hold or look after"),
        _("A trial goes on"),
    ),
    "trial_ended": (
        _("The trial of “%(title)s” has ended."),
        _("it concerns a leadership task that you hold or look after"),
        _("A trial ends"),
    ),
    "term_ends": (
        _("“%(title)s” is yours until %(day)s. Time to hand it over, or to go on."),
        HOLDS,
        _("A term of yours ends soon"),
    ),
    "term_ends_soon": (
        _("A term in “%(title)s” ends on %(day)s. Time to find who comes next."),
        LOOKS_AFTER,
        _("A term ends soon"),
    ),
    "term_ended": (
        _("Your term in “%(title)s” has ended. Thank you for leading."),
        _("you held this leadership task"),
        _("A term of yours has ended"),
    ),
    "handed_over": (
        _("“%(title)s” is handed over: read the note and the list."),
        _("you follow in this leadership task, or look after it"),
        _("A leadership task is handed over"),
    ),
}


def announce() -> None:
    """Say what happened to offers, assignments and handovers, in the ledger and in notices."""
    for action, text in ENTRIES.items():
        actions.register(f"leadership.{action}", text)
    for kind, (text, because, name) in NOTICES.items():
        kinds.register(f"leadership.{kind}", text, because=because, name=name)
