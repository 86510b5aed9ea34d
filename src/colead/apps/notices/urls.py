from django.urls import path

from colead.apps.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("o/<slug:organisation>/notices/", views.list_, name="list"),
    path("o/<slug:organisation>/notices/read/", views.mark_all_read, name="mark_all_read"),
    path("o/<slug:organisation>/notices/settings/", views.settings_page, name="settings"),
    path("o/<slug:organisation>/notices/<int:notice>/open/", views.open_, name="open"),
    path("o/<slug:organisation>/notices/<int:notice>/read/", views.mark_read, name="mark_read"),
    path("o/<slug:organisation>/notices/<int:notice>/mute/", views.mute, name="mute"),
]
