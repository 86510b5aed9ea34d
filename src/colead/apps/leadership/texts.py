"""What the entries of this app in the ledger and its notices are called, and why one gets a notice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.kit.manifest import NoticeKind

ENTRIES: dict[str, Promise | str] = {
    "leadership.task_opened": _("Leadership task opened with %(seats)s seats"),
    "leadership.task_changed": _("Leadership task changed: %(fields)s fields"),
    "leadership.task_closed": _(
        "Leadership task closed on %(day)s: %(assignments)s assignments end, %(offers)s offers withdrawn"
    ),
    "leadership.accountabilities_set": _(
        "Accountabilities of a leadership task set from %(day)s: %(opened)s new, %(ended)s ended"
    ),
    "leadership.needs_set": _(
        "Competencies that a leadership task needs set from %(day)s: %(opened)s new, %(ended)s ended"
    ),
    "leadership.mandate_set": _("Mandate of a leadership task set from %(day)s"),
    "leadership.mandate_ended": _("Mandate of a leadership task ends on %(day)s"),
    "leadership.volunteered": _("Somebody would like a leadership task"),
    "leadership.application_withdrawn": _("Somebody withdrew their name for a leadership task"),
    "leadership.suggested": _("A colleague was suggested for a leadership task"),
    "leadership.offered": _("Leadership task offered"),
    "leadership.accepted": _("Offer of a leadership task accepted"),
    "leadership.declined": _("Offer of a leadership task declined"),
    "leadership.offer_withdrawn": _("Offer of a leadership task withdrawn"),
    "leadership.offers_overtaken": _("Offers whose period had passed were closed: %(count)s"),
    "leadership.given_back": _("Leadership task given back"),
    "leadership.trial_kept": _("A trial goes on as an assignment"),
    "leadership.trial_ended": _("A trial ended"),
    "leadership.share_changed": _("Share of a seat changed"),
    "leadership.terms_ended": _("Terms that ended: %(count)s"),
    "leadership.left": _(
        "People left: %(ended)s assignments end, %(stand_ins)s deputies step in, "
        "%(offers)s offers and %(applications)s applications are closed"
    ),
    "leadership.task_kept": _("A leadership task stays with who holds it; its handover is dropped"),
    "leadership.handover_started": _("Handover of a leadership task begun"),
    "leadership.handover_note_written": _("Note of a handover written"),
    "leadership.handover_item_ticked": _("Line of a handover's checklist ticked or opened"),
    "leadership.handed_over": _("Leadership task handed over"),
    "leadership.scenario_created": _("An allocation of leadership tasks was asked for"),
    "leadership.scenario_computed": _("An allocation was proposed: %(filled)s of %(wanted)s seats"),
    "leadership.scenario_taken": _("Seats of a scenario offered: %(offered)s, left out: %(left_out)s"),
    "leadership.scenario_deleted": _("A scenario was deleted"),
    "leadership.scenario_forgot": _("People who withdrew their consent taken out of a scenario: %(people)s"),
    "leadership.sample_loaded": _(
        "Leadership tasks of the sample loaded: %(tasks)s tasks, %(assignments)s assignments"
    ),
}

LOOKS_AFTER = _("you look after this leadership task")
HOLDS = _("you hold this leadership task")
OFFERED = _("it was offered to you")

# kind: (what it says, why one gets it, what the kind is called)
NOTICES: dict[str, NoticeKind] = {
    "leadership.task_closed": NoticeKind(
        _("The leadership task “%(title)s” closes."),
        _("you hold it, or it was offered to you"),
        _("A leadership task closes"),
    ),
    "leadership.mandate_set": NoticeKind(
        _("What you may decide in “%(title)s” changes."), HOLDS, _("A mandate changes")
    ),
    "leadership.offered": NoticeKind(
        _("“%(title)s” is offered to you. You decide."),
        _("somebody thinks of you for a leadership task"),
        _("A leadership task is offered to you"),
    ),
    "leadership.accepted": NoticeKind(
        _("Your offer of “%(title)s” was accepted."), _("you offered it"), _("An offer of yours was accepted")
    ),
    "leadership.declined": NoticeKind(
        _("Your offer of “%(title)s” was declined."), _("you offered it"), _("An offer of yours was declined")
    ),
    "leadership.offer_withdrawn": NoticeKind(
        _("The offer of “%(title)s” was taken back. Nothing more is needed from you."),
        OFFERED,
        _("An offer to you is taken back"),
    ),
    "leadership.seats_filled": NoticeKind(
        _("“%(title)s” has found somebody. Thank you for being willing."),
        _("you would have liked it, or it was offered to you"),
        _("A leadership task has found somebody"),
    ),
    "leadership.suggested": NoticeKind(
        _("A colleague suggests you for “%(title)s”. Nobody learns of it unless you agree."),
        _("a colleague thinks of you"),
        _("A colleague suggests you for a leadership task"),
    ),
    "leadership.volunteered": NoticeKind(
        _("Somebody would like to take on “%(title)s”."),
        LOOKS_AFTER,
        _("Somebody volunteers for a leadership task"),
    ),
    "leadership.given_back": NoticeKind(
        _("“%(title)s” is given back and free from %(day)s."),
        LOOKS_AFTER,
        _("A leadership task is given back"),
    ),
    "leadership.trial_kept": NoticeKind(
        _("The trial of “%(title)s” goes on as an assignment."),
        _("it concerns a leadership task that you hold or look after"),
        _("A trial goes on"),
    ),
    "leadership.trial_ended": NoticeKind(
        _("The trial of “%(title)s” has ended."),
        _("it concerns a leadership task that you hold or look after"),
        _("A trial ends"),
    ),
    "leadership.term_ends": NoticeKind(
        _("“%(title)s” is yours until %(day)s. Time to hand it over, or to go on."),
        HOLDS,
        _("A term of yours ends soon"),
    ),
    "leadership.term_ends_soon": NoticeKind(
        _("A term in “%(title)s” ends on %(day)s. Time to find who comes next."),
        LOOKS_AFTER,
        _("A term ends soon"),
    ),
    "leadership.term_ended": NoticeKind(
        _("Your term in “%(title)s” has ended. Thank you for leading."),
        _("you held this leadership task"),
        _("A term of yours has ended"),
    ),
    "leadership.to_hand_over": NoticeKind(
        _("“%(title)s” is to be handed over: its holder leaves on %(day)s."),
        LOOKS_AFTER,
        _("Somebody who holds a leadership task leaves"),
    ),
    "leadership.task_kept": NoticeKind(
        _("“%(title)s” stays with who holds it: nothing is handed over."),
        _("it concerns a leadership task that you hold or look after"),
        _("A handover is dropped"),
    ),
    "leadership.moved_away": NoticeKind(
        _("“%(title)s”: its holder works in another unit from %(day)s. Hand it over, or let them keep it."),
        _("it concerns a leadership task that you hold or look after"),
        _("Somebody who holds a leadership task moves"),
    ),
    "leadership.away": NoticeKind(
        _("“%(title)s”: its holder is on leave from %(day)s, and nobody stands in. Arrange a cover."),
        LOOKS_AFTER,
        _("Somebody who holds a leadership task is away"),
    ),
    "leadership.stands_in": NoticeKind(
        _("“%(title)s” is yours to look after from %(day)s, while its holder is on leave."),
        _("you are their deputy, or cover for them"),
        _("You stand in for somebody on leave"),
    ),
    "leadership.steps_in": NoticeKind(
        _("“%(title)s” is yours from %(day)s: you step in for who leaves."),
        _("you are their deputy, or cover for them"),
        _("You step in for somebody who leaves"),
    ),
    "leadership.offer_left": NoticeKind(
        _("Your offer of “%(title)s” is closed: they leave before it begins."),
        _("you offered it"),
        _("Somebody leaves to whom you offered a leadership task"),
    ),
    "leadership.handed_over": NoticeKind(
        _("“%(title)s” is handed over: read the note and the list."),
        _("you follow in this leadership task, or look after it"),
        _("A leadership task is handed over"),
    ),
}
