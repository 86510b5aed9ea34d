"""The addresses of this app, by subject."""

from django.urls import URLPattern

from colead.apps.leadership.urls import holding, scenarios, spread, tasks

app_name = "leadership"

urlpatterns: list[URLPattern] = [
    *tasks.urlpatterns,
    *scenarios.urlpatterns,
    *holding.urlpatterns,
    *spread.urlpatterns,
]
