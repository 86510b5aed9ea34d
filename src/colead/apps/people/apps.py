from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "colead.apps.people"
    label = "people"

    def ready(self) -> None:
        """Say what this app's entries in the ledger and its notices are called."""
        from colead.apps.people.announcements import announce

        announce()
