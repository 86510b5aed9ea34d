"""What the page says about a job beside its state: a code in the row, the words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise | str] = {
    "": "",
    "retrying": _("It did not work. It will be tried again by itself."),
    "lease_expired": _("The worker stopped in the middle. Another one went on."),
    "refused": _("Refused. The reason stands here."),
    "membership_ended": _("The person who started it no longer has access, so it was not run."),
    "gave_up": _("It failed five times and was set aside. Other work goes on."),
    "cancelled": _("It was cancelled. Nothing of it goes on."),
    "took_too_long": _(
        "It took longer than a job may take here, and was stopped. Ask for less at a time, "
        "or ask who runs this installation to allow more."
    ),
    "took_too_much": _(
        "It needed more memory than a job may have here, and was stopped. Ask for less at a time, "
        "or ask who runs this installation to allow more."
    ),
    "workers_died": _(
        "Its worker stopped in the middle twenty times, so it was set aside. Other work goes on."
    ),
    "postponed": _("It continues later by itself."),
    "interrupted": _("The worker was stopped. The work continues when it starts again."),
}


def text(code: str) -> str:
    """The words of a code, in the reader's language."""
    return str(TEXTS.get(code, code))
