from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "colead.apps.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Say what this app's entries in the ledger and its notices are called."""
        from colead.apps.leadership import sections, texts
        from colead.apps.ledger import actions
        from colead.apps.notices import kinds

        actions.register(texts.ENTRIES)
        kinds.register(texts.NOTICES)
        sections.register()
