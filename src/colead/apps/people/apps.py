from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "colead.apps.people"
    label = "people"

    def ready(self) -> None:
        """Say what this app's entries in the ledger and its notices are called."""
        from colead.apps.ledger import actions
        from colead.apps.notices import kinds
        from colead.apps.people.strength_announcements import announce_strengths

        done = _("Staff list imported: %(joined)s joined, %(left)s left, %(moved)s moved")
        actions.register("people.imported", done)
        actions.register("people.import_undone", _("Import of a staff list undone"))
        kinds.register(
            "people.import_finished",
            done,
            because=_("you started the import"),
            name=_("Staff list imported"),
        )
        announce_strengths()
