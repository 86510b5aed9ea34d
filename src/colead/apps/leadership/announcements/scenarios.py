"""What the entries about scenarios are called."""

from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import actions


def announce() -> None:
    """Say what happened to scenarios, in the ledger."""
    actions.register("leadership.scenario_created", _("An allocation of leadership tasks was asked for"))
    actions.register(
        "leadership.scenario_computed", _("An allocation was proposed: %(filled)s of %(wanted)s seats")
    )
    actions.register(
        "leadership.scenario_taken", _("Seats of a scenario offered: %(offered)s, left out: %(left_out)s")
    )
    actions.register("leadership.scenario_deleted", _("A scenario was deleted"))
    actions.register(
        "leadership.scenario_forgot",
        _("People who withdrew their consent taken out of a scenario: %(people)s"),
    )
