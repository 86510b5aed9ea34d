from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "colead.apps.jobs"
    label = "jobs"
