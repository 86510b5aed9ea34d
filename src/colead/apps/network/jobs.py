"""Work in the background: store an import, measure a map."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import work
from colead.apps.jobs.run import Run
from colead.apps.network import services


@work("network.apply_import", label=_("Store nominations"))
def apply_import(run: Run, *, nomination_import: int) -> None:
    """Store the nominations of a confirmed import."""
    now, which = timezone.now(), nomination_import
    if run.has_made("store"):
        return
    _found, reading = services.check_import(by=run.member, nomination_import=which, now=now)
    with services.prepared_sets(run.organisation.pk, reading) as prepared, run.step("store") as is_new:
        if is_new:
            sets = services.store_prepared(
                by=run.member, nomination_import=which, reading=reading, prepared=prepared, now=now
            )
            run.report(url=reverse("network:map", args=[run.organisation.slug, sets[0].pk]), sets=len(sets))


@work("network.compute_map", label=_("Compute a leadership map"))
def compute_map(run: Run, *, nomination_set: int) -> None:
    """Measure and freeze the map of a set."""
    services.compute_map(
        by=run.member, nomination_set=nomination_set, now=timezone.now(), progress=run.progress
    )
