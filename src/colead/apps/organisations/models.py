"""The tenant and who belongs to it. Every other row of Colead belongs to one organisation."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.queries import DatedManager, ScopedManager
from colead.engine.periods import Period, lasts_beyond
from colead.files.dialects import Dialect
from colead.kit.random_ids import RandomIdField  # noqa: F401  (mypy finds the keys of all models here)
from colead.kit.roles import Member, Role


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user; without a password they sign in by link only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def at_address(self, email: str | None) -> "models.QuerySet[User]":
        """The account with this address, whatever its case; by an index."""
        return self.alias(address=Lower("email")).filter(address=Lower(models.Value(email or "")))

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.at_address(username).get()


CSV_DIALECTS = [
    (Dialect.SEMICOLON.value, _("For Excel: semicolons, decimal commas")),
    (Dialect.COMMA.value, _("For programs: commas, decimal points")),
]


class User(AbstractBaseUser):
    """Somebody who can sign in. Rights come from memberships alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    csv_dialect = models.CharField(_("CSV files"), max_length=10, choices=CSV_DIALECTS, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    session_version = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [models.Index(Lower("email"), name="user_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Part of every session: raising `session_version` ends all sessions of this user."""
        return hashlib.sha256(f"{super().get_session_auth_hash()}{self.session_version}".encode()).hexdigest()


class Organisation(models.Model):
    """One tenant: a municipality, a hospital, a company."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Copenhagen")
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def today(self, now: datetime) -> date:
        """The calendar day where the organisation is."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def end_of(self, day: date) -> datetime:
        """The midnight with which the day ends where the organisation is."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.time_zone))


class OrganisationOwned(models.Model):
    """Base of every row that belongs to one organisation; read inside a scope only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True


class DatedRow(models.Model):
    """A row in force from `valid_from` until the day before `valid_until` (half-open; None = still)."""

    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """True when `day` lies in the row's period."""
        return Period(self.valid_from, self.valid_until).has(day)

    def lasts_beyond(self, day: date) -> bool:
        """True when it is in force on `day`, or will be."""
        return lasts_beyond(self.valid_until, day)


class Membership(DatedRow):
    """A user acts in an organisation with a role, from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    # until they come in, the organisation knows what it wrote itself and nothing of the account
    invited_as = models.CharField(_("name"), max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # a staff list wrote the end; the one that was agreed before stands beside it, and is never passed
    ends_with_position = models.BooleanField(default=False, db_default=False)
    agreed_until = models.DateField(null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["organisation", "user"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(valid_until__isnull=True),
                name="membership_one_open",
                violation_error_message=_("This person is already a member. End that membership first."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_period",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.CONSULTANT) | Q(valid_until__isnull=False),
                name="membership_consultant_ends",
                violation_error_message=_("A consultant's engagement needs an end date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.known_as} ({self.get_role_display()})"

    @property
    def known_name(self) -> str:
        """The user's own name once they have accepted, before that the invitation's; may be empty."""
        return self.user.name if self.accepted_at else self.invited_as

    @property
    def known_as(self) -> str:
        """What the organisation calls this member: a name, else the address."""
        return self.known_name or self.user.email

    def as_member(self) -> Member:
        """The actor that services take as `by=`."""
        return Member(organisation=self.organisation, role=Role(self.role), user=self.user)


def hash_secret(secret: str) -> str:
    """SHA-256 of a random secret: what the database keeps instead of the secret itself."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """256 random bits for a link or token."""
    return secrets.token_urlsafe(32)


class SignInLink(models.Model):
    """A link that signs one user in, once, until it expires. Only the hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    reusable = models.BooleanField(
        default=False
    )  # the sample organisation's links, on a demo installation only
    next_url = models.CharField(max_length=200, blank=True)
    # whose invitation it is: it ends with the membership
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")

    def __str__(self) -> str:
        return f"link {self.pk} of user {self.user_id}"

    def is_usable(self, now: datetime) -> bool:
        """True until it expires, and before it is used."""
        return now < self.expires_at and (self.reusable or self.used_at is None)


class AccountEmail(models.Model):
    """An e-mail about an account that waits for a worker: what is asked for at which address, no secret."""

    kind = models.CharField(max_length=30)
    address = models.EmailField()
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("e-mail about an account")
        verbose_name_plural = _("e-mails about accounts")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ApiToken(models.Model):
    """Lets a program act as a member, with the scopes named and never more than the member's role."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    scope = models.CharField(_("rights"), max_length=10, choices=Scope.choices, default=Scope.READ)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        indexes = [models.Index(fields=["organisation", "user"])]

    def __str__(self) -> str:
        return f"token {self.pk} of user {self.user_id}"

    def is_usable(self, now: datetime) -> bool:
        """True until it expires, is revoked, or its user is closed."""
        return self.revoked_at is None and now < self.expires_at and self.user.is_active


class CalendarFeed(models.Model):
    """A secret address at which calendar programs read what is a member's own. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="calendarfeed_one_a_member")
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk} of user {self.user_id}"


class IdempotencyRecord(OrganisationOwned):
    """What a write through the API answered, so that a retry with the same key gets the same receipt."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    response = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt of a write")
        verbose_name_plural = _("receipts of writes")
        indexes = [models.Index(fields=["organisation", "created_at"])]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "key"], name="idempotencyrecord_key")
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk} of user {self.user_id}"


class CacheEntry(models.Model):
    """The table of Django's database cache, made by a migration and not by a separate command."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")

    def __str__(self) -> str:
        return self.cache_key
