"""Sets of people, positions and reporting lines."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Lower

from colead.apps.organisations.queries import DatedQuerySet, ScopedManager, valid_on
from colead.apps.people.plain import plain

if TYPE_CHECKING:
    from colead.apps.people.models import (  # noqa: F401  (named in the types below)
        Consent,
        Person,
        Position,
        Release,
        ReportingLine,
        StaffImport,
        Strength,
    )

ConsentRow = TypeVar("ConsentRow", bound="Consent")
ReleaseRow = TypeVar("ReleaseRow", bound="Release")


class PersonQuerySet(QuerySet["Person"]):
    """People; who counts on a day follows from their positions."""

    def on(self, day: date) -> "PersonQuerySet":
        """People who work here on `day`: those with a main position."""
        return self.filter(valid_on(day, prefix="positions__"), positions__is_primary=True).distinct()

    def at_address(self, email: str) -> "PersonQuerySet":
        """People with this e-mail address, whatever its case; by an index."""
        return self.alias(address=Lower("email")).filter(address=Lower(Value(email)))

    def without_account(self) -> "PersonQuerySet":
        """People as whom no account acts."""
        return self.filter(user__isnull=True)

    def waiting_for_address(self) -> "PersonQuerySet":
        """People without an account whose address an import has changed; nobody has settled it yet."""
        return self.without_account().exclude(earlier_email="")


class PositionQuerySet(DatedQuerySet["Position"]):
    """Positions; the primary ones on a day are the people of that day, once each."""

    def main_on(self, day: date) -> "PositionQuerySet":
        """The main positions on `day`: one for everybody who works here."""
        return self.filter(valid_on(day), is_primary=True)

    def search(self, text: str, *, with_email: bool) -> "PositionQuerySet":
        """Positions where every word is in name, title or unit, or begins the e-mail, or is the number."""
        found = self
        for word in text.split():
            hit = _holds(word) | Q(person__key__iexact=word)
            if with_email:
                hit |= Q(person__email__istartswith=word)
            found = found.filter(hit)
        return found

    def formal_leaders(self, day: date) -> "PositionQuerySet":
        """Positions of people to whom somebody reports on `day`."""
        return self.filter(person__in=_solid_lines(day).values("manager"))

    def without_lead(self, day: date) -> "PositionQuerySet":
        """Positions of people who report to nobody on `day`."""
        return self.exclude(person__in=_solid_lines(day).values("person"))


class ReportingLineQuerySet(DatedQuerySet["ReportingLine"]):
    """Reporting lines of both kinds."""

    def solid(self) -> "ReportingLineQuerySet":
        """The lines that make the tree: at most one a person and day."""
        return self.filter(kind="solid")


class StaffImportQuerySet(QuerySet["StaffImport"]):
    """Imports of staff lists."""

    def applied(self) -> "StaffImportQuerySet":
        """Imports whose changes stand, the last one first."""
        return self.filter(state="applied").order_by("-applied_at", "-pk")

    def expired(self, now: datetime, lifetime: timedelta) -> "StaffImportQuerySet":
        """Imports that hold a file longer than they may."""
        return self.filter(file__isnull=False, created_at__lt=now - lifetime)


class StrengthQuerySet(QuerySet["Strength"]):
    """Strengths; whose they are decides who may see them."""

    def own_view(self) -> "StrengthQuerySet":
        """What people say of themselves."""
        return self.filter(source="self")

    def evidence(self) -> "StrengthQuerySet":
        """What follows from completed assignments."""
        return self.filter(source="evidence")

    def shown_to_others(self, *, as_lead: bool) -> "StrengthQuerySet":
        """What its owner shows to everybody here, and to their lead, too; never a colleague's answer."""
        shown = ["organisation", "lead"] if as_lead else ["organisation"]
        return self.filter(visible_to__in=shown).exclude(source="peer")


class ConsentQuerySet(QuerySet[ConsentRow]):
    """Consents of one kind."""

    def given(self, *, since: datetime | None = None) -> "ConsentQuerySet[ConsentRow]":
        """Those that hold now, and without a break since a moment where one is given.

        What is withdrawn counts no more from that moment, whatever day a page shows: so there is no on(day).
        """
        given = self.filter(withdrawn_at__isnull=True)
        return given if since is None else given.filter(given_at__lte=since)


def _holds(word: str) -> Q:
    """Name, title or unit holds the word; one with digits as written, because plain names have their own."""
    if any(letter.isdigit() for letter in word):
        return Q(person__name__icontains=word) | Q(title__icontains=word) | Q(unit__name__icontains=word)
    form = plain(word)
    named = Q(person__name_plain__contains=form) | Q(title_plain__contains=form)
    return named | Q(unit__name_plain__contains=form)


def _solid_lines(day: date) -> QuerySet["ReportingLine"]:
    from colead.apps.people.models import ReportingLine

    return ReportingLine.objects.on(day).filter(kind="solid")


def sum_of_ids(name: str) -> Sum:
    """Differs for other rows, as good as always; of the last 24 bits, so that a hundred million fit."""
    return Sum(F(name) % 2**24)


class FrozenError(RuntimeError):
    """Somebody tried to write a release again: a fault of the program."""


class ReleaseQuerySet(QuerySet[ReleaseRow]):
    """Releases are made, read and deleted."""

    def update(self, **values: Any) -> int:
        raise FrozenError(f"A release is never written again ({', '.join(values)}).")

    def bulk_update(self, *_rows: Any, **_rest: Any) -> int:
        raise FrozenError("A release is never written again.")


PersonManager = ScopedManager.from_queryset(PersonQuerySet)
PositionManager = ScopedManager.from_queryset(PositionQuerySet)
ReportingLineManager = ScopedManager.from_queryset(ReportingLineQuerySet)
StaffImportManager = ScopedManager.from_queryset(StaffImportQuerySet)
StrengthManager = ScopedManager.from_queryset(StrengthQuerySet)
ConsentManager = ScopedManager.from_queryset(ConsentQuerySet)
ReleaseManager = ScopedManager.from_queryset(ReleaseQuerySet)
