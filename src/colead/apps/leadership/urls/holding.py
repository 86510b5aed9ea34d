"""From open to held: applications, offers, assignments, handovers, “My leadership”, who led what."""

from django.urls import path

from colead.apps.leadership.views import applications, assignments, handovers, held, mine, offers

LEADERSHIP = "o/<slug:organisation>/leadership/"
TASK = LEADERSHIP + "tasks/<int:task>/"
APPLICATION = LEADERSHIP + "applications/<int:application>/"
OFFER = LEADERSHIP + "offers/<int:offer>/"
ASSIGNMENT = LEADERSHIP + "assignments/<int:assignment>/"
HANDOVER = LEADERSHIP + "handovers/<int:handover>/"

urlpatterns = [
    path(LEADERSHIP + "mine/", mine.mine, name="mine"),
    path(LEADERSHIP + "held/", held.held, name="held"),
    path(LEADERSHIP + "held/held.csv", held.held_csv, name="held_csv"),
    path(TASK + "volunteer/", applications.volunteer, name="volunteer"),
    path(TASK + "nominate/", applications.nominate, name="nominate"),
    path(TASK + "offer/", offers.offer_task, name="offer_task"),
    path(APPLICATION + "withdraw/", applications.withdraw_application, name="withdraw_application"),
    path(APPLICATION + "answer/", applications.answer_nomination, name="answer_nomination"),
    path(OFFER, offers.offer, name="offer"),
    path(OFFER + "accept/", offers.accept_offer, name="accept_offer"),
    path(OFFER + "decline/", offers.decline_offer, name="decline_offer"),
    path(OFFER + "withdraw/", offers.withdraw_offer, name="withdraw_offer"),
    path(ASSIGNMENT, assignments.assignment, name="assignment"),
    path(ASSIGNMENT + "give-back/", assignments.give_back, name="give_back"),
    path(ASSIGNMENT + "share/", assignments.change_share, name="change_share"),
    path(ASSIGNMENT + "trial/", assignments.end_trial, name="end_trial"),
    path(ASSIGNMENT + "deputy/", assignments.find_deputy, name="find_deputy"),
    path(ASSIGNMENT + "cover/", assignments.arrange_cover, name="arrange_cover"),
    path(ASSIGNMENT + "extend/", assignments.extend_term, name="extend_term"),
    path(ASSIGNMENT + "evidence/", assignments.note_evidence, name="note_evidence"),
    path(ASSIGNMENT + "hand-over/", handovers.start_handover, name="start_handover"),
    path(HANDOVER, handovers.handover, name="handover"),
    path(HANDOVER + "note/", handovers.write_note, name="write_note"),
    path(HANDOVER + "items/<int:item>/", handovers.tick_item, name="tick_item"),
    path(HANDOVER + "finish/", handovers.finish_handover, name="finish_handover"),
]
