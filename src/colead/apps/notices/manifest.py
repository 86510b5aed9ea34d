"""What this app brings: notices, and their digest by e-mail."""

from colead.kit.manifest import Manifest

MANIFEST = Manifest(urls="colead.apps.notices.urls", jobs="colead.apps.notices.jobs")
