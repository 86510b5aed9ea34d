"""The board, the recipes, and the pages of a task. `new/` stands before the number of a task."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
