"""Changes to notices: tell somebody, and what they do with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from colead.apps.notices.models import Notice, NoticePreference
from colead.apps.organisations import scope
from colead.apps.organisations.models import Organisation, User


def notify(
    *,
    to: User,
    organisation: Organisation,
    kind: str,
    subject: str,
    url: str = "",
    values: Mapping[str, Any] | None = None,
    now: datetime,
    dedupe: str = "",
) -> Notice | None:
    """Tell one person one thing; None when they have muted this kind. Two queries, three when it is new.

    The same user, kind, subject and `dedupe` is one notice, however often a job repeats it.
    `values` are ids, counts and labels that are no secret.
    """
    with scope.organisation(organisation):
        muted = NoticePreference.objects.filter(user=to).values_list("muted", flat=True).first()
        if kind in (muted or ()):
            return None
        notice, _created = Notice.objects.get_or_create(
            organisation=organisation,
            user=to,
            kind=kind,
            subject=subject,
            dedupe=dedupe,
            defaults={"url": url, "values": dict(values or {}), "created_at": now},
        )
        return notice
