"""What this app brings: notices, and their digest by e-mail."""

from django.utils.translation import gettext_lazy as _

from colead.apps.notices import permissions
from colead.kit.manifest import Manifest, NoticeKind

NOTICES = {
    "notices.work_stopped": NoticeKind(
        _("Work of yours in the background stopped before it was done. See why, and try again."),
        because=_("you started it"),
        name=_("Background work stopped"),
    )
}

MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.notices.urls",
    jobs="colead.apps.notices.jobs",
    notices=NOTICES,
)
