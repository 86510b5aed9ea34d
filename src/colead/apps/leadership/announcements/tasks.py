"""What the entries and notices about tasks and mandates are called."""

from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import actions
from colead.apps.notices import kinds


def announce() -> None:
    """Say what happened to tasks and mandates, in the ledger and in notices."""
    actions.register("leadership.task_opened", _("Leadership task opened with %(seats)s seats"))
    actions.register("leadership.task_changed", _("Leadership task changed: %(fields)s fields"))
    actions.register(
        "leadership.task_closed",
        _("Leadership task closed on %(day)s: %(assignments)s assignments end, %(offers)s offers withdrawn"),
    )
    actions.register(
        "leadership.accountabilities_set",
        _("Accountabilities of a leadership task set from %(day)s: %(opened)s new, %(ended)s ended"),
    )
    actions.register(
        "leadership.needs_set",
        _("Competencies that a leadership task needs set from %(day)s: %(opened)s new, %(ended)s ended"),
    )
    actions.register("leadership.mandate_set", _("Mandate of a leadership task set from %(day)s"))
    actions.register("leadership.mandate_ended", _("Mandate of a leadership task ends on %(day)s"))
    kinds.register(
        "leadership.task_closed",
        _("The leadership task “%(title)s” closes."),
        because=_("you hold it, or it was offered to you"),
        name=_("A leadership task closes"),
    )
    kinds.register(
        "leadership.mandate_set",
        _("What you may decide in “%(title)s” changes."),
        because=_("you hold this leadership task"),
        name=_("A mandate changes"),
    )
