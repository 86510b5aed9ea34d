"""What this app brings: notices, and their digest by e-mail."""

from colead.apps.notices import permissions
from colead.apps.notices.texts import NOTICES
from colead.kit.manifest import Manifest

MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.notices.urls",
    jobs="colead.apps.notices.jobs",
    notices=NOTICES,
)
