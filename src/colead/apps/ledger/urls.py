from django.urls import path

from colead.apps.ledger import views

LOG = "o/<slug:organisation>/audit-log/"

app_name = "ledger"

urlpatterns = [
    path(LOG, views.list_, name="list"),
    path(LOG + "export/", views.export, name="export"),
    path(LOG + "<int:entry>/erase/", views.erase, name="erase"),
]
