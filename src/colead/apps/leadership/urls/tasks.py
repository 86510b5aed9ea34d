"""The board, the recipes, and the pages of a task. `new/` stands before the number of a task."""

from django.urls import path

from colead.apps.leadership.views import board, change_task, recipes, tasks

TASKS = "o/<slug:organisation>/leadership/tasks/"
TASK = f"{TASKS}<int:task>/"

urlpatterns = [
    path("o/<slug:organisation>/leadership/", board.board_page, name="board"),
    path("o/<slug:organisation>/leadership/recipes/", recipes.gallery, name="recipes"),
    path(f"{TASKS}new/", tasks.open_page, name="open_task"),
    path(TASK, tasks.show, name="task"),
    path(f"{TASK}print/", tasks.on_paper, name="mandate_on_paper"),
    path(f"{TASK}change/", change_task.details, name="change_task"),
    path(f"{TASK}accountabilities/", change_task.accountabilities, name="change_accountabilities"),
    path(f"{TASK}needs/", change_task.needed, name="change_needs"),
    path(f"{TASK}mandate/", change_task.mandate, name="change_mandate"),
    path(f"{TASK}close/", change_task.close, name="close_task"),
]
