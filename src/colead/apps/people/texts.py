"""What people agree to, and what entries in the ledger and notices are called. Counts at most, no level."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.kit.consent import Words
from colead.kit.manifest import NoticeKind

IMPORTED = _("Staff list imported: %(joined)s joined, %(left)s left, %(moved)s moved")

ENTRIES: dict[str, Promise | str] = {
    "people.imported": IMPORTED,
    "people.import_undone": _("Import of a staff list undone"),
    "people.sign_in_ended": _("Membership ends on %(day)s with a position, by a staff list"),
    "people.sign_in_goes_on": _("Membership goes on with a position, by a staff list"),
    "people.strengths_saved": _("Own strengths: %(added)s added, %(changed)s changed, %(removed)s removed"),
    "people.allocation_agreed": _("Agreed that strengths are used when tasks are allocated"),
    "people.allocation_hours": _("Changed for how many hours a week an allocation may count on oneself"),
    "people.allocation_withdrawn": _("Took back that strengths are used when tasks are allocated"),
    "people.view_asked": _("Asked a colleague for their view of strengths"),
    "people.view_answered": _("Answered a colleague about their strengths"),
    "people.view_request_deleted": _("Deleted a request for a colleague's view"),
    "people.evidence_recorded": _("Completed assignment noted among the strengths of its holder"),
    "people.evidence_shown": _("Chose who sees what a completed assignment shows"),
    "people.evidence_removed": _("Removed what a completed assignment shows"),
    "people.account_linked": _("Confirmed who they are on the staff list"),
    "people.account_refused": _("Said that they are not the person at their address"),
    "people.account_unlinked": _("Took back who they are on the staff list"),
    "people.accounts_unlinked": _(
        "Accounts that no longer act as somebody, for their address changed: %(accounts)s"
    ),
    "people.accounts_kept": _("Accounts kept although the address changed: %(accounts)s"),
    "people.address_accepted": _("Accepted another address for somebody, as a second person"),
    "people.address_asked": _("Asked at the earlier address whether another one is theirs"),
    "people.address_confirmed": _("Another address confirmed from the earlier one"),
    "people.competency_added": _("Competency added to the catalogue"),
    "people.competency_reworded": _("Competency of the catalogue reworded"),
    "people.catalogue_filled": _("Catalogue of competencies filled: %(added)s added"),
}

NOTICES = {
    "people.import_finished": NoticeKind(
        IMPORTED,
        because=_("you started the import"),
        name=_("Staff list imported"),
    ),
    "people.owner_leaves": NoticeKind(
        _("%(name)s, an owner, leaves by a staff list: the membership ends on %(day)s."),
        because=_("you own the organisation"),
        name=_("An owner leaves"),
    ),
    "people.view_asked": NoticeKind(
        _("%(name)s asks how you see some of their strengths."),
        because=_("a colleague asked you"),
        name=_("A colleague asks for your view"),
    ),
    "people.view_answered": NoticeKind(
        _("%(name)s has answered how they see your strengths."),
        because=_("you asked for it"),
        name=_("A colleague answered about your strengths"),
    ),
    "people.address_changed": NoticeKind(
        _("The staff list now gives another address for you, so your account no longer acts as you there."),
        because=_("your account was connected to the staff list"),
        name=_("Your address on the staff list changed"),
    ),
}

# A further version is a further row; the words of one that people have agreed to stay as they are.
CONSENT_TO_ALLOCATION = (
    Words(
        opening=_("“Colead may use my strengths when leadership tasks are allocated.” If you agree:"),
        points=(
            _("you can be proposed for tasks that fit you; nothing is yours unless you accept it"),
            _(
                "those who run an allocation see how you fit each task: your level and your wish for what "
                "the task needs, also where you show them to nobody else"
            ),
            _(
                "your own view counts, or what completed assignments show where that is higher; "
                "what colleagues said is never used, nor are your notes"
            ),
        ),
        closing=_(
            "You can take it back at any time, and it counts from that moment. "
            "You can volunteer for tasks either way."
        ),
    ),
)
