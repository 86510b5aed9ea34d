"""Every night the log is checked and leaves the house: whoever alters a row by SQL is told of."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import translation

from cast import Cast
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.jobs.worker import work_once
from colead.apps.jobs.workflow import State
from colead.apps.ledger import services
from colead.apps.ledger.checkpoint import open_note, read_key
from colead.apps.ledger.models import CheckpointReceiver, LedgerHead, LedgerRecord
from colead.apps.ledger.soundness import Fault
from colead.apps.ledger.texts import fault_texts
from colead.apps.notices import kinds
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import Membership
from colead.apps.organisations.services import end_membership
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.roles import console

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
NIGHT = {"since": (NOW - timedelta(days=1)).isoformat(), "until": NOW.isoformat()}
URL = "/o/clinic/audit-log/"


def fill(cast: Cast, count: int = 8) -> None:
    for number in range(count):
        services.append_entry(by=cast.carla, action="a.b", subject=f"x:{number}", now=NOW)


def check(cast: Cast) -> list[Fault]:
    return services.check_record(organisation=cast.clinic, now=NOW)


def sql(statement: str) -> None:
    """As somebody with the password of the database would."""
    with scope.everything("the attacker's"), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_a_log_that_nobody_has_touched_is_sound(cast: Cast) -> None:
    fill(cast)
    services.erase_record(by=cast.olga, index=3, now=NOW)
    assert check(cast) == []
    fill(cast)
    assert check(cast) == []


GONE = "DELETE FROM"
ALTERED = {
    "what an entry says": (
        "UPDATE ledger_ledgerrecord SET text = replace(text, 'x:5', 'x:6') WHERE text LIKE '%x:5%'", 5,
    ),
    "no JSON at all": ("UPDATE ledger_ledgerrecord SET text = 'none' WHERE text LIKE '%x:5%'", 5),
    "its hash": ("UPDATE ledger_ledgerleaf SET hash = '" + "ab" * 32 + "' WHERE \"index\" = 4", 4),
    "an entry gone": (f"{GONE} ledger_ledgerrecord WHERE text LIKE '%x:2\"%'", 2),
    "the last entry gone": (
        f"{GONE} ledger_ledgerrecord WHERE text LIKE '%x:7%'|{GONE} ledger_ledgerleaf WHERE \"index\" = 7",
        6,
    ),
    "the state of the tree": ("UPDATE ledger_ledgerhead SET peaks = '[\"" + "00" * 32 + "\"]'", 7),
}  # fmt: skip


@pytest.mark.database("both")
@pytest.mark.parametrize("name", ALTERED)
def test_whatever_is_altered_is_told_with_its_entry(cast: Cast, name: str) -> None:
    fill(cast)
    statements, entry = ALTERED[name]
    for statement in statements.split("|"):
        sql(statement)
    assert check(cast) == [Fault("log", entry)]
    with scope.organisation(cast.clinic):
        (notice,) = Notice.objects.filter(user=cast.olga.user)
        assert not Notice.objects.exclude(user=cast.olga.user).exists()
        assert f"Entry {entry} of the audit log" in kinds.describe(notice.kind, notice.values)
    check(cast)  # the next night tells nobody again
    with scope.organisation(cast.clinic):
        assert Notice.objects.count() == 1


def test_a_history_that_was_written_anew_with_another_key_is_told(cast: Cast, home) -> None:
    fill(cast)
    services.sign_checkpoint(organisation=cast.clinic, now=NOW)
    (home / "ledger_key").unlink()
    fill(cast, 1)
    assert check(cast) == [Fault("key", 0)]


def test_an_erasure_during_the_check_is_no_fault(cast: Cast, monkeypatch) -> None:
    fill(cast)
    first = []

    def erase() -> None:
        if not first:
            first.append(True)
            services.erase_record(by=cast.olga, index=6, now=NOW)

    assert services.check_record(organisation=cast.clinic, now=NOW, check=erase) == []
    assert first


# Leaving the house


def night(cast: Cast) -> Job:
    with scope.organisation(cast.clinic):
        job = enqueue(by=console(cast.clinic), work="ledger.check_record", arguments=NIGHT, now=NOW)
    assert work_once(worker="w", with_heartbeat=False)
    with scope.organisation(cast.clinic):
        job.refresh_from_db()
    return job


def choose(cast: Cast, *emails: str) -> None:
    services.choose_receivers(by=cast.olga, emails=emails, now=NOW)


def test_a_new_checkpoint_is_mailed_once_to_each_who_was_chosen(cast: Cast) -> None:
    fill(cast)
    choose(cast, "alma@example.org", "CARLA@example.org")
    assert night(cast).state == State.DONE
    assert sorted(message.to[0] for message in mail.outbox) == ["alma@example.org", "carla@example.org"]
    body = mail.outbox[0].body
    key = read_key(next(line for line in body.splitlines() if line.startswith("colead/clinic+")))
    note = body[body.index("colead/clinic\n") :].split("\n\n")
    checkpoint, _key = open_note("\n\n".join(note[:2]).rstrip() + "\n", [key])
    assert checkpoint.size == 9  # eight, and that receivers were chosen
    night(cast)
    assert len(mail.outbox) == 2  # nothing was added since
    fill(cast, 1)
    night(cast)
    assert len(mail.outbox) == 4


def test_the_email_says_what_the_check_has_found(cast: Cast) -> None:
    choose(cast, "alma@example.org")
    fill(cast)
    sql(ALTERED["what an entry says"][0])
    assert night(cast).result["entries"] == [6]
    assert "not sound" in mail.outbox[0].subject
    assert "Entry 6 of the audit log" in mail.outbox[0].body


def test_whoever_has_left_gets_none(cast: Cast) -> None:
    choose(cast, "uma@example.org", "alma@example.org")
    membership = Membership.objects.get(user=cast.uma.user)
    end_membership(by=cast.olga, membership_id=membership.pk, now=NOW)
    night(cast)
    assert [message.to for message in mail.outbox] == [["alma@example.org"]]


def test_a_mail_server_that_is_away_is_tried_again_and_nobody_gets_it_twice(cast: Cast, monkeypatch) -> None:
    choose(cast, "alma@example.org", "carla@example.org")
    sent = EmailBackend.send_messages

    def once(backend: EmailBackend, messages: list[object]) -> int:
        if mail.outbox:
            raise ConnectionRefusedError
        return sent(backend, messages)

    monkeypatch.setattr("colead.apps.ledger.jobs.timezone.now", lambda: NOW)
    monkeypatch.setattr(EmailBackend, "send_messages", once)
    job = night(cast)
    assert job.state == State.QUEUED
    monkeypatch.setattr(EmailBackend, "send_messages", sent)
    with scope.organisation(cast.clinic):
        Job.objects.filter(pk=job.pk).update(available_at=NOW)
    assert work_once(worker="w", with_heartbeat=False)
    assert sorted(message.to[0] for message in mail.outbox) == ["alma@example.org", "carla@example.org"]


def test_a_dead_mailbox_keeps_the_checkpoint_from_nobody_else(cast: Cast, monkeypatch) -> None:
    """It is tried again, with what is the newest by then; the others get the newest, too."""
    choose(cast, "alma@example.org", "carla@example.org")
    sent, tried = EmailBackend.send_messages, []

    def refuse_the_first(backend: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        tried.extend(messages[0].to)
        if messages[0].to[0] == tried[0]:
            raise SMTPRecipientsRefused({tried[0]: (550, b"no such mailbox")})
        return sent(backend, messages)

    monkeypatch.setattr("colead.apps.ledger.jobs.timezone.now", lambda: NOW)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse_the_first)
    job = night(cast)
    assert job.state == State.QUEUED
    assert len(tried) == 2
    assert [message.to for message in mail.outbox] == [[tried[1]]]
    fill(cast, 1)
    services.sign_checkpoint(organisation=cast.clinic, now=NOW)
    monkeypatch.setattr(EmailBackend, "send_messages", sent)
    with scope.organisation(cast.clinic):
        Job.objects.filter(pk=job.pk).update(available_at=NOW)
    assert work_once(worker="w", with_heartbeat=False)
    assert sorted(message.to[0] for message in mail.outbox[1:]) == ["alma@example.org", "carla@example.org"]
    assert all("over 2 entries" in message.subject for message in mail.outbox[1:])


def test_of_very_many_faults_the_first_are_kept_and_the_others_counted(cast: Cast, monkeypatch) -> None:
    found = [Fault("state", entry, f"offer:{entry}") for entry in range(services.MOST_TOLD + 7)]
    monkeypatch.setattr(services, "faults", lambda *_arguments: found)
    fill(cast, 1)
    check(cast)
    with scope.organisation(cast.clinic):
        texts = fault_texts(LedgerHead.objects.get().faults)
    assert len(texts) == services.MOST_TOLD + 1
    assert texts[-1] == "and 7 more"
    with translation.override("da"):
        assert fault_texts([Fault("more", 7)]) == ["og 7 til"]


def test_an_address_of_nobody_here_is_named_and_nothing_changes(cast: Cast) -> None:
    choose(cast, "alma@example.org")
    with pytest.raises(DomainError, match=r"ida@example\.org"):
        choose(cast, "carla@example.org", "ida@example.org")
    with scope.organisation(cast.clinic):
        assert [one.user for one in CheckpointReceiver.objects.all()] == [cast.alma.user]
        assert LedgerRecord.objects.count() == 1


def test_the_pages(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.olga.user)
    wrong = client.post(URL + "receivers/", {"emails": "nobody@example.org"})
    assert wrong.status_code == 422
    assert "nobody@example.org" in wrong.content.decode()
    chosen = client.post(URL + "receivers/", {"emails": "bo@example.org\n\n"}, follow=True).content.decode()
    assert "mailed to 1 member." in chosen
    assert "checkpoints chosen: 1" in chosen.replace("&#x27;", "'")
    assert "bo@example.org" in client.get(URL + "receivers/").content.decode()
    assert "None yet" in client.get(URL + "checkpoint/").content.decode()
    check(cast)
    assert "colead/clinic+" in client.get(URL + "checkpoint/").content.decode()
    assert "every entry is as it was signed" in client.get(URL).content.decode()
    sql("UPDATE ledger_ledgerrecord SET text = replace(text, 'count', 'bount')")
    check(cast)
    assert "Entry 0 of the audit log is not" in client.get(URL).content.decode()
    with scope.organisation(cast.clinic):
        assert LedgerHead.objects.get().faults == [["log", 0, ""]]
