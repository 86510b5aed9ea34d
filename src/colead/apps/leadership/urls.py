from django.urls import URLPattern

from colead.apps.leadership import urls_tasks

app_name = "leadership"

urlpatterns: list[URLPattern] = [
    *urls_tasks.urlpatterns,
]
