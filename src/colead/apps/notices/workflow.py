"""The states of an e-mail digest."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from colead.kit.workflow import HOUSE, NEW, Transition, Workflow


class DigestState(TextChoices):
    """Whether the e-mail has gone out."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Could not be sent")


DIGEST = Workflow(
    "digest",
    "notices.Digest",
    DigestState,
    (
        Transition("write", (NEW,), DigestState.WAITING, (HOUSE,)),
        Transition("send", (DigestState.WAITING, DigestState.GIVEN_UP), DigestState.SENT, (HOUSE,)),
        Transition("give_up", (DigestState.WAITING,), DigestState.GIVEN_UP, (HOUSE,)),
    ),
    stamps={"sent_at": (DigestState.SENT,)},
)
