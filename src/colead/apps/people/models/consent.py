"""A person agrees to one thing: the base of every consent, whichever app asks for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.models.structure import Person
from colead.apps.people.queries import ConsentManager
from colead.kit.consent import Purpose, Words


class Consent(OrganisationOwned):
    """A person has agreed to the words of a version; withdrawing closes the row, and it stays to be shown.

    `services.consents` gives and withdraws; a subclass names its `purpose`, and what else is chosen with it.
    """

    purpose: ClassVar[Purpose]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ConsentManager["Consent"]] = ConsentManager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(withdrawn_at__isnull=True),
                name="%(class)s_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"consent of person {self.person_id}"

    @property
    def words(self) -> Words:
        """What was agreed to."""
        return self.purpose.words_of(self.version)
