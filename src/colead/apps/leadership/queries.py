"""Sets of offers, applications and assignments."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from colead.apps.organisations.queries import DatedQuerySet, ScopedManager

if TYPE_CHECKING:
    from colead.apps.leadership.models import Application, Assignment, Offer  # noqa: F401  (named in the types)


SOON = timedelta(days=60)
"""An end within so many days is near: somebody who follows can still be found, and shown how."""


class AssignmentQuerySet(DatedQuerySet["Assignment"]):
    """Who holds what; `.on(day)` answers "who led what on that day"."""

    def holders(self) -> "AssignmentQuerySet":
        """Those who hold a seat or a share of one."""
        return self.filter(kind="holder")


class OfferQuerySet(QuerySet["Offer"]):
    """Offers."""

    def open(self) -> "OfferQuerySet":
        """Those that wait for an answer, whatever their state is called."""
        return self.filter(answered_at__isnull=True)


class ApplicationQuerySet(QuerySet["Application"]):
    """Volunteers and suggestions."""

    def open(self) -> "ApplicationQuerySet":
        """Volunteers who wait for an offer."""
        return self.filter(state="open")

    def waiting(self) -> "ApplicationQuerySet":
        """Volunteers, and suggestions that the person has not taken up or declined."""
        return self.filter(Q(state="open") | Q(state="suggested"))


AssignmentManager = ScopedManager.from_queryset(AssignmentQuerySet)
OfferManager = ScopedManager.from_queryset(OfferQuerySet)
ApplicationManager = ScopedManager.from_queryset(ApplicationQuerySet)
