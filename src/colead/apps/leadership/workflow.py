"""The states of offers, applications, assignments, handovers and scenarios: who may do what, and who hears.

The words of a state are what the page says. Seats, periods and days are no states: services look after them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.leadership.stewards import stewards_to_tell, stewards_unit
from colead.apps.organisations.models import User
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.own_person import is_own, users_of
from colead.kit.workflow import (
    GONE,
    HOUSE,
    NEW,
    PERMITTED,
    Party,
    Refusal,
    Step,
    Text,
    Transition,
    Workflow,
    told,
)

TAKE_PART = permissions.TAKE_PART


def _followers(row: Any, _today: date) -> Iterable[User]:
    """Who else holds the task of a handover once it is handed over."""
    held = row.assignment
    rows = held.task.assignments.holders().filter(lasting_beyond(held.valid_until))
    others = rows.exclude(person=held.person_id)
    return users_of(one.person for one in others.select_related("person__user")).values()


PERSON = Party(
    "the person",
    lambda by, row, _today: is_own(by, row.person.pk),
    lambda row, _today: users_of([row.person]).values(),
)
OFFERER = Party(
    "who offered it",
    lambda by, row, _today: by.user is not None and by.user.pk == row.offered_by_id,
    lambda row, _today: [row.offered_by],
)
STEWARD = Party(
    "who looks after the task",
    lambda by, row, today: stewards_unit(by, row.task.unit, today=today),
    lambda row, today: stewards_to_tell(row.task.unit, today=today),
)
HOLDER = Party(
    "the holder, for a place beside them",
    lambda by, row, _today: row.beside is not None and is_own(by, row.beside.person_id),
)
COLLEAGUE = Party("a colleague", lambda by, row, _today: is_own(by, row.suggested_by_id))
FOLLOWERS = Party("who follows", users=_followers)


class OfferState(TextChoices):
    """What has become of an offer."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FILLED = "filled", _("the seats were filled")


class ApplicationState(TextChoices):
    """Where somebody stands who would like a task. Nobody but the person learns of QUIET."""

    SUGGESTED = "suggested", _("a colleague suggests you")
    OPEN = "open", _("would like to")
    OFFERED = "offered", _("has an offer")
    QUIET = "quiet", _("did not take it up")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FILLED = "filled", _("the seats were filled")


class Ending(TextChoices):
    """Why an assignment ends, on a day that may lie ahead; until then something else may end it earlier."""

    NONE = "", _("is held")
    TERM = "term", _("the term ended")
    GIVEN_BACK = "given_back", _("given back early")
    HANDED_OVER = "handed_over", _("handed over")
    TRIAL = "trial", _("the trial showed something else")
    CLOSED = "closed", _("the task was closed")
    LEFT = "left", _("they, or who held it beside them, left")


class HandoverState(TextChoices):
    """How far a handover is."""

    OPEN = "open", _("under way")
    DONE = "done", _("finished")


class ScenarioState(TextChoices):
    """What came of asking the engine."""

    WAITING = "waiting", _("is being computed")
    PROPOSED = "proposed", _("proposed")
    CONFLICT = "conflict", _("asks for what cannot be had together")
    FAILED = "failed", _("could not be computed")


def _all_but(ending: Ending) -> tuple[Ending, ...]:
    return tuple(one for one in Ending if one != ending)


Of, Ap, Ha, Sc = OfferState, ApplicationState, HandoverState, ScenarioState
NOTHING_NEEDED = _("Nothing more is needed from you.")
VOLUNTEERED = _("Thank you. Those who look after the task know that you would like it.")
SEATS_FILLED = _("The seats have been filled meanwhile. Thank you for being willing.")

# A row: action, from, to, who may, the entry in the audit log, who is told. HOUSE: what follows by itself.
# fmt: off
OFFER = Workflow(
    "offer", "leadership.Offer", OfferState,
    (
        Transition("offer", (NEW,), Of.OPEN, (STEWARD, HOLDER),
                   "offered", told("offered", PERSON), brings=("get_offer",)),
        Transition("accept", (Of.OPEN,), Of.ACCEPTED, (PERSON,),
                   "accepted", told("accepted", OFFERER), brings=("get_seat",)),
        Transition("decline", (Of.OPEN,), Of.DECLINED, (PERSON,),
                   "declined", told("declined", OFFERER), brings=("say_no", "say_no_unseen"),
                   step=Step("decline_offer", "Say no to one's own offer, with or without a reason.",
                             _("Fine. A no is a good answer, too."), "mine", _("No, thank you"), True)),
        Transition("withdraw", (Of.OPEN,), Of.WITHDRAWN, (OFFERER, STEWARD),
                   "offer_withdrawn", told("offer_withdrawn", PERSON), brings=("lose_offer",),
                   step=Step("withdraw_offer", "Take back an offer that waits.",
                             _("The offer is taken back."), "task", _("Take the offer back"))),
        Transition("lapse", (Of.OPEN,), Of.WITHDRAWN, (HOUSE,), "offers_overtaken", deadline="ends_on"),
        Transition("fill", (Of.OPEN,), Of.FILLED, (HOUSE,), tells=told("seats_filled", PERSON)),
        Transition("lose_holder", (Of.OPEN,), Of.WITHDRAWN, (HOUSE,)),
        Transition("close", (Of.OPEN,), Of.WITHDRAWN, (HOUSE,)),
        Transition("leave", (Of.OPEN,), Of.WITHDRAWN, (HOUSE,), tells=told("offer_left", OFFERER)),
    ),
    missing=Refusal("no_offer", _("There is no such offer for you.")),
    closed=Refusal("offer_closed", _("This offer is closed."), NOTHING_NEEDED),
    late={
        Of.ACCEPTED: Refusal("offer_closed", _("This offer has been accepted."), NOTHING_NEEDED),
        Of.DECLINED: Refusal("offer_closed", _("This offer has been declined."), NOTHING_NEEDED),
        Of.WITHDRAWN: Refusal("offer_closed", _("This offer has been taken back."), NOTHING_NEEDED),
        Of.FILLED: Refusal("offer_closed", SEATS_FILLED, NOTHING_NEEDED),
    },
    stamps={"answered_at": (Of.ACCEPTED, Of.DECLINED, Of.WITHDRAWN, Of.FILLED)},
)
# What its page says of an offer, where it says more than the state; and what only the person reads.
OFFER_WORDS: dict[str, Text] = {Of.FILLED: SEATS_FILLED}
OWN_OFFER_WORDS: dict[str, Text] = {
    Of.ACCEPTED: _("You have said yes."),
    Of.DECLINED: _("You have said no. Nothing more is needed."),
}

APPLICATION = Workflow(
    "application", "leadership.Application", ApplicationState,
    (
        Transition("volunteer", (NEW, Ap.SUGGESTED), Ap.OPEN, (PERSON,),
                   "volunteered", told("volunteered", STEWARD, page="task"), TAKE_PART),
        Transition("suggest", (NEW,), Ap.SUGGESTED, (COLLEAGUE,),
                   "suggested", told("suggested", PERSON, page="mine"), TAKE_PART),
        Transition("agree", (Ap.SUGGESTED,), Ap.OPEN, (PERSON,),
                   "volunteered", told("volunteered", STEWARD, page="task"), TAKE_PART,
                   step=Step("accept_suggestion", "Agree to a colleague's suggestion.", VOLUNTEERED)),
        Transition("refuse", (Ap.SUGGESTED,), Ap.QUIET, (PERSON,), needs=TAKE_PART,  # told nowhere
                   step=Step("decline_suggestion", "Decline a colleague's suggestion. Nobody learns of it.",
                             _("Fine. Nobody learns of it."), path="decline")),
        Transition("withdraw", (Ap.OPEN,), Ap.WITHDRAWN, (PERSON,), "application_withdrawn", needs=TAKE_PART,
                   step=Step("withdraw_application", "Take back that one would like the task.",
                             _("Your name is withdrawn."), "task", _("Withdraw my name"),
                             method="DELETE", path="")),
        Transition("get_offer", (Ap.OPEN,), Ap.OFFERED, (HOUSE,)),
        Transition("get_seat", (Ap.OPEN, Ap.SUGGESTED), Ap.OFFERED, (HOUSE,)),
        Transition("lose_offer", (Ap.OFFERED,), Ap.OPEN, (HOUSE,)),
        Transition("say_no", (Ap.OPEN, Ap.OFFERED), Ap.WITHDRAWN, (HOUSE,)),
        Transition("say_no_unseen", (Ap.SUGGESTED,), Ap.QUIET, (HOUSE,)),
        Transition("fill", (Ap.OPEN,), Ap.FILLED, (HOUSE,), tells=told("seats_filled", PERSON, page="mine")),
        Transition("fill_unseen", (Ap.SUGGESTED,), Ap.FILLED, (HOUSE,)),
        Transition("close", (Ap.OPEN, Ap.SUGGESTED), Ap.WITHDRAWN, (HOUSE,)),
        Transition("leave", (Ap.OPEN, Ap.SUGGESTED, Ap.OFFERED), Ap.WITHDRAWN, (HOUSE,)),
    ),
    missing=Refusal("no_application", _("There is no such application of yours.")),
    closed=Refusal("application_closed", _("This has been settled meanwhile."),
                   _("“My leadership” shows how it stands.")),
)

ANY_ENDING = tuple(Ending)
ASSIGNMENT = Workflow(
    "assignment", "leadership.Assignment", Ending,
    (
        Transition("begin", (NEW,), Ending.NONE, (HOUSE,)),
        Transition("change_share", ANY_ENDING, None, (PERSON,), "share_changed"),
        Transition("give_back", _all_but(Ending.GIVEN_BACK), Ending.GIVEN_BACK, (PERSON,),
                   "given_back", told("given_back", STEWARD, page="task")),
        Transition("keep_trial", _all_but(Ending.TRIAL), None, (PERSON, STEWARD), "trial_kept",
                   told("trial_kept", STEWARD, PERSON, page="task", others=True), again=(Ending.TRIAL,)),
        Transition("end_trial", _all_but(Ending.TRIAL), Ending.TRIAL, (PERSON, STEWARD), "trial_ended",
                   told("trial_ended", STEWARD, PERSON, page="task", others=True)),
        Transition("hand_over", ANY_ENDING, Ending.HANDED_OVER, (HOUSE,)),
        Transition("close", ANY_ENDING, Ending.CLOSED, (HOUSE,)),
        Transition("leave", ANY_ENDING, Ending.LEFT, (HOUSE,), "left", told("to_hand_over", STEWARD)),
        Transition("stay", (Ending.LEFT,), Ending.NONE, (HOUSE,)),
        Transition("step_in", (NEW,), Ending.NONE, (HOUSE,), tells=told("steps_in", PERSON)),
        Transition("run_out", (Ending.NONE,), Ending.TERM, (HOUSE,),
                   "terms_ended", told("term_ended", PERSON), deadline="valid_until"),
    ),
    missing=Refusal("no_assignment", _("There is no such assignment that you look after.")),
    closed=Refusal("has_ended", _("This assignment has ended."), _("Nothing more is needed.")),
    column="ending",
)

HANDOVER = Workflow(
    "handover", "leadership.Handover", HandoverState,
    (
        Transition("start", (NEW,), Ha.OPEN, (PERSON, STEWARD), "handover_started", again=(Ha.DONE,)),
        Transition("fall_due", (NEW,), Ha.OPEN, (HOUSE,)),
        Transition("note", (Ha.OPEN,), None, (PERSON, STEWARD), "handover_note_written"),
        Transition("tick", (Ha.OPEN,), None, (PERSON, STEWARD), "handover_item_ticked"),
        Transition("finish", (Ha.OPEN,), Ha.DONE, (PERSON, STEWARD), "handed_over",
                   told("handed_over", FOLLOWERS, STEWARD, others=True)),
        Transition("keep", (Ha.OPEN,), GONE, (PERSON, STEWARD), "task_kept",
                   told("task_kept", STEWARD, PERSON, page="task", others=True)),
        Transition("leave_note", (NEW, Ha.OPEN, Ha.DONE), Ha.DONE, (HOUSE,)),
    ),
    missing=Refusal("no_handover", _("There is no such handover.")),
    closed=Refusal("handover_done", _("The handover is finished."),
                   _("It stays as it was when it was finished.")),
    stamps={"done_at": (Ha.DONE,)},
)

SCENARIO = Workflow(
    "scenario", "leadership.Scenario", ScenarioState,
    (
        Transition("ask", (NEW,), Sc.WAITING, (PERMITTED,), "scenario_created", needs=permissions.ALLOCATE),
        Transition("propose", tuple(Sc), Sc.PROPOSED, (HOUSE,), "scenario_computed"),
        Transition("find_conflict", tuple(Sc), Sc.CONFLICT, (HOUSE,), "scenario_computed"),
        Transition("fail", tuple(Sc), Sc.FAILED, (HOUSE,), "scenario_computed"),
        Transition("take", (Sc.PROPOSED,), None, (PERMITTED,), "scenario_taken", needs=permissions.ALLOCATE),
        Transition("delete", tuple(Sc), GONE, (PERMITTED,), "scenario_deleted", needs=permissions.ALLOCATE),
    ),
    missing=Refusal("no_scenario", _("There is no such scenario.")),
    closed=Refusal("nothing_proposed", _("There is no proposal to take."), _("Wait until it is computed.")),
    stamps={"computed_at": (Sc.PROPOSED, Sc.CONFLICT, Sc.FAILED)},
)
