from django.urls import path

from colead.apps.ledger import views

app_name = "ledger"

urlpatterns = [
    path("o/<slug:organisation>/record/", views.list_, name="list"),
    path("o/<slug:organisation>/record/export/", views.export, name="export"),
]
