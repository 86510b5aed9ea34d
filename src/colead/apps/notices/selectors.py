"""Reads about notices: always one's own."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from colead.apps.notices import kinds
from colead.apps.notices.models import Digest, Notice, NoticePreference
from colead.kit.roles import Member

PER_PAGE = 30


@dataclass(frozen=True)
class NoticeView:
    """A notice in the reader's language."""

    id: int
    text: str
    because: str
    kind_title: str
    url: str
    created_at: datetime
    is_read: bool


@dataclass(frozen=True)
class Delivery:
    """What became of the latest e-mail."""

    state: str
    is_sent: bool
    sent_at: datetime | None
    next_attempt_at: datetime | None


def notices(member: Member, page: int | str = 1) -> Page[NoticeView]:
    """A page of the member's notices, newest first. Two queries."""
    rows = Notice.objects.of(member).order_by("-created_at", "-pk")
    found: Page[Notice] = Paginator(rows, PER_PAGE).get_page(page)
    return Page([view(notice) for notice in found], found.number, found.paginator)  # type: ignore[arg-type]


def unread_count(member: Member) -> int:
    """How many notices the member has not read. One query."""
    return Notice.objects.of(member).unread().count()


def preference(member: Member) -> NoticePreference:
    """The member's settings, or what holds without any (not saved). One query."""
    found = NoticePreference.objects.filter(user=member.user).first()
    return found or NoticePreference(organisation=member.organisation, user=member.user)


def known_kinds(member: Member) -> list[tuple[str, str]]:
    """Code and title of the kinds that the member has got so far. One query."""
    codes = Notice.objects.of(member).order_by("kind").values_list("kind", flat=True).distinct()
    return [(code, kinds.title(code)) for code in codes]


def latest_delivery(member: Member) -> Delivery | None:
    """What became of the member's latest e-mail. One query."""
    found = Digest.objects.filter(user=member.user).order_by("-day").first()
    if found is None:
        return None
    is_waiting = found.state == Digest.State.WAITING
    return Delivery(
        state=str(Digest.State(found.state).label),
        is_sent=found.state == Digest.State.SENT,
        sent_at=found.sent_at,
        next_attempt_at=found.next_attempt_at if is_waiting else None,
    )


def view(notice: Notice) -> NoticeView:
    """A row in the reader's language."""
    return NoticeView(
        id=notice.pk,
        text=kinds.describe(notice.kind, notice.values),
        because=str(kinds.find(notice.kind).because),
        kind_title=kinds.title(notice.kind),
        url=notice.url,
        created_at=notice.created_at,
        is_read=notice.read_at is not None,
    )
