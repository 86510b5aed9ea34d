from django.urls import URLPattern

from colead.apps.leadership import urls_allocate, urls_holding, urls_spread, urls_tasks

app_name = "leadership"

urlpatterns: list[URLPattern] = [
    *urls_tasks.urlpatterns,
    *urls_allocate.urlpatterns,
    *urls_holding.urlpatterns,
    *urls_spread.urlpatterns,
]
