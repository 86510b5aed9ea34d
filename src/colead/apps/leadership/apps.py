from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "colead.apps.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Say what this app's entries in the ledger and its notices are called."""
        from colead.apps.leadership.announcements_allocate import register_allocate
        from colead.apps.leadership.announcements_holding import register_holding
        from colead.apps.leadership.announcements_sample import register_sample
        from colead.apps.leadership.announcements_tasks import register_tasks

        register_tasks()
        register_holding()
        register_allocate()
        register_sample()
