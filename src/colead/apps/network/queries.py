"""Sets of consents."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from colead.apps.organisations.queries import ScopedManager

if TYPE_CHECKING:
    from colead.apps.network.models import NameConsent  # noqa: F401  (named in the type below)


class NameConsentQuerySet(QuerySet["NameConsent"]):
    """Consents to be named on maps."""

    def open(self) -> "NameConsentQuerySet":
        """Those that hold now: what is withdrawn counts no more from that moment, on every map."""
        return self.filter(withdrawn_at__isnull=True)


NameConsentManager = ScopedManager.from_queryset(NameConsentQuerySet)
