from django.apps import AppConfig
from django.db.backends.signals import connection_created

from colead.kit import own_joins, own_rows, row_security, scope
from colead.kit.tenancy import answer


class OrganisationsConfig(AppConfig):
    name = "colead.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """What the database holds after migrations, and connections that know their scope."""
        from colead.apps.organisations import tenancy

        answer(tenancy)
        row_security.watch_migrations()
        own_rows.watch_migrations()
        own_joins.say_organisations()
        connection_created.connect(scope.tell_new_connection, dispatch_uid="colead.scope")
