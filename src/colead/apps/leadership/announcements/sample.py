"""What the entry about the tasks of the sample organisation is called."""

from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import actions


def announce() -> None:
    """Say that tasks came with the sample, in the ledger."""
    actions.register(
        "leadership.sample_loaded",
        _("Leadership tasks of the sample loaded: %(tasks)s tasks, %(assignments)s assignments"),
    )
