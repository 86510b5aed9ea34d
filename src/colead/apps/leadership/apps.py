from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "colead.apps.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Say what entries in the ledger and notices are called, and what the pages of people show."""
        from colead.apps.leadership import sections
        from colead.apps.leadership.announcements import announce

        announce()
        sections.register()
