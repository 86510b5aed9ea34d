from importlib import import_module

from django.apps import AppConfig

from colead.kit.manifest import manifests


class JobsConfig(AppConfig):
    name = "colead.apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Find the work that the apps declare."""
        for manifest in manifests():
            if manifest.jobs:
                import_module(manifest.jobs)
