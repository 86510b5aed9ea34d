"""What the page says after a scenario was taken: counts and reasons, no names."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colead.apps.leadership.services.scenario_offers import Taken


def taken_words(taken: Taken) -> list[str]:
    """What came of it, in sentences."""
    told = [
        (taken.offered, ngettext("%(count)s offer is made.", "%(count)s offers are made.", taken.offered)),
        (
            taken.already,
            ngettext(
                "%(count)s seat was offered before.", "%(count)s seats were offered before.", taken.already
            ),
        ),
        (
            taken.withdrew,
            ngettext(
                "%(count)s is left out: somebody has withdrawn their consent or has left.",
                "%(count)s are left out: people have withdrawn their consent or have left.",
                taken.withdrew,
            ),
        ),
        (
            taken.waiting,
            ngettext(
                "%(count)s deputy can be asked when somebody holds the task. Take the seat again then.",
                "%(count)s deputies can be asked when somebody holds the task. Take their places again then.",
                taken.waiting,
            ),
        ),
        *((count, _refusal(code)) for code, count in taken.refused.items()),
    ]
    said = [text % {"count": count} for count, text in told if count]
    return said or [_("Nothing was chosen, so nothing is offered.")]


def _refusal(code: str) -> str:
    return {
        "seats_filled": _("Not offered, because the seats have been filled: %(count)s."),
        "already_holds": _("Not offered, because the person has a part in the task: %(count)s."),
        "somebody_elses_turn": _("Not offered, because it is somebody else's turn: %(count)s."),
        "already_offered": _("Not offered, because another offer waits for an answer: %(count)s."),
        "task_not_open": _("Not offered, because the task does not exist then: %(count)s."),
    }.get(code, _("Could not be offered: %(count)s."))
