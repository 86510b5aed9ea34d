from django.apps import AppConfig
from django.db.backends.signals import connection_created

from colead.apps.organisations import row_security, scope


class OrganisationsConfig(AppConfig):
    name = "colead.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """The second wall of PostgreSQL: policies after migrations, and connections that know their scope."""
        row_security.watch_migrations()
        connection_created.connect(scope.tell_new_connection, dispatch_uid="colead.scope")
