"""The e-mail digest: who gets one today, and sending each until it has gone out.

Everything is row state: a digest waits, is sent, or is given up after a day. An attempt is committed before
the e-mail is handed over, and each digest has one Message-ID, so that a repeated one is recognised.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery

from colead.apps.notices.email import letter
from colead.apps.notices.models import Digest, Frequency, Notice, NoticePreference
from colead.apps.notices.workflow import DIGEST
from colead.apps.organisations.models import Membership, Organisation
from colead.kit.moves import move_all

FIRST_WAIT = timedelta(minutes=5)
MOST_ATTEMPTS = 9  # waits of 5, 10, 20 … minutes add up to 21 hours
# What the server says about one receiver or one e-mail; anything else means that the server is away.
ABOUT_ONE_EMAIL = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)

log = structlog.get_logger("colead.notices")


def prepare_digests(*, organisation: Organisation, since: datetime, until: datetime) -> int:
    """Lay out today's e-mails: one to everybody who has unread news and wants it in these days.

    `since`–`until` is what no run has covered before: a weekly e-mail whose day lay in it is due, even if
    nobody worked that day. Returns how many are due. Five queries, whatever the number of receivers.
    """
    today = organisation.today(until)
    weekdays = _weekdays(organisation.today(since), today)
    fresh = Notice.objects.unread().filter(digest__isnull=True)
    users = set(fresh.values_list("user_id", flat=True).distinct())
    receivers = _receivers(organisation, users, weekdays, today)
    rows = [
        Digest(organisation=organisation, user_id=user, day=today, next_attempt_at=until)
        for user in sorted(receivers)
    ]
    untried = Digest.objects.filter(user=OuterRef("user"), day=today, attempts=0)
    with transaction.atomic():
        Digest.objects.bulk_create(rows, ignore_conflicts=True)
        fresh.filter(user__in=receivers).update(digest=Subquery(untried.values("pk")[:1]))
    return len(receivers)


def _weekdays(covered: date, today: date) -> set[int]:
    """The days of the week after `covered` and up to today; 0 is Monday."""
    days = min(max((today - covered).days, 1), 7)
    return {(today - timedelta(days=ago)).weekday() for ago in range(days)}


def _receivers(organisation: Organisation, users: set[int], weekdays: set[int], today: date) -> set[int]:
    """Those of the users who still belong here, at a proved address, and whose e-mail is due. Two queries."""
    members = Membership.objects.on(today).filter(
        organisation=organisation,
        user__in=users,
        user__is_active=True,
        user__emailaddress__verified=True,
        user__emailaddress__email__iexact=F("user__email"),
    )
    wishes = {wish.user_id: wish for wish in NoticePreference.objects.filter(user__in=users)}
    return {
        user
        for user in members.values_list("user_id", flat=True)
        if _is_due(wishes.get(user, NoticePreference()), weekdays)
    }


def _is_due(wish: NoticePreference, weekdays: set[int]) -> bool:
    if wish.digest == Frequency.WEEKLY:
        return wish.weekday in weekdays
    return wish.digest == Frequency.DAILY


def send_digests(*, now: datetime, check: Callable[[], None] = lambda: None) -> datetime | None:
    """Send every e-mail that is due; returns when the next attempt is due, None when nothing waits.

    `check` is called before each and may raise to stop. A receiver who is refused holds up nobody else;
    a server that is away ends the round, so that the worker does not wait for it once for each e-mail.
    """
    waiting = Digest.objects.filter(state=Digest.State.WAITING)
    due = (
        waiting.filter(next_attempt_at__lte=now)
        .select_related("user", "organisation")
        .order_by("next_attempt_at")
    )
    connection = get_connection()
    try:
        for digest in due:
            check()
            if not _send(digest, connection, now):
                return now + FIRST_WAIT
    finally:
        connection.close()
    first: datetime | None = waiting.aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _send(digest: Digest, connection: BaseEmailBackend, now: datetime) -> bool:
    """Try one e-mail; False when the server is away."""
    message = letter(digest)
    if message is None:
        digest.delete()
        return True
    if not _begin_attempt(digest, now):
        return True
    try:
        connection.open()
        connection.send_messages([message])
    except Exception as error:  # whatever one e-mail does, the others go out
        connection.close()
        _note_failure(digest, error, now)
        return not isinstance(error, OSError) or isinstance(error, ABOUT_ONE_EMAIL)
    _note_success(digest, now)
    return True


def _begin_attempt(digest: Digest, now: datetime) -> bool:
    """Commit the attempt before it is made; False when another worker just does the same."""
    untouched = Digest.objects.filter(pk=digest.pk, attempts=digest.attempts, state=Digest.State.WAITING)
    digest.attempts += 1
    return bool(untouched.update(attempts=digest.attempts, next_attempt_at=now + backoff(digest.attempts)))


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts.

    >>> backoff(3)
    datetime.timedelta(seconds=1200)
    """
    return FIRST_WAIT * (1 << (attempts - 1))


@transaction.atomic
def _note_success(digest: Digest, now: datetime) -> None:
    move_all(DIGEST, "send", Digest.objects.filter(pk=digest.pk), now=now, error="")
    Notice.objects.filter(digest=digest).update(digested_at=now)


def _note_failure(digest: Digest, error: Exception, now: datetime) -> None:
    row = Digest.objects.filter(pk=digest.pk)
    row.update(error=type(error).__name__)
    if digest.attempts >= MOST_ATTEMPTS or _is_refused_for_good(error):
        move_all(DIGEST, "give_up", row, now=now)
    log.warning("digest_not_sent", digest=digest.pk, attempt=digest.attempts, kind=type(error).__name__)


def _is_refused_for_good(error: Exception) -> bool:
    """The server says of every receiver that it will never take it (codes from 500)."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _text in error.recipients.values())
