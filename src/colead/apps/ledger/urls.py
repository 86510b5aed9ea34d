from django.urls import path

from colead.apps.ledger import views

LOG = "o/<slug:organisation>/audit-log/"

app_name = "ledger"

urlpatterns = [
    path(LOG, views.list_, name="list"),
    path(LOG + "export/", views.export, name="export"),
    path(LOG + "checkpoint/", views.checkpoint, name="checkpoint"),
    path(LOG + "receivers/", views.receivers, name="receivers"),
    path(LOG + "<int:entry>/erase/", views.erase, name="erase"),
]
