"""What may be done with offers, applications, assignments, handovers and scenarios: the tables of the tests.

Alma is the person. Bo leads her unit and so looks after the task, as do Carla (people team) and Olga (owner,
on no staff list). Uma made the offer, or the suggestion. Finn is a peer; Gerd holds a seat of the same
task. Dan is a consultant.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from apps.leadership.builders import NOW, application, assignment, build_house, offer, task
from apps.leadership.scenario_house import AGREED, WIDE, build_board, conflicting, withdraw
from cast import DAY, Cast, member
from colead.apps.jobs.models import Job
from colead.apps.leadership.models import Application, Assignment, Handover, HandoverItem, Offer, Scenario
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.services import (
    applications,
    assignments,
    endings,
    handovers,
    offers,
    scenarios,
    tasks,
    turnover,
)
from colead.apps.leadership.services.offers import Place
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import APPLICATION, OFFER
from colead.kit.roles import Member, console
from house.machines import Machine

SOON = DAY + timedelta(days=7)
LATER = DAY + timedelta(days=30)


class Stage(Machine):
    """The clinic with a roster of three seats in Alma's unit, one of them Gerd's."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.house = build_house(cast)
        self.people = self.house.people
        for name in ("finn", "gerd"):
            self.people[name].user = member(cast.clinic, name).user
            self.people[name].save()
        self.roster = task(self.house, seats=3)
        self.gerds = assignment(self.roster, self.people["gerd"])

    def parties(self) -> dict[str, Member]:
        cast = self.cast
        peer, holder = (
            Member(organisation=cast.clinic, role=cast.alma.role, user=self.people[name].user)
            for name in ("finn", "gerd")
        )
        return {
            "person": cast.alma,
            "steward": cast.bo,
            "asker": cast.uma,
            "peer": peer,
            "holder": holder,
            "team": cast.carla,
            "owner": cast.olga,
            "consultant": cast.dan,
        }

    def leaves(self, name: str) -> None:
        """Their position ends, and those concerned are told."""
        self.people[name].positions.update(valid_until=SOON)
        turnover.settle(by=console(self.cast.clinic), now=NOW)
        for job in Job.objects.filter(work="leadership.tell_of_leavings"):
            turnover.tell_of_leavings(organisation=self.cast.clinic, now=NOW, **job.arguments)

    def fill(self, *, but: int = 0) -> None:
        """Leave so many seats of the roster free."""
        assignment(self.roster, self.people["eva"])
        if not but:
            assignment(self.roster, self.people["asta"])


class Offers(Stage):
    name, model = "offer", Offer
    table = """
        action    before     after      person  steward  asker  peer  holder  team  owner  consultant
        offer     new        open       role    yes      role   role  role    yes   yes    role
        beside    new        open       role    yes      role   role  yes     yes   yes    role
        accept    open       accepted   yes     .        .      .     .       .     .      .
        accept    accepted   -          same    .        .      .     .       .     .      .
        accept    declined   -          late    .        .      .     .       .     .      .
        accept    withdrawn  -          late    .        .      .     .       .     .      .
        accept    filled     -          late    .        .      .     .       .     .      .
        decline   open       declined   yes     .        .      .     .       .     .      .
        decline   accepted   -          late    .        .      .     .       .     .      .
        decline   declined   -          same    .        .      .     .       .     .      .
        decline   withdrawn  -          late    .        .      .     .       .     .      .
        decline   filled     -          late    .        .      .     .       .     .      .
        withdraw  open       withdrawn  .       yes      yes    .     .       yes   yes    .
        withdraw  accepted   -          .       late     late   .     .       late  late   .
        withdraw  declined   -          .       late     late   .     .       late  late   .
        withdraw  withdrawn  -          .       same     same   .     .       same  same   .
        withdraw  filled     -          .       late     late   .     .       late  late   .
        accept_beside    open  accepted   yes     .        .      .     .       .     .      .
        decline_beside   open  declined   yes     .        .      .     .       .     .      .
        withdraw_beside  open  withdrawn  .       yes      yes    .     .       yes   yes    .
    """
    effects = """
        action                   by       entry             told
        offer                    steward  offered           person:offered
        beside                   holder   offered           person:offered
        accept                   person   accepted          asker:accepted
        decline                  person   declined          asker:declined
        withdraw                 asker    offer_withdrawn   person:offer_withdrawn
        somebody_takes_the_seat  -        accepted          person:seats_filled
        its_days_pass            -        offers_overtaken  -
        they_leave               -        left              asker:offer_left
    """
    follows = """
        step         cause                    before     after
        fill         somebody_takes_the_seat  open       filled
        fill         somebody_takes_the_seat  accepted   accepted
        fill         somebody_takes_the_seat  declined   declined
        fill         somebody_takes_the_seat  withdrawn  withdrawn
        fill         somebody_takes_the_seat  filled     filled
        lose_holder  the_holder_goes          open       withdrawn
        lose_holder  the_holder_goes          accepted   accepted
        lose_holder  the_holder_goes          declined   declined
        lose_holder  the_holder_goes          withdrawn  withdrawn
        lose_holder  the_holder_goes          filled     filled
        close        the_task_closes          open       withdrawn
        close        the_task_closes          accepted   accepted
        close        the_task_closes          declined   declined
        close        the_task_closes          withdrawn  withdrawn
        close        the_task_closes          filled     filled
        lapse        its_days_pass            open       withdrawn
        lapse        its_days_pass            accepted   accepted
        lapse        its_days_pass            declined   declined
        lapse        its_days_pass            withdrawn  withdrawn
        lapse        its_days_pass            filled     filled
        leave        they_leave               open       withdrawn
        leave        they_leave               accepted   accepted
        leave        they_leave               declined   declined
        leave        they_leave               withdrawn  withdrawn
        leave        they_leave               filled     filled
    """

    def make(self, state: str) -> Offer:
        made = assignment(self.roster, self.people["alma"]) if state == "accepted" else None
        return offer(
            self.roster,
            self.people["alma"],
            state=state,
            offered_by=self.cast.uma.user,
            ends_on=LATER,
            assignment=made,
        )

    def offer(self, by: Member, _row: None) -> Offer:
        return offers.offer_task(by=by, task_id=self.roster.pk, person=self.people["alma"], now=NOW)

    def beside(self, by: Member, _row: None) -> Offer:
        place = Place(kind=Kind.DEPUTY, beside=self.gerds.pk)
        alma = self.people["alma"]
        return offers.offer_task(by=by, task_id=self.roster.pk, person=alma, place=place, now=NOW)

    def accept(self, by: Member, row: Offer) -> Any:
        return offers.accept_offer(by=by, offer_id=row.pk, now=NOW)

    def decline(self, by: Member, row: Offer) -> Any:
        return take_step(OFFER, "decline", by=by, row_id=row.pk, now=NOW)

    def withdraw(self, by: Member, row: Offer) -> Any:
        return take_step(OFFER, "withdraw", by=by, row_id=row.pk, now=NOW)

    def accept_beside(self, by: Member, row: Offer) -> Any:
        return self.accept(by, self.beside_gerd(row))

    def decline_beside(self, by: Member, row: Offer) -> Any:
        return self.decline(by, self.beside_gerd(row))

    def withdraw_beside(self, by: Member, row: Offer) -> Any:
        return self.withdraw(by, self.beside_gerd(row))

    def beside_gerd(self, row: Offer) -> Offer:
        """An offer to be his deputy, which is not his to answer."""
        Offer.objects.filter(pk=row.pk).update(kind=Kind.DEPUTY, beside=self.gerds)
        return row

    def somebody_takes_the_seat(self, row: Offer) -> None:
        self.fill(but=0 if row.state == "accepted" else 1)
        if row.state != "accepted":
            last = offer(self.roster, self.people["finn"])
            offers.accept_offer(by=self.parties()["peer"], offer_id=last.pk, now=NOW)

    def the_holder_goes(self, row: Offer) -> None:
        self.beside_gerd(row)
        assignments.give_back(by=self.parties()["holder"], assignment_id=self.gerds.pk, day=SOON, now=NOW)

    def the_task_closes(self, _row: Offer) -> None:
        tasks.close_task(by=self.cast.bo, task_id=self.roster.pk, day=SOON, now=NOW)

    def they_leave(self, row: Offer) -> None:
        Offer.objects.filter(pk=row.pk).update(starts_on=SOON)
        self.leaves("alma")

    def its_days_pass(self, _row: Offer) -> None:
        endings.withdraw_overtaken_offers(by=console(self.cast.clinic), today=LATER, now=NOW)


class Applications(Stage):
    """After a no, or an offer, one may volunteer or be suggested anew: that is another application."""

    name, model = "application", Application
    table = """
        action     before     after      person  steward  asker  peer  holder  team  owner  consultant
        volunteer  new        open       yes     yes      yes    yes   late    yes   .      role
        volunteer  suggested  open       yes     /        /      /     /       /     /      /
        volunteer  open       -          same    /        /      /     /       /     /      /
        volunteer  offered    offered    yes     /        /      /     /       /     /      /
        volunteer  quiet      quiet      yes     /        /      /     /       /     /      /
        volunteer  withdrawn  withdrawn  yes     /        /      /     /       /     /      /
        volunteer  filled     filled     yes     /        /      /     /       /     /      /
        suggest    new        suggested  wrong   yes      yes    yes   yes     yes   .      role
        suggest    suggested  suggested  wrong   yes      yes    yes   yes     yes   .      role
        suggest    open       open       wrong   yes      yes    yes   yes     yes   .      role
        suggest    offered    offered    wrong   yes      yes    yes   yes     yes   .      role
        suggest    quiet      quiet      wrong   yes      yes    yes   yes     yes   .      role
        suggest    withdrawn  withdrawn  wrong   yes      yes    yes   yes     yes   .      role
        suggest    filled     filled     wrong   yes      yes    yes   yes     yes   .      role
        agree      suggested  open       yes     .        .      .     .       .     .      role
        agree      open       -          same    .        .      .     .       .     .      role
        agree      offered    -          late    .        .      .     .       .     .      role
        agree      quiet      -          late    .        .      .     .       .     .      role
        agree      withdrawn  -          late    .        .      .     .       .     .      role
        agree      filled     -          late    .        .      .     .       .     .      role
        refuse     suggested  quiet      yes     .        .      .     .       .     .      role
        refuse     open       -          late    .        .      .     .       .     .      role
        refuse     offered    -          late    .        .      .     .       .     .      role
        refuse     quiet      -          same    .        .      .     .       .     .      role
        refuse     withdrawn  -          late    .        .      .     .       .     .      role
        refuse     filled     -          late    .        .      .     .       .     .      role
        withdraw   suggested  -          late    .        .      .     .       .     .      role
        withdraw   open       withdrawn  yes     .        .      .     .       .     .      role
        withdraw   offered    -          late    .        .      .     .       .     .      role
        withdraw   quiet      -          late    .        .      .     .       .     .      role
        withdraw   withdrawn  -          same    .        .      .     .       .     .      role
        withdraw   filled     -          late    .        .      .     .       .     .      role
    """
    effects = """
        action                  by      entry                  told
        volunteer               person  volunteered            steward:volunteered
        suggest                 asker   suggested              person:suggested
        agree                   person  volunteered            steward:volunteered
        refuse                  person  -                      -
        withdraw                person  application_withdrawn  -
        the_last_seat_is_taken  -       accepted               person:seats_filled
    """
    follows = """
        step           cause                   before     after
        get_offer      an_offer_is_made        open       offered
        get_offer      an_offer_is_made        suggested  suggested
        get_offer      an_offer_is_made        quiet      quiet
        get_offer      an_offer_is_made        withdrawn  withdrawn
        get_seat       they_say_yes            open       offered
        get_seat       they_say_yes            suggested  offered
        get_seat       they_say_yes            offered    offered
        get_seat       they_say_yes            quiet      quiet
        get_seat       they_say_yes            withdrawn  withdrawn
        lose_offer     it_is_taken_back        offered    open
        lose_offer     it_is_taken_back        suggested  suggested
        lose_offer     it_is_taken_back        quiet      quiet
        lose_offer     it_is_taken_back        withdrawn  withdrawn
        say_no         they_say_no             open       withdrawn
        say_no         they_say_no             offered    withdrawn
        say_no_unseen  they_say_no             suggested  quiet
        say_no         they_say_no             quiet      quiet
        say_no         they_say_no             filled     filled
        fill           the_last_seat_is_taken  open       filled
        fill_unseen    the_last_seat_is_taken  suggested  filled
        fill           the_last_seat_is_taken  offered    offered
        fill           the_last_seat_is_taken  quiet      quiet
        fill           the_last_seat_is_taken  withdrawn  withdrawn
        close          the_task_closes         open       withdrawn
        close          the_task_closes         suggested  withdrawn
        close          the_task_closes         offered    offered
        close          the_task_closes         quiet      quiet
        close          the_task_closes         filled     filled
        leave          they_leave              open       withdrawn
        leave          they_leave              suggested  withdrawn
        leave          they_leave              offered    withdrawn
        leave          they_leave              quiet      quiet
        leave          they_leave              filled     filled
    """

    def make(self, state: str) -> Application:
        suggested_by = self.people["uma"] if state in {"suggested", "quiet"} else None
        return application(self.roster, self.people["alma"], state=state, suggested_by=suggested_by)

    def volunteer(self, by: Member, _row: Any) -> Application:
        return applications.volunteer(by=by, task_id=self.roster.pk, now=NOW)

    def suggest(self, by: Member, _row: Any) -> Application | None:
        alma = self.people["alma"]
        applications.suggest_colleague(by=by, task_id=self.roster.pk, person=alma, now=NOW)
        return Application.objects.filter(task=self.roster, person=alma).first()

    def agree(self, by: Member, row: Application) -> Any:
        return take_step(APPLICATION, "agree", by=by, row_id=row.pk, now=NOW)

    def refuse(self, by: Member, row: Application) -> Any:
        return take_step(APPLICATION, "refuse", by=by, row_id=row.pk, now=NOW)

    def withdraw(self, by: Member, row: Application) -> Any:
        return take_step(APPLICATION, "withdraw", by=by, row_id=row.pk, now=NOW)

    def an_offer_is_made(self, _row: Application) -> None:
        offers.offer_task(by=self.cast.bo, task_id=self.roster.pk, person=self.people["alma"], now=NOW)

    def they_say_yes(self, _row: Application) -> None:
        made = offer(self.roster, self.people["alma"])
        offers.accept_offer(by=self.cast.alma, offer_id=made.pk, now=NOW)

    def they_say_no(self, _row: Application) -> None:
        made = offer(self.roster, self.people["alma"])
        take_step(OFFER, "decline", by=self.cast.alma, row_id=made.pk, now=NOW)

    def it_is_taken_back(self, _row: Application) -> None:
        made = offer(self.roster, self.people["alma"])
        take_step(OFFER, "withdraw", by=self.cast.bo, row_id=made.pk, now=NOW)

    def the_last_seat_is_taken(self, _row: Application) -> None:
        self.fill(but=1)
        last = offer(self.roster, self.people["finn"])
        offers.accept_offer(by=self.parties()["peer"], offer_id=last.pk, now=NOW)

    def the_task_closes(self, _row: Application) -> None:
        tasks.close_task(by=self.cast.bo, task_id=self.roster.pk, day=SOON, now=NOW)

    def they_leave(self, _row: Application) -> None:
        self.people["alma"].positions.update(valid_until=DAY)
        turnover.settle(by=console(self.cast.clinic), now=NOW)


class Assignments(Stage):
    """With another end than none, the end lies ahead: until then something else may end it earlier."""

    name, model, column = "assignment", Assignment, "ending"
    table = """
        action        before       after        person  steward  asker  peer  holder  team  owner  consultant
        give_back     none         given_back   yes     .        .      .     .       .     .      .
        give_back     term         given_back   yes     .        .      .     .       .     .      .
        give_back     given_back   -            same    .        .      .     .       .     .      .
        give_back     handed_over  given_back   yes     .        .      .     .       .     .      .
        give_back     trial        given_back   yes     .        .      .     .       .     .      .
        give_back     closed       given_back   yes     .        .      .     .       .     .      .
        give_back     left         given_back   yes     .        .      .     .       .     .      .
        keep_trial    none         none         yes     yes      .      .     .       yes   yes    .
        keep_trial    term         term         yes     yes      .      .     .       yes   yes    .
        keep_trial    given_back   given_back   yes     yes      .      .     .       yes   yes    .
        keep_trial    handed_over  handed_over  yes     yes      .      .     .       yes   yes    .
        keep_trial    trial        -            same    same     .      .     .       same  same   .
        keep_trial    closed       closed       yes     yes      .      .     .       yes   yes    .
        keep_trial    left         left         yes     yes      .      .     .       yes   yes    .
        end_trial     none         trial        yes     yes      .      .     .       yes   yes    .
        end_trial     term         trial        yes     yes      .      .     .       yes   yes    .
        end_trial     given_back   trial        yes     yes      .      .     .       yes   yes    .
        end_trial     handed_over  trial        yes     yes      .      .     .       yes   yes    .
        end_trial     trial        -            same    same     .      .     .       same  same   .
        end_trial     closed       trial        yes     yes      .      .     .       yes   yes    .
        end_trial     left         trial        yes     yes      .      .     .       yes   yes    .
        change_share  none         none         yes     .        .      .     .       .     .      .
        change_share  term         term         yes     .        .      .     .       .     .      .
        change_share  given_back   given_back   yes     .        .      .     .       .     .      .
        change_share  handed_over  handed_over  yes     .        .      .     .       .     .      .
        change_share  trial        trial        yes     .        .      .     .       .     .      .
        change_share  closed       closed       yes     .        .      .     .       .     .      .
        change_share  left         none         yes     .        .      .     .       .     .      .
    """
    effects = """
        action         by       entry          told
        give_back      person   given_back     steward:given_back
        keep_trial     person   trial_kept     steward:trial_kept
        keep_trial     steward  trial_kept     person:trial_kept
        end_trial      team     trial_ended    person:trial_ended,steward:trial_ended
        change_share   person   share_changed  -
        its_term_ends  -        terms_ended    person:term_ended
        they_leave     -        left           steward:to_hand_over
        their_holder_goes  -    left           person:steps_in,steward:to_hand_over
    """
    follows = """
        step       cause              before       after
        begin      they_say_yes       new          none
        hand_over  it_is_handed_over  none         handed_over
        hand_over  it_is_handed_over  given_back   handed_over
        hand_over  it_is_handed_over  term         handed_over
        hand_over  it_is_handed_over  trial        handed_over
        hand_over  it_is_handed_over  handed_over  handed_over
        hand_over  it_is_handed_over  closed       handed_over
        close      the_task_closes    none         closed
        close      the_task_closes    term         closed
        close      the_task_closes    given_back   closed
        close      the_task_closes    handed_over  closed
        close      the_task_closes    trial        closed
        run_out    its_term_ends      none         term
        run_out    its_term_ends      given_back   given_back
        run_out    its_term_ends      handed_over  handed_over
        run_out    its_term_ends      trial        trial
        run_out    its_term_ends      closed       closed
        run_out    its_term_ends      left         left
        hand_over  it_is_handed_over  left         handed_over
        close      the_task_closes    left         closed
        leave      they_leave         none         left
        leave      they_leave         term         left
        leave      they_leave         given_back   left
        leave      they_leave         handed_over  left
        leave      they_leave         trial        left
        leave      they_leave         closed       left
        leave      they_leave         left         left
        stay       nobody_leaves      left         none
        stay       nobody_leaves      given_back   given_back
        step_in    their_holder_goes  new          none
    """

    def make(self, state: str) -> Assignment:
        ending = "" if state == "none" else state
        alma = self.people["alma"]
        return assignment(self.roster, alma, ending=ending, valid_until=LATER, trial_until=SOON)

    def give_back(self, by: Member, row: Assignment) -> Any:
        return assignments.give_back(by=by, assignment_id=row.pk, day=SOON, now=NOW)

    def keep_trial(self, by: Member, row: Assignment) -> Any:
        return assignments.end_trial(by=by, assignment_id=row.pk, keep=True, now=NOW)

    def end_trial(self, by: Member, row: Assignment) -> Any:
        return assignments.end_trial(by=by, assignment_id=row.pk, keep=False, now=NOW)

    def change_share(self, by: Member, row: Assignment) -> Any:
        half = Decimal("0.5")
        return assignments.change_share(by=by, assignment_id=row.pk, share=half, day=SOON, now=NOW)

    def they_say_yes(self, _row: None) -> Assignment:
        made = offer(self.roster, self.people["alma"])
        return offers.accept_offer(by=self.cast.alma, offer_id=made.pk, now=NOW)

    def it_is_handed_over(self, row: Assignment) -> None:
        begun = handovers.start_handover(by=self.cast.alma, assignment_id=row.pk, now=NOW)
        handovers.finish_handover(by=self.cast.alma, handover_id=begun.pk, day=SOON, now=NOW)

    def the_task_closes(self, _row: Assignment) -> None:
        tasks.close_task(by=self.cast.bo, task_id=self.roster.pk, day=SOON, now=NOW)

    def they_leave(self, _row: Assignment) -> None:
        self.leaves("alma")

    def nobody_leaves(self, _row: Assignment) -> None:
        turnover.settle(by=console(self.cast.clinic), now=NOW)

    def their_holder_goes(self, _row: None) -> Assignment:
        assignment(self.roster, self.people["alma"], kind=Kind.DEPUTY, beside=self.gerds)
        self.leaves("gerd")
        return Assignment.objects.get(stands_in_for=self.gerds)

    def its_term_ends(self, _row: Assignment) -> None:
        endings.record_ended_terms(by=console(self.cast.clinic), today=LATER, now=NOW)


class Handovers(Stage):
    name, model = "handover", Handover
    table = """
        action  before  after  person  steward  asker  peer  holder  team  owner  consultant
        start   new     open   yes     yes      .      .     .       yes   yes    .
        start   open    -      same    same     .      .     .       same  same   .
        start   done    -      same    same     .      .     .       same  same   .
        note    open    open   yes     yes      .      .     .       yes   yes    .
        note    done    -      late    late     .      .     .       late  late   .
        tick    open    open   yes     yes      .      .     .       yes   yes    .
        tick    done    -      late    late     .      .     .       late  late   .
        keep    open    gone   yes     yes      .      .     .       yes   yes    .
        keep    done    -      late    late     .      .     .       late  late   .
        finish  open    done   yes     yes      .      .     .       yes   yes    .
        finish  done    -      same    same     .      .     .       same  same   .
    """
    effects = """
        action  by       entry                  told
        start   person   handover_started       -
        note    person   handover_note_written  -
        tick    steward  handover_item_ticked   -
        keep    person   task_kept              steward:task_kept
        keep    steward  task_kept              person:task_kept
        finish  person   handed_over            holder:handed_over,steward:handed_over
        finish  steward  handed_over            holder:handed_over
    """
    follows = """
        step        cause                   before  after
        leave_note  it_is_given_back_early  new     done
        leave_note  it_is_given_back_early  open    done
        leave_note  it_is_given_back_early  done    done
        fall_due    they_leave              new     open
        fall_due    they_leave              open    open
        fall_due    they_leave              done    done
    """

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.almas = assignment(self.roster, self.people["alma"])

    def make(self, state: str) -> Handover:
        done_at = NOW if state == "done" else None
        shared = {"organisation": self.cast.clinic}
        made = Handover.objects.create(
            assignment=self.almas, state=state, started_at=NOW, done_at=done_at, **shared
        )
        HandoverItem.objects.create(handover=made, text="Show where the keys are", **shared)
        return made

    def start(self, by: Member, _row: Any) -> Handover:
        return handovers.start_handover(by=by, assignment_id=self.almas.pk, now=NOW)

    def note(self, by: Member, row: Handover) -> Any:
        return handovers.write_note(by=by, handover_id=row.pk, note="Ask Eva.", now=NOW)

    def tick(self, by: Member, row: Handover) -> Any:
        return handovers.tick_item(by=by, item_id=row.items.get().pk, is_done=True, now=NOW)

    def keep(self, by: Member, row: Handover) -> Any:
        return handovers.keep_task(by=by, handover_id=row.pk, now=NOW)

    def finish(self, by: Member, row: Handover) -> Any:
        return handovers.finish_handover(by=by, handover_id=row.pk, day=SOON, now=NOW)

    def they_leave(self, _row: Any) -> Handover:
        self.leaves("alma")
        return Handover.objects.get(assignment=self.almas)

    def it_is_given_back_early(self, _row: Any) -> Handover:
        by, number = self.cast.alma, self.almas.pk
        assignments.give_back(by=by, assignment_id=number, day=SOON, note="The keys are with Eva.", now=NOW)
        return Handover.objects.get(assignment=self.almas)


class Scenarios(Stage):
    """A job may run again: what was computed is computed anew."""

    name, model = "scenario", Scenario
    table = """
        action  before    after     person  steward  asker  peer  holder  team  owner  consultant
        ask     new       waiting   role    role     role   role  role    yes   yes    role
        take    waiting   -         role    role     role   role  role    late  late   role
        take    proposed  proposed  role    role     role   role  role    yes   yes    role
        take    conflict  -         role    role     role   role  role    late  late   role
        take    failed    -         role    role     role   role  role    late  late   role
        delete  waiting   gone      role    role     role   role  role    yes   yes    role
        delete  proposed  gone      role    role     role   role  role    yes   yes    role
        delete  conflict  gone      role    role     role   role  role    yes   yes    role
        delete  failed    gone      role    role     role   role  role    yes   yes    role
    """
    effects = """
        action          by    entry              told
        ask             team  scenario_created   -
        take            team  scenario_taken     -
        delete          team  scenario_deleted   -
        it_is_computed  -     scenario_computed  -
    """
    follows = """
        step           cause             before    after
        propose        it_is_computed    waiting   proposed
        propose        it_is_computed    proposed  proposed
        propose        it_is_computed    conflict  proposed
        propose        it_is_computed    failed    proposed
        find_conflict  it_asks_too_much  waiting   conflict
        find_conflict  it_asks_too_much  proposed  conflict
        find_conflict  it_asks_too_much  conflict  conflict
        find_conflict  it_asks_too_much  failed    conflict
        fail           nobody_agrees     waiting   failed
        fail           nobody_agrees     proposed  failed
        fail           nobody_agrees     conflict  failed
        fail           nobody_agrees     failed    failed
    """

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.board = build_board(self.house)

    def make(self, state: str) -> Scenario:
        return Scenario.objects.create(
            organisation=self.cast.clinic,
            name="Spring",
            as_of=DAY,
            state=state,
            wishes=WIDE.to_dict(),
            created_at=NOW,
            computed_at=None if state == "waiting" else NOW,
        )

    def ask(self, by: Member, _row: None) -> Scenario:
        return scenarios.create_scenario(by=by, name="Spring", day=DAY, wishes=WIDE, now=NOW)

    def take(self, by: Member, row: Scenario) -> Any:
        return scenarios.take_scenario(by=by, scenario=row.pk, now=NOW)

    def delete(self, by: Member, row: Scenario) -> Any:
        return scenarios.delete_scenario(by=by, scenario=row.pk, now=NOW)

    def it_is_computed(self, row: Scenario) -> None:
        scenarios.compute_scenario(by=self.cast.carla, scenario=row.pk, now=NOW)

    def it_asks_too_much(self, row: Scenario) -> None:
        row.wishes = conflicting(self.board).to_dict()
        row.save()
        self.it_is_computed(row)

    def nobody_agrees(self, row: Scenario) -> None:
        for name in AGREED:
            withdraw(self.people[name])
        self.it_is_computed(row)


MACHINES = (Offers, Applications, Assignments, Handovers, Scenarios)
