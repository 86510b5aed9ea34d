"""The e-mail digest: quiet, complete, once, and never stopped by one bad address or a server that is away."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail

from apps.notices.mail_server import ScriptedServer
from cast import LONG_AGO, Cast
from colead.apps.jobs.models import Job
from colead.apps.jobs.schedule import queue_due
from colead.apps.jobs.workflow import State
from colead.apps.notices import services
from colead.apps.notices.digest import prepare_digests, send_digests
from colead.apps.notices.email import letter
from colead.apps.notices.models import Digest, Notice
from colead.apps.organisations.models import Membership, User
from colead.kit import scope
from colead.kit.roles import Member
from queue_of_jobs import run_pending

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def server(settings) -> type[ScriptedServer]:
    settings.EMAIL_BACKEND = f"{ScriptedServer.__module__}.ScriptedServer"
    ScriptedServer.script.clear()
    ScriptedServer.taken.clear()
    return ScriptedServer


def tell(*members: Member, subject: str = "import:1", kind: str = "test.finished") -> None:
    for member in members:
        services.notify(
            to=member.user, organisation=member.organisation, kind=kind, subject=subject,
            url="/o/clinic/people/", values={"joined": 3}, now=MONDAY,
        )  # fmt: skip


def prepare(cast: Cast, until: datetime = MONDAY, since: datetime | None = None) -> int:
    with scope.organisation(cast.clinic):
        return prepare_digests(organisation=cast.clinic, since=since or until - DAY, until=until)


def send(cast: Cast, now: datetime = MONDAY) -> datetime | None:
    with scope.organisation(cast.clinic):
        return send_digests(now=now)


def wish(cast: Cast, member: Member, digest: str, weekday: int = 0) -> None:
    with scope.organisation(cast.clinic):
        services.save_preference(by=member, digest=digest, weekday=weekday, muted=[])


def digests(cast: Cast) -> list[Digest]:
    with scope.organisation(cast.clinic):
        return list(Digest.objects.order_by("day"))


def test_one_email_holds_ones_own_news_and_nothing_else(cast: Cast) -> None:
    tell(cast.alma)
    tell(cast.alma, cast.bo, subject="import:2", kind="test.other")
    tell(cast.ida)
    assert prepare(cast) == 2
    assert send(cast) is None
    to_alma, to_bo = sorted(mail.outbox, key=lambda message: message.to)
    assert to_alma.to == ["alma@example.org"]
    assert "Staff list imported: 3 joined." in to_alma.body
    assert "http://127.0.0.1:8000/o/clinic/people/" in to_alma.body
    assert "You get this because you started the import." in to_alma.body
    assert "Staff list imported" not in to_bo.body
    assert "<b>happened" not in to_alma.alternatives[0].content


def test_it_tells_mail_programs_how_to_stop_it(cast: Cast, client) -> None:
    tell(cast.alma)
    prepare(cast)
    send(cast)
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].replace("\n ", "").strip("<>")
    assert client.post(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    tell(cast.alma, subject="import:2")
    assert prepare(cast, MONDAY + 7 * DAY) == 0


def test_it_speaks_the_receivers_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.alma.user.pk).update(language="da")
    tell(cast.alma)
    prepare(cast)
    send(cast)
    assert mail.outbox[0].subject == "Clinic: 1 besked"
    assert 'lang="da"' in mail.outbox[0].alternatives[0].content


def test_weekly_on_monday_unless_somebody_wishes_otherwise(cast: Cast) -> None:
    wish(cast, cast.bo, "daily")
    wish(cast, cast.carla, "weekly", weekday=2)
    wish(cast, cast.dan, "off")
    tell(cast.alma, cast.bo, cast.carla, cast.dan)
    due = []
    for days in range(4):
        prepare(cast, MONDAY + days * DAY)
        due.append({row.user_id for row in digests(cast)} - set().union(*due))
    names = {member.user.pk: member.user.name for member in (cast.alma, cast.bo, cast.carla, cast.dan)}
    assert [{names[pk] for pk in day} for day in due] == [{"Alma", "Bo"}, set(), {"Carla"}, set()]


def test_a_monday_on_which_nobody_worked_is_made_up_for(cast: Cast) -> None:
    tell(cast.alma)
    assert prepare(cast, MONDAY + 2 * DAY, since=MONDAY + DAY) == 0
    assert prepare(cast, MONDAY + 2 * DAY, since=MONDAY - DAY) == 1


def test_nothing_goes_to_an_address_that_is_not_proved(cast: Cast) -> None:
    tell(cast.alma, cast.bo)
    cast.bo.user.emailaddress_set.update(verified=False)
    prepare(cast)
    assert [row.user_id for row in digests(cast)] == [cast.alma.user.pk]


def test_what_is_read_or_told_before_is_not_told(cast: Cast) -> None:
    tell(cast.alma, cast.bo)
    with scope.organisation(cast.clinic):
        services.mark_all_read(by=cast.alma, now=MONDAY)
    assert prepare(cast) == 1
    send(cast)
    assert prepare(cast, MONDAY + 7 * DAY) == 0
    with scope.organisation(cast.clinic):
        assert Notice.objects.get(user=cast.bo.user).digested_at == MONDAY


def test_what_is_read_before_the_email_goes_out_stops_it(cast: Cast) -> None:
    tell(cast.alma)
    prepare(cast)
    with scope.organisation(cast.clinic):
        services.mark_all_read(by=cast.alma, now=MONDAY)
    send(cast)
    assert mail.outbox == []
    assert digests(cast) == []


def test_somebody_who_has_left_gets_nothing(cast: Cast) -> None:
    tell(cast.alma)
    Membership.objects.filter(user=cast.alma.user).update(valid_until=LONG_AGO)
    assert prepare(cast) == 0


def test_preparing_twice_makes_one_email(cast: Cast) -> None:
    tell(cast.alma)
    prepare(cast)
    prepare(cast)
    send(cast)
    send(cast)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("count", [1, 6])
def test_preparing_costs_the_same_for_any_number(
    cast: Cast, count: int, django_assert_max_num_queries
) -> None:
    everybody = [cast.alma, cast.bo, cast.carla, cast.dan, cast.olga, cast.uma]
    tell(*everybody[:count])
    with django_assert_max_num_queries(7):  # with the savepoint
        assert prepare(cast) == count


def test_a_refused_receiver_holds_up_nobody(cast: Cast, server: type[ScriptedServer]) -> None:
    tell(cast.alma, cast.bo)
    prepare(cast)
    server.script += [SMTPRecipientsRefused({"alma@example.org": (550, b"unknown")})]
    assert send(cast) is None
    errors = {row.state: row.error for row in digests(cast)}  # whichever of the two is sent first
    assert errors == {"given_up": "SMTPRecipientsRefused", "sent": ""}


def test_a_repeated_email_is_recognised_by_its_id(cast: Cast, server: type[ScriptedServer]) -> None:
    """The server dies after it has taken the e-mail, and before it says so."""
    tell(cast.alma)
    prepare(cast)
    ids: list[str] = []
    with scope.organisation(cast.clinic):
        first = letter(digests(cast)[0])
    assert first is not None
    ids.append(first.message()["Message-ID"])
    server.script += [SMTPServerDisconnected("after DATA")]
    again = send(cast)
    assert again == MONDAY + timedelta(minutes=5)
    assert send(cast, again) is None
    ids += [message.message()["Message-ID"] for message in server.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_server_that_is_away_is_not_asked_for_each_email(cast: Cast, server: type[ScriptedServer]) -> None:
    tell(cast.alma, cast.bo, cast.carla)
    prepare(cast)
    server.script += [ConnectionRefusedError()]
    again = send(cast)
    assert sorted(row.attempts for row in digests(cast)) == [0, 0, 1]
    assert again is not None
    send(cast, again)
    assert [row.state for row in digests(cast)] == ["sent"] * 3


def test_waits_grow_and_end_after_a_day(cast: Cast, server: type[ScriptedServer]) -> None:
    tell(cast.alma)
    prepare(cast)
    server.script += [SMTPDataError(451, b"later")] * 20
    now: datetime | None = MONDAY
    waits = []
    while now is not None:
        later = send(cast, now)
        if later is not None:
            waits.append(round((later - now) / timedelta(minutes=1)))
        now = later
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640]
    assert [row.state for row in digests(cast)] == ["given_up"]


def test_an_odd_email_does_not_stop_the_others(cast: Cast, server: type[ScriptedServer]) -> None:
    tell(cast.alma, cast.bo)
    prepare(cast)
    server.script += [ValueError("a header with a line end")]
    send(cast)
    assert sorted(row.state for row in digests(cast)) == ["sent", "waiting"]


def test_the_schedule_sends_them_and_comes_back_for_the_rest(
    cast: Cast, server: type[ScriptedServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(cast, cast.alma, "daily")
    tell(cast.alma)
    server.script += [ConnectionRefusedError()]
    queue_due(now=datetime.now(UTC))
    run_pending()
    with scope.organisation(cast.clinic):
        job = Job.objects.get(work="notices.send_digests")
        assert (job.state, job.message) == (State.QUEUED, "postponed")
        Digest.objects.update(next_attempt_at=MONDAY)
        Job.objects.update(available_at=MONDAY)
    run_pending()
    assert len(server.taken) == 1
    with scope.organisation(cast.clinic):
        assert Job.objects.get(pk=job.pk).state == State.DONE
