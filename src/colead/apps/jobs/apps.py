from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "colead.apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Find the work that the apps declare in their jobs.py."""
        autodiscover_modules("jobs")
