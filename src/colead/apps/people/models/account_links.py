"""Which account acts as which person, since when, and what proved it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.people.models.structure import Person


class AccountLink(OrganisationOwned):
    """An account is a person's, from one instant until another. Ended links stay, and so does a "not me"."""

    class Proof(models.TextChoices):
        """What the link rests on."""

        ADDRESS = (
            "address",
            _("you read the mail of the address on the staff list, and said that it is you"),
        )
        CARRIED = "carried", _("your proved address was the one on the staff list before links were kept")
        PEOPLE_TEAM = "people_team", _("the people team kept your account when your address changed")
        HOUSE = "house", _("the sample organisation was made with it")

    class Ended(models.TextChoices):
        """Why it holds no longer."""

        ADDRESS = "address", _("the address on the staff list changed")
        PERSON = "person", _("the person took it back")
        NOT_ME = "not_me", _("the person said that it is somebody else")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="account_links")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)  # the one on the staff list that it was proved by
    proof = models.CharField(max_length=20, choices=Proof.choices, default=Proof.ADDRESS)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended = models.CharField(max_length=20, choices=Ended.choices, blank=True)

    class Meta:
        verbose_name = _("account of a person")
        verbose_name_plural = _("accounts of people")
        indexes = [models.Index(fields=["organisation", "person"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(until__isnull=True),
                name="accountlink_person",
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(until__isnull=True),
                name="accountlink_user",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended="") | (Q(until__isnull=False) & ~Q(ended="")),
                name="accountlink_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} as person {self.person_id}"
