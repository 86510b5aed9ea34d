"""Guessing is slow, on every way in; and nobody is locked out by somebody else's guesses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from cast import Cast
from colead.apps.organisations import services
from colead.apps.organisations.models import AccountEmail
from colead.kit.throttling import TooManyAttempts, count_attempt
from installation import Installation
from queue_of_jobs import run_pending

pytestmark = pytest.mark.database("both")

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUESSES = 200
LOGIN = "/account/login/"


def login(client: Client, email: str, password: str, address: str = "192.0.2.1") -> bool:
    client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def test_counts_are_kept_where_every_process_sees_them(cast: Cast) -> None:
    cache.set("seen", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisations_cacheentry")
        assert cursor.fetchone() == (1,)


def test_password_guesses_end_after_a_few(cast: Cast) -> None:
    client = Client()
    for number in range(12):
        assert not login(client, "alma@example.org", f"guess {number}")
    assert not login(client, "alma@example.org", "a long test phrase")  # even the right one must wait now


def test_guesses_from_many_addresses_at_one_account_end_too(cast: Cast) -> None:
    for number in range(8):
        login(Client(), "alma@example.org", "guess", address=f"198.51.100.{number}")
    assert not login(Client(), "alma@example.org", "a long test phrase", address="203.0.113.9")


def test_whoever_is_guessed_at_still_gets_in_by_link(cast: Cast) -> None:
    for number in range(8):
        login(Client(), "alma@example.org", "guess", address=f"198.51.100.{number}")
    client = Client()
    client.post("/sign-in/link/", {"email": "alma@example.org"}, REMOTE_ADDR="203.0.113.9")
    run_pending()
    link = next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))
    client.post(link.removeprefix("http://127.0.0.1:8000"), REMOTE_ADDR="203.0.113.9")
    assert "_auth_user_id" in client.session


def test_others_at_other_addresses_are_not_slowed(cast: Cast) -> None:
    for number in range(20):
        login(Client(), f"nobody{number}@example.org", "guess")
    assert login(Client(), "alma@example.org", "a long test phrase", address="203.0.113.9")


def test_an_office_behind_one_address_signs_in_together(cast: Cast) -> None:
    assert all(login(Client(), "alma@example.org", "a long test phrase") for _ in range(40))


@pytest.mark.usefixtures("cast")
def test_sign_in_links_cannot_be_guessed_at_speed() -> None:
    statuses = [Client().post(f"/sign-in/link/guess{number}/").status_code for number in range(GUESSES)]
    assert statuses.count(404) == 30
    assert statuses.count(429) == GUESSES - 30


@pytest.mark.usefixtures("cast")
def test_whoever_waits_may_try_again_as_often_as_time_has_passed(rf: RequestFactory) -> None:
    def is_let_in(seconds: float) -> bool:
        try:
            count_attempt(rf.post("/"), "sign_in_link", now=NOW + timedelta(seconds=seconds))
        except TooManyAttempts:
            return False
        return True

    assert sum(is_let_in(0) for _ in range(20)) == 20
    assert sum(is_let_in(50) for _ in range(20)) == 10  # 30 in a minute
    assert not is_let_in(59)
    assert sum(is_let_in(61) for _ in range(30)) == 20  # those of second 0 are gone, those of 50 are not


TRY = """
import json, os, time
from pathlib import Path
from django.test import RequestFactory
from django.utils import timezone
from colead.kit.throttling import TooManyAttempts, count_attempt
from queue_of_jobs import run_pending
gate = Path(os.environ["COLEAD_HOME"]) / "gate"
gate.mkdir(exist_ok=True)
(gate / str(os.getpid())).touch()
while len(list(gate.iterdir())) < 3:
    time.sleep(0.001)
let_in = 0
for _ in range(25):
    try:
        count_attempt(RequestFactory().post("/"), "sign_in_link", now=timezone.now())
        let_in += 1
    except TooManyAttempts:
        pass
print(json.dumps(let_in))
"""


def test_processes_at_once_count_together(installation: Installation) -> None:
    started = [installation.start(TRY) for _ in range(3)]
    assert sum(process.answer() for process in started) == 30


@pytest.mark.usefixtures("cast")
def test_nobodys_mailbox_is_flooded() -> None:
    for number in range(10):
        Client().post("/sign-in/link/", {"email": "Alma@example.org"}, REMOTE_ADDR=f"198.51.100.{number}")
    run_pending()
    assert len(mail.outbox) == 3


@pytest.mark.usefixtures("cast")
def test_limit_is_the_same_for_unknown_addresses() -> None:
    for email in ("alma@example.org", "nobody@example.org"):
        statuses = [
            Client().post("/sign-in/link/", {"email": email}, REMOTE_ADDR="192.0.2.7").status_code
            for _ in range(5)
        ]
        assert statuses == [200] * 5
    assert AccountEmail.objects.filter(address="alma@example.org").count() == 3
    assert AccountEmail.objects.filter(address="nobody@example.org").count() == 3


class TestWayInForTheOwner:
    """A stranger spends all attempts there are; on a device where the owner has been, they do not count."""

    @pytest.fixture
    def own_device(self, cast: Cast) -> Client:  # noqa: ARG002  (whose accounts it signs in to)
        device = Client()
        assert login(device, "alma@example.org", "a long test phrase", address="203.0.113.9")
        device.post("/account/logout/")
        return device

    @pytest.fixture
    def stranger(self, own_device: Client) -> Client:  # noqa: ARG002  (comes after the owner)
        """Has spent wrong passwords and requests for links, from the owner's own network and from others."""
        stranger = Client()
        for number in range(15):
            for address in ("203.0.113.9", f"198.51.100.{number}"):
                login(stranger, "alma@example.org", "guess", address=address)
                stranger.post("/sign-in/link/", {"email": "alma@example.org"}, REMOTE_ADDR=address)
        return stranger

    @pytest.mark.usefixtures("stranger")
    def test_password_opens_on_a_known_device_alone(self, own_device: Client) -> None:
        assert not login(Client(), "alma@example.org", "a long test phrase", address="203.0.113.10")
        assert login(own_device, "alma@example.org", "a long test phrase", address="203.0.113.9")

    @pytest.mark.usefixtures("stranger")
    def test_link_is_mailed_on_a_known_device(self, own_device: Client) -> None:
        before = AccountEmail.objects.count()
        asked = own_device.post("/sign-in/link/", {"email": "alma@example.org"}, REMOTE_ADDR="203.0.113.9")
        assert asked.status_code == 200
        assert AccountEmail.objects.count() == before + 1

    def test_links_that_the_stranger_asked_for_open_for_the_owner(self, stranger: Client) -> None:
        run_pending()
        for _ in range(40):
            stranger.post("/sign-in/link/guess/", REMOTE_ADDR="203.0.113.9")
        link = next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))
        owner = Client()
        owner.post(link.removeprefix("http://127.0.0.1:8000"), REMOTE_ADDR="203.0.113.9")
        assert "_auth_user_id" in owner.session

    def test_known_device_is_slowed_too_and_known_to_its_owner_only(self, own_device: Client) -> None:
        for number in range(12):
            assert not login(own_device, "alma@example.org", f"guess {number}")
        assert not login(own_device, "alma@example.org", "a long test phrase")
        for number in range(8):
            login(Client(), "bo@example.org", "guess", address=f"198.51.100.{number}")
        assert not login(own_device, "bo@example.org", "a long test phrase", address="203.0.113.9")

    @pytest.mark.usefixtures("stranger")
    def test_cookie_that_was_not_made_here_is_none(self, own_device: Client) -> None:
        own_device.cookies["known-device"] = own_device.cookies["known-device"].value[:-2] + "xx"
        assert not login(own_device, "alma@example.org", "a long test phrase", address="203.0.113.10")


@pytest.mark.usefixtures("cast")
def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    statuses = [
        Client().post(f"/sign-in/link/guess{number}/", REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code
        for number in range(40)
    ]
    assert statuses.count(404) == 30


@pytest.mark.usefixtures("cast")
def test_page_of_too_many_attempts_says_how_long_to_wait() -> None:
    answers = [Client().post(f"/sign-in/link/guess{number}/") for number in range(31)]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "Wait a minute" in answers[-1].content.decode()


def test_forwarded_address_is_believed_only_from_own_proxies(cast: Cast, settings) -> None:
    def guesses() -> list[int]:
        return [
            Client()
            .post(f"/sign-in/link/guess{number}/", headers={"X-Forwarded-For": f"203.0.113.{number}"})
            .status_code
            for number in range(40)
        ]

    assert 429 in guesses()  # claimed by anybody: not believed
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert 429 not in guesses()


def test_right_token_works_beside_wrong_ones(cast: Cast) -> None:
    _token, secret = services.create_token(
        by=cast.alma, name="x", scope="read", now=timezone.now(), lifetime=timedelta(days=1)
    )

    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return int(Client().get("/api/v1/organisations", headers=headers).status_code)

    statuses = [status(f"guess{number}") for number in range(GUESSES)]
    assert statuses.count(401) == 30
    assert statuses.count(429) == GUESSES - 30
    assert status(secret) == 200
