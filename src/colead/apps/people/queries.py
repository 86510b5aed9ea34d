"""Sets of people, units, positions and reporting lines."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from colead.apps.organisations.queries import ScopedManager, valid_on

if TYPE_CHECKING:
    pass


class PersonQuerySet(QuerySet["Person"]):
    """People; who counts on a day follows from their positions."""

    def on(self, day: date) -> "PersonQuerySet":
        """People who hold a position on `day`."""
        return self.filter(valid_on(day, prefix="positions__")).distinct()

    def search(self, text: str) -> "PersonQuerySet":
        """People whose name, e-mail or key contains every word of `text`."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(key__iexact=word))
        return found


PersonManager = ScopedManager.from_queryset(PersonQuerySet)
