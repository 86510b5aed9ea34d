"""The words of one e-mail digest, in its receiver's language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from colead.apps.notices import kinds
from colead.apps.notices.models import Digest, Notice, NoticePreference
from colead.apps.notices.services import stop_token
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class Line:
    """One notice in the e-mail."""

    text: str
    because: str
    url: str


def letter(digest: Digest) -> EmailMultiAlternatives | None:
    """The e-mail of a digest with what is still unread; None when that is nothing. Two queries."""
    muted = NoticePreference.objects.filter(user=digest.user).values_list("muted", flat=True).first() or []
    unread = (
        Notice.objects.unread().filter(digest=digest).exclude(kind__in=muted).order_by("created_at", "pk")
    )
    with translation.override(digest.user.language or digest.organisation.language):
        lines = [_line(notice) for notice in unread]
        return _message(digest, lines) if lines else None


def message_id(digest: Digest) -> str:
    """The same for every attempt at this digest, so that a mail server knows a repeated one."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<digest-{digest.organisation_id}-{digest.user_id}-{digest.day.isoformat()}@{host}>"


def _line(notice: Notice) -> Line:
    return Line(
        text=kinds.describe(notice.kind, notice.values),
        because=str(kinds.find(notice.kind).because),
        url=settings.BASE_URL + notice.url if notice.url else "",
    )


def _message(digest: Digest, lines: list[Line]) -> EmailMultiAlternatives:
    slug = digest.organisation.slug
    stop = reverse(
        "notices:stop",
        args=[stop_token(user_id=digest.user_id, organisation_id=digest.organisation_id)],
    )
    context: dict[str, Any] = {
        "organisation": digest.organisation,
        "lines": lines,
        "language": reading_language(),
        "list_url": settings.BASE_URL + reverse("notices:list", args=[slug]),
        "settings_url": settings.BASE_URL + reverse("notices:settings", args=[slug]),
        "stop_url": settings.BASE_URL + stop,
    }
    message = EmailMultiAlternatives(
        subject=_subject(digest, len(lines)),
        body=render_to_string("notices/email/digest.txt", context),
        to=[digest.user.email],
        headers={
            "Message-ID": message_id(digest),
            "List-Unsubscribe": f"<{context['stop_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("notices/email/digest.html", context), "text/html")
    return message


def _subject(digest: Digest, count: int) -> str:
    text = ngettext("%(organisation)s: %(count)s notice", "%(organisation)s: %(count)s notices", count)
    return text % {"organisation": " ".join(digest.organisation.name.split()), "count": count}
