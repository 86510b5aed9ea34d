from django.urls import path

from colead.apps.jobs import views

app_name = "jobs"

urlpatterns = [
    path("o/<slug:organisation>/jobs/", views.list_, name="list"),
    path("o/<slug:organisation>/jobs/<int:job>/", views.detail, name="detail"),
    path("o/<slug:organisation>/jobs/<int:job>/progress/", views.progress, name="progress"),
    path("o/<slug:organisation>/jobs/<int:job>/cancel/", views.cancel, name="cancel"),
    path("o/<slug:organisation>/jobs/<int:job>/retry/", views.retry, name="retry"),
]
