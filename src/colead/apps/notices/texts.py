"""What this app's own notices are called."""

from django.utils.translation import gettext_lazy as _

from colead.kit.manifest import NoticeKind

NOTICES = {
    "notices.work_stopped": NoticeKind(
        _("Work of yours in the background stopped before it was done. See why, and try again."),
        because=_("you started it"),
        name=_("Background work stopped"),
    )
}
