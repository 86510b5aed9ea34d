"""E-mail about accounts goes out by a worker: once, with our own address, alike for every address asked."""

import re
from datetime import UTC, datetime, timedelta
from threading import Event
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import DataError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, user
from colead.apps.organisations import emails
from colead.apps.organisations.emails import MOST_ATTEMPTS, keep_sending, queue_email, send_waiting_emails
from colead.apps.organisations.models import AccountEmail, Membership, SignInLink, User
from colead.apps.organisations.services import change_role
from queue_of_jobs import run_pending

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TABLE = re.compile(r'(?:FROM|INTO|UPDATE) "(\w+)"')
ASKING = {
    "a link": "/sign-in/link/",
    "another password": "/account/password/reset/",
}


def work(url: str, email: str) -> tuple[int, list[tuple[str, list[str]]]]:
    """What a request does: its status, and of each statement the verb and the tables."""
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post(url, {"email": email}, REMOTE_ADDR="203.0.113.9")
    verbs = [(query["sql"].split()[0], TABLE.findall(query["sql"])) for query in queries]
    return answer.status_code, verbs


@pytest.mark.parametrize("url", ASKING.values(), ids=ASKING)
def test_the_same_is_done_for_known_and_unknown_addresses(cast: Cast, url: str) -> None:
    work(url, "somebody@example.org")  # what is done once only, whoever asks
    known, unknown = work(url, "alma@example.org"), work(url, "nobody@example.org")
    assert known == unknown
    assert not mail.outbox
    assert AccountEmail.objects.count() == 3


@pytest.mark.parametrize("url", ASKING.values(), ids=ASKING)
def test_host_of_the_request_is_in_no_mail(cast: Cast, settings, url: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(url, {"email": "alma@example.org"}, headers={"Host": "evil.example"})
    run_pending()
    assert "http://127.0.0.1:8000/" in mail.outbox[-1].body
    assert "evil" not in mail.outbox[-1].body


def test_nor_in_those_of_signing_up(cast: Cast, settings) -> None:
    settings.SIGN_UP_OPEN, settings.ALLOWED_HOSTS = True, ["*"]
    for email in ("new@example.org", "alma@example.org"):
        data = {"email": email, "password1": "a long test phrase"}
        answer = Client().post("/account/signup/", data, headers={"Host": "evil.example"})
        assert answer.headers["Location"] == "/account/confirm-email/"
    assert not mail.outbox
    run_pending()
    assert [message.to for message in mail.outbox] == [["new@example.org"], ["alma@example.org"]]
    assert all("http://127.0.0.1:8000/" in message.body for message in mail.outbox)
    assert not any("evil" in message.body for message in mail.outbox)


def test_link_in_the_mail_chooses_another_password(cast: Cast) -> None:
    Client().post("/account/password/reset/", {"email": "alma@example.org"})
    run_pending()
    link = next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))
    alma = Client()
    page = alma.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    chosen = {"password1": "another long phrase", "password2": "another long phrase"}
    alma.post(page.redirect_chain[-1][0], chosen)
    assert User.objects.get(pk=cast.alma.user.pk).check_password("another long phrase")


def test_row_holds_no_secret_and_is_gone_when_it_is_sent(cast: Cast) -> None:
    Client().post("/sign-in/link/", {"email": "alma@example.org"})
    assert not SignInLink.objects.exists()  # made when it is sent
    assert AccountEmail.objects.get().arguments == {}
    run_pending()
    assert not AccountEmail.objects.exists()
    assert SignInLink.objects.count() == 1


def test_invitation_that_was_taken_back_meanwhile_is_not_sent(cast: Cast) -> None:
    row = Membership.objects.get(user=cast.uma.user)
    queue_email("invitation", cast.uma.user.email, membership=row.pk, now=NOW)
    row.valid_until = cast.clinic.today(NOW)
    row.save()
    assert send_waiting_emails(now=NOW) == 1
    assert not mail.outbox


def test_invitation_outlives_a_change_of_role(cast: Cast) -> None:
    row = Membership.objects.get(user=cast.uma.user)
    queue_email("invitation", cast.uma.user.email, membership=row.pk, now=NOW)
    change_role(by=cast.olga, membership_id=row.pk, role="people_team", now=NOW)
    send_waiting_emails(now=NOW)
    assert [message.to for message in mail.outbox] == [[cast.uma.user.email]]


def test_invitation_that_cannot_be_queued_makes_no_member(cast: Cast) -> None:
    owner = Client(raise_request_exception=False)
    owner.force_login(cast.olga.user)
    with patch("colead.apps.organisations.views.queue_email", side_effect=DataError("full")):
        owner.post("/o/clinic/members/", {"email": "new@example.org", "role": "member"})
    assert not Membership.objects.filter(user__email="new@example.org").exists()


def test_any_fault_of_the_database_leaves_the_postman_at_work(cast: Cast) -> None:
    with (
        patch("colead.apps.organisations.emails.connection"),
        patch("colead.apps.organisations.emails.send_waiting_emails", side_effect=DataError("odd")),
    ):
        keep_sending(Event(), once=True)


def test_address_that_was_confirmed_meanwhile_is_not_asked(cast: Cast) -> None:
    proved = user("una").emailaddress_set.get()
    queue_email("verification", proved.email, address=proved.pk, now=NOW)
    send_waiting_emails(now=NOW)
    assert not mail.outbox


def test_server_that_is_away_is_tried_again_and_given_up_in_the_end(cast: Cast) -> None:
    for _ in range(2):
        queue_email("sign_in", "alma@example.org", now=NOW)
    now = NOW
    with patch.object(EmailMessage, "send", side_effect=OSError("away")) as sending:
        for _ in range(MOST_ATTEMPTS + 3):
            send_waiting_emails(now=now)
            send_waiting_emails(now=now)  # not at once again
            now += timedelta(hours=3)
    assert sending.call_count == 2 * MOST_ATTEMPTS
    assert not AccountEmail.objects.exists()


def test_link_after_a_slow_mail_lives_as_long_as_any_other(cast: Cast) -> None:
    for name in ("alma", "uma"):
        queue_email("sign_in", f"{name}@example.org", now=NOW)
    with patch("colead.apps.organisations.emails.monotonic", side_effect=[0, 0, 600]):
        send_waiting_emails(now=NOW)
    first, second = SignInLink.objects.order_by("expires_at").values_list("expires_at", flat=True)
    assert second - first == timedelta(minutes=10)


def test_two_workers_send_it_once(cast: Cast) -> None:
    queue_email("sign_in", "alma@example.org", now=NOW)
    stale = AccountEmail.objects.get()
    send_waiting_emails(now=NOW)
    assert not emails._try(stale, NOW)  # what another worker had read before
    assert len(mail.outbox) == 1


def test_unknown_kind_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(KeyError):
        queue_email("greetings", "alma@example.org", now=NOW)


def test_once_ends_after_a_round(cast: Cast) -> None:
    queue_email("sign_in", "alma@example.org", now=NOW)
    with patch("colead.apps.organisations.emails.connection"):
        keep_sending(Event(), once=True)
    assert len(mail.outbox) == 1
