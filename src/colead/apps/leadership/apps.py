from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "colead.apps.leadership"
    label = "leadership"
