"""Work in the background: store an import, compute a map, keep maps in step with the structure."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every, work
from colead.apps.jobs.run import Run
from colead.apps.network import services


@work("network.apply_import", label=_("Store nominations"))
def apply_import(run: Run, *, nomination_import: int) -> None:
    """Store the nominations of a confirmed import."""
    with run.step("store") as is_new:
        if is_new:
            sets = services.apply_import(
                by=run.member, nomination_import=nomination_import, now=timezone.now()
            )
            run.report(url=reverse("network:map", args=[run.organisation.slug, sets[0].pk]), sets=len(sets))


@work("network.compute_map", label=_("Compute a leadership map"))
def compute_map(run: Run, *, nomination_set: int, day: str) -> None:
    """Compute the map of a set with the structure of a day."""
    services.compute_map(
        by=run.member,
        nomination_set=nomination_set,
        day=date.fromisoformat(day),
        now=timezone.now(),
        progress=run.progress,
    )


@every(timedelta(days=1), "network.refresh_maps", label=_("Renew leadership maps"))
def refresh_maps(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (what every recurring work gets)
    """Compute the maps again whose structure was corrected afterwards."""
    services.refresh_maps(by=run.member, now=timezone.now())
