from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "colead.apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Find the tasks that the apps declare in their tasks.py."""
        autodiscover_modules("tasks")
