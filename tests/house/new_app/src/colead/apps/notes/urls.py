from colead.apps.notes import views
from django.urls import path

NOTES = "o/<slug:organisation>/notes/"

app_name = "notes"
urlpatterns = [
    path(NOTES, views.note_list, name="list"),
    path(NOTES + "new/", views.write, name="write"),
    path(NOTES + "<int:note>/", views.note_page, name="note"),
]
