"""Notes that a unit leaves for everybody."""

from django.db import models

from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.models import Unit


class Note(OrganisationOwned):
    """A sentence about a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    written_at = models.DateTimeField()
