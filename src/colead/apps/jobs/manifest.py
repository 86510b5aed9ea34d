"""What this app brings: the page of background work, and what clears it away."""

from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import permissions
from colead.apps.jobs.selectors import JOBS
from colead.kit.manifest import Manifest, MenuEntry

MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.jobs.urls",
    menu=(
        MenuEntry(_("Background work"), "jobs:list", "progress", permissions.VIEW, place=40, in_more=True),
    ),
    jobs="colead.apps.jobs.jobs",
    lists=(JOBS,),
)
