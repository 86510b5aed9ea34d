"""The board, the recipes, and the pages of a task. `new/` stands before the number of a task."""

from django.urls import path

from colead.apps.leadership.views import tasks

urlpatterns = [
    path("o/<slug:organisation>/leadership/tasks/<int:task>/", tasks.task_page, name="task"),
]
