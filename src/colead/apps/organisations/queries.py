"""Sets of rows: within the organisation in scope, and as they are on a day."""

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.engine.periods import Period
from colead.kit import scope
from colead.kit.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


def valid_on(day: date, prefix: str = "") -> Q:
    """Condition: the half-open period valid_from ≤ day < valid_until contains `day`; an open end is None."""
    return Q(**{f"{prefix}valid_from__lte": day}) & lasting_beyond(day, prefix)


def lasting_beyond(day: date, prefix: str = "") -> Q:
    """Condition: in force on `day` or on some day after it."""
    return Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": day})


def meeting(period: Period, prefix: str = "") -> Q:
    """Condition: the row has a day in common with the period."""
    lasting = lasting_beyond(period.start, prefix)
    return lasting if period.end is None else lasting & Q(**{f"{prefix}valid_from__lt": period.end})


def existing(rows: models.QuerySet[Row] | models.Manager[Row], **which: Any) -> Row:
    """The one row; NotFound alike where there is none, and where it is another organisation's. One query."""
    found = rows.filter(**which).first()
    if found is None:
        raise NotFound("not_found", _("There is nothing at this address, or not for you."))
    return found


class DatedQuerySet(models.QuerySet[Row]):
    """Rows with valid_from and valid_until."""

    def on(self, day: date) -> "DatedQuerySet[Row]":
        """The rows in force on `day`."""
        return self.filter(valid_on(day))


class ScopedManager(models.Manager[Row]):
    """Adds `organisation_id = <scope>` to every query, and raises UnscopedQuery outside a scope."""

    def get_queryset(self) -> models.QuerySet[Row]:
        rows = super().get_queryset()
        organisation_id = scope.current_id()
        return rows if organisation_id is None else rows.filter(organisation_id=organisation_id)


ScopedDatedManager = ScopedManager.from_queryset(DatedQuerySet)
DatedManager = models.Manager.from_queryset(DatedQuerySet)
