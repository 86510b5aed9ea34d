from django.apps import AppConfig

from colead.kit import owners


class NoticesConfig(AppConfig):
    name = "colead.apps.notices"
    label = "notices"

    def ready(self) -> None:
        """Owners are told by notices."""
        from colead.apps.notices.services import tell_owners

        owners.answer(tell_owners)
