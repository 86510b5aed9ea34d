from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PeopleConfig(AppConfig):
    name = "colead.apps.people"
    label = "people"

    def ready(self) -> None:
        """No connection changes the structure without a new version."""
        from colead.apps.people.structure_version import watch_connection

        connection_created.connect(watch_connection, dispatch_uid="colead.structure_version")
