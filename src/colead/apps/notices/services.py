"""Changes to notices: tell somebody, and what they do with it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from colead.apps.notices import permissions
from colead.apps.notices.models import Frequency, Notice, NoticePreference
from colead.apps.organisations.models import Membership, Organisation, User
from colead.kit import scope
from colead.kit.errors import NotFound
from colead.kit.moves import Move
from colead.kit.owners import News
from colead.kit.roles import Member, Role

STOP_SALT = "colead.notices.stop"


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
    `values` are ids, counts and labels that are no secret; `url` is a path of Colead's own.
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


def tell_move(move: Move, *, url: str, values: Mapping[str, Any] | None = None) -> None:
    """Tell those whom a workflow's table names of a move that was made; the notice is about the row."""
    flow, organisation = move.workflow, move.row.organisation
    for one in move.transition.tells:
        for user in one.to.users(move.row, organisation.today(move.now)):
            if user is None or (one.others and move.by and move.by.user == user):
                continue
            notify(
                to=user,
                organisation=organisation,
                kind=f"{flow.app}.{one.kind}",
                subject=f"{flow.name}:{move.key}",
                url=url,
                values=values,
                now=move.now,
            )


def tell_owners(organisation: Organisation, news: News, now: datetime) -> None:
    """Tell each owner of today; other apps call it through kit.owners."""
    with scope.organisation(organisation):
        owners = Membership.objects.on(organisation.today(now)).filter(
            organisation=organisation, role=Role.OWNER, user__is_active=True
        )
        for one in owners.select_related("user"):
            notify(to=one.user, organisation=organisation, now=now, **vars(news))


def mark_read(*, by: Member, notice_id: int, now: datetime) -> Notice:
    """Mark one of one's own notices as read; NotFound for anybody else's."""
    notice = _own(by, notice_id)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, by: Member, now: datetime) -> int:
    """Mark all of one's own notices as read; returns how many."""
    by.require(permissions.VIEW)
    return Notice.objects.of(by).unread().update(read_at=now)


def mute_kind(*, by: Member, notice_id: int, now: datetime) -> str:
    """No more notices of this one's kind; those that wait are read. Returns the kind's code."""
    kind = _own(by, notice_id).kind
    preference = _preference(by)
    if kind not in preference.muted:
        preference.muted = [*preference.muted, kind]
        preference.save()
    Notice.objects.of(by).unread().filter(kind=kind).update(read_at=now)
    return kind


def save_preference(*, by: Member, digest: str, weekday: int, muted: Collection[str]) -> NoticePreference:
    """How the member wants to be told in this organisation."""
    by.require(permissions.VIEW)
    preference = _preference(by)
    preference.digest, preference.weekday, preference.muted = digest, weekday, sorted(muted)
    preference.save()
    return preference


def stop_token(*, user_id: int, organisation_id: int) -> str:
    """What the link in an e-mail carries, so that the e-mails can be stopped without signing in."""
    return signing.dumps([user_id, organisation_id], salt=STOP_SALT)


def stop_digest(*, token: str) -> None:
    """Send this person no more e-mails from this organisation; NotFound for a link that we did not make."""
    try:
        user_id, organisation_id = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature as error:
        raise NotFound(
            "bad_link", _("This link is not complete."), _("Copy the whole link from the e-mail.")
        ) from error
    with scope.organisation(organisation_id):
        NoticePreference.objects.update_or_create(
            organisation_id=organisation_id, user_id=user_id, defaults={"digest": Frequency.OFF}
        )


def _own(by: Member, notice_id: int) -> Notice:
    by.require(permissions.VIEW)
    notice = Notice.objects.of(by).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound("no_notice", _("There is no such notice."))
    return notice


def _preference(by: Member) -> NoticePreference:
    return NoticePreference.objects.get_or_create(organisation=by.organisation, user=by.user)[0]
