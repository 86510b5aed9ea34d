from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "colead.apps.people"
    label = "people"

    def ready(self) -> None:
        """Say what this app's entries in the ledger and its notices are called."""
        from colead.apps.ledger import actions
        from colead.apps.notices import kinds
        from colead.apps.people import texts

        actions.register(texts.ENTRIES)
        kinds.register(texts.NOTICES)
