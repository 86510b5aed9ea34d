from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "colead.apps.notices"
    label = "notices"
