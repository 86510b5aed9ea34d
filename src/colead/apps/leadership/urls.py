"""The addresses of this app. Words (`new/`) stand before the number of a task or a scenario."""

from django.urls import path

from colead.apps.leadership import workflow
from colead.apps.leadership.views import (
    applications,
    assignments,
    board,
    calendar,
    handovers,
    offers,
    scenarios,
    steps,
    tasks,
)

LEADERSHIP = "o/<slug:organisation>/leadership/"
TASKS = LEADERSHIP + "tasks/"
TASK = TASKS + "<int:task>/"
ALLOCATE = LEADERSHIP + "allocate/"
SCENARIO = ALLOCATE + "<int:scenario>/"
APPLICATION = LEADERSHIP + "applications/<int:application>/"
OFFER = LEADERSHIP + "offers/<int:offer>/"
ASSIGNMENT = LEADERSHIP + "assignments/<int:assignment>/"
HANDOVER = LEADERSHIP + "handovers/<int:handover>/"
SPREAD = LEADERSHIP + "spread/"

app_name = "leadership"
urlpatterns = [
    path(LEADERSHIP, board.board_page, name="board"),
    path(LEADERSHIP + "recipes/", board.gallery, name="recipes"),
    path(TASKS + "new/", tasks.open_page, name="open_task"),
    path(TASK, tasks.show, name="task"),
    path(TASK + "print/", tasks.on_paper, name="mandate_on_paper"),
    path(TASK + "change/", tasks.details, name="change_task"),
    path(TASK + "accountabilities/", tasks.accountabilities, name="change_accountabilities"),
    path(TASK + "needs/", tasks.needed, name="change_needs"),
    path(TASK + "mandate/", tasks.mandate, name="change_mandate"),
    path(TASK + "close/", tasks.close, name="close_task"),
    path(ALLOCATE, scenarios.scenario_list, name="scenarios"),
    path(ALLOCATE + "new/", scenarios.new_scenario, name="new_scenario"),
    path(ALLOCATE + "forget/", scenarios.forget, name="forget_person"),
    path(ALLOCATE + "compare/", scenarios.compare_scenarios, name="compare_scenarios"),
    path(SCENARIO, scenarios.scenario_page, name="scenario"),
    path(SCENARIO + "take/", scenarios.take, name="take_scenario"),
    path(SCENARIO + "mend/", scenarios.mend, name="mend_scenario"),
    path(SCENARIO + "delete/", scenarios.delete, name="delete_scenario"),
    path(SCENARIO + "scenario.json", scenarios.scenario_json, name="scenario_json"),
    path(SCENARIO + "scenario.csv", scenarios.scenario_csv, name="scenario_csv"),
    path(LEADERSHIP + "mine/", board.mine, name="mine"),
    path(LEADERSHIP + "mine/calendar/", calendar.calendar, name="calendar"),
    path(LEADERSHIP + "mine/calendar/off/", calendar.calendar_off, name="calendar_off"),
    path("calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path(LEADERSHIP + "who-led/", board.who_led, name="who_led"),
    path(LEADERSHIP + "who-led/who-led.csv", board.who_led_csv, name="who_led_csv"),
    path(TASK + "volunteer/", applications.volunteer, name="volunteer"),
    path(TASK + "suggest/", applications.suggest, name="suggest"),
    path(TASK + "offer/", offers.offer_task, name="offer_task"),
    path(APPLICATION + "answer/", applications.answer_suggestion, name="answer_suggestion"),
    path(OFFER, offers.offer, name="offer"),
    path(OFFER + "accept/", offers.accept_offer, name="accept_offer"),
    *steps.addresses(workflow.APPLICATION, APPLICATION),
    *steps.addresses(workflow.OFFER, OFFER),
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
    path(HANDOVER + "keep/", handovers.keep_task, name="keep_task"),
    path(SPREAD, board.spread, name="spread"),
    path(SPREAD + "months.csv", board.spread_months_csv, name="spread_months_csv"),
    path(SPREAD + "units.csv", board.spread_units_csv, name="spread_units_csv"),
]
