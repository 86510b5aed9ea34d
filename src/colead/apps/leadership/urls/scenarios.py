"""Allocations of tasks to strengths, side by side. Words stand before the number of a scenario."""

from django.urls import path

from colead.apps.leadership.views import scenario_changes, scenario_exports, scenarios

ALLOCATE = "o/<slug:organisation>/leadership/allocate/"
SCENARIO = ALLOCATE + "<int:scenario>/"

urlpatterns = [
    path(ALLOCATE, scenarios.scenario_list, name="scenarios"),
    path(ALLOCATE + "new/", scenario_changes.new_scenario, name="new_scenario"),
    path(ALLOCATE + "compare/", scenarios.compare_scenarios, name="compare_scenarios"),
    path(SCENARIO, scenarios.scenario_page, name="scenario"),
    path(SCENARIO + "take/", scenario_changes.take, name="take_scenario"),
    path(SCENARIO + "mend/", scenario_changes.mend, name="mend_scenario"),
    path(SCENARIO + "delete/", scenario_changes.delete, name="delete_scenario"),
    path(SCENARIO + "scenario.json", scenario_exports.scenario_json, name="scenario_json"),
    path(SCENARIO + "scenario.csv", scenario_exports.scenario_csv, name="scenario_csv"),
]
