"""Figures about people are measured once and frozen: the base of everything that is published about them.

Whoever could have a figure measured again, for a structure, day, filter or population of their choice, could
subtract one answer from another until one person is left. So a release holds its population, the structure of
its day, the groups (atoms) and the figures; what is shown, exported or compared comes from the row alone.
Another day's structure is shown by unions of the frozen atoms. See docs/decisions/0014.
"""

from typing import Any, ClassVar, Self, cast

from django.db import IntegrityError, models, transaction

from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.queries import FrozenError, ReleaseManager


class Release(OrganisationOwned):
    """What was measured once.

    as_of : the day whose structure and population it has.   structure : their fingerprint.
    units : that structure, each unit with its figures.   atoms : the groups, of which only unions are shown.
    """

    as_of = models.DateField()
    seed = models.PositiveIntegerField(default=1)
    engine_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    structure = models.CharField(max_length=64)
    units = models.JSONField()
    atoms = models.JSONField()

    objects: ClassVar[ReleaseManager["Release"]] = ReleaseManager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it for the first time."""
        if not self._state.adding:
            raise FrozenError(f"{self} is never written again.")
        super().save(*args, **kwargs)

    def freeze(self, **subject: Any) -> tuple[Self, bool]:
        """Store the only release about a subject: it and True; the one that was faster and False."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            return cast(Self, type(self).objects.get(**subject)), False
        return self, True
