from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "colead.apps.network"
    label = "network"

    def ready(self) -> None:
        """Say what this app's entries in the ledger are called."""
        from colead.apps.ledger import actions
        from colead.apps.network import texts

        actions.register(texts.ENTRIES)
