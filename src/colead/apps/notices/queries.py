"""Sets of notices."""

from typing import TYPE_CHECKING

from django.db import models

from colead.apps.organisations.queries import ScopedManager
from colead.kit.roles import Member

if TYPE_CHECKING:
    from colead.apps.notices.models import Notice  # noqa: F401  (ruff does not see base classes in quotes)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices of the organisation in scope."""

    def of(self, member: Member) -> "NoticeQuerySet":
        """The member's own; nobody sees another's."""
        return self.filter(user=member.user) if member.user else self.none()

    def unread(self) -> "NoticeQuerySet":
        """Not opened and not marked as read."""
        return self.filter(read_at__isnull=True)


NoticeManager = ScopedManager.from_queryset(NoticeQuerySet)
