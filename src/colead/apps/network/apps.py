from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "colead.apps.network"
    label = "network"

    def ready(self) -> None:
        from colead.apps.ledger.actions import register

        register(
            "network.set_imported",
            _("Nominations imported: %(nominations)s from %(respondents)s people who answered"),
        )
        register("network.set_deleted", _("Nominations deleted: %(nominations)s"))
        register("network.map_computed", _("Leadership map computed for %(people)s people on %(day)s"))
        register("network.name_agreed", _("Somebody agreed to be named on leadership maps"))
        register("network.name_withdrawn", _("Somebody took back being named on leadership maps"))
