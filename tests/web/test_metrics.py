"""`/metrics`: every figure that the documentation names, from every process, and nobody's name."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cast import Cast
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue, note_worker
from colead.apps.jobs.workflow import UNFINISHED, State
from colead.backup.last import note_backup
from colead.kit import mail, scope
from colead.settings.environment import SettingError
from colead.settings.secrets import metrics_token
from colead.web import health
from colead.web.metrics import metrics
from installation import Installation
from serving import site

Figures = dict[str, dict[frozenset[str], float]]
TOKEN = "a-token-of-some-length"
PAGE = Path(__file__).resolve().parents[2] / "docs/reference/metrics.md"
SENT, FAILED = frozenset({"sent"}), frozenset({"failed"})
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def on(settings, monkeypatch) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setitem(health.ANSWERS, "/metrics", metrics)


def read(text: str) -> Figures:
    """By name and values of labels."""
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[frozenset(sample.labels.values())] = sample.value
    return found


def scrape() -> Figures:
    response = Client(headers=HEADERS).get("/metrics")
    assert response.status_code == 200
    return read(response.content.decode())


def test_it_is_off_until_a_token_is_set(db: None) -> None:
    assert Client(headers=HEADERS).get("/metrics").status_code == 404


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer é"])
def test_without_the_token_there_is_nothing(db: None, on: None, sent: str) -> None:
    response = Client().get("/metrics", headers={"Authorization": sent})
    assert (response.status_code, response.content) == (401, b"")


def test_a_token_that_can_be_guessed_is_refused() -> None:
    assert metrics_token("") == ""
    with pytest.raises(SettingError, match="has 6 characters"):
        metrics_token("secret")


@pytest.mark.database("both")
def test_the_page_names_every_metric_and_no_other(cast: Cast, on: None) -> None:
    note_worker(now=timezone.now())
    note_backup(now=timezone.now())
    enqueue(by=cast.olga, work="ledger.sign_checkpoint", now=timezone.now())
    mail.count_mails("sent", 1)
    Client().get("/account/login/")
    response = Client(headers=HEADERS).get("/metrics")
    names = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in text_string_to_metric_families(response.content.decode())
    }
    assert names == set(re.findall(r"^\| `(colead_\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_page_names_every_state_that_is_counted(cast: Cast, on: None) -> None:
    for state in State:
        job = enqueue(by=cast.olga, work="ledger.sign_checkpoint", now=timezone.now())
        ended = None if state in UNFINISHED else timezone.now()
        with scope.organisation(cast.clinic):
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=ended)
    (said,) = re.findall(r"^\| `colead_jobs` .*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    counted = {label for labels in scrape()["colead_jobs"] for label in labels}
    assert counted & {*State} == {*re.findall(r"`(\w+)`", said.partition(";")[0])} & {*State}


def test_requests_are_counted_by_route_and_never_by_what_stands_in_the_address(cast: Cast, on: None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.olga.user)
    route = frozenset({"o/<slug:organisation>/audit-log/", "GET", "200"})
    before = scrape()["colead_requests_total"].get(route, 0)
    for _time in range(3):
        client.get("/o/clinic/audit-log/")
    client.get("/o/no-such-clinic/audit-log/?q=alma@example.org")
    client.get("/nothing/of-the-kind/")
    client.generic("EVIL", "/nothing/")
    found = scrape()
    assert found["colead_requests_total"][route] == before + 3
    assert found["colead_requests_total"][frozenset({"(none)", "OTHER", "404"})] >= 1
    text = Client(headers=HEADERS).get("/metrics").content.decode()
    for word in ("clinic", "alma", "of-the-kind", "EVIL", "olga"):
        assert word not in text
    assert found["colead_request_seconds_count"][frozenset({"o/<slug:organisation>/audit-log/", "GET"})] >= 4


def test_the_state_of_the_installation(cast: Cast, on: None, django_assert_max_num_queries) -> None:
    now = timezone.now()
    note_worker(now=now - timedelta(minutes=5))
    note_backup(now=now - timedelta(hours=3))
    enqueue(by=cast.olga, work="ledger.sign_checkpoint", now=now - timedelta(hours=1))
    with django_assert_max_num_queries(8):
        found = scrape()
    job = frozenset({"ledger.sign_checkpoint", "queued"})
    assert found["colead_jobs"][job] == 1
    assert found["colead_jobs_oldest_seconds"][job] == pytest.approx(3600, abs=60)
    assert found["colead_worker_seen_seconds"][frozenset()] == pytest.approx(300, abs=60)
    assert found["colead_backup_age_seconds"][frozenset()] == pytest.approx(3 * 3600, abs=60)
    assert found["colead_database_up"][frozenset()] == 1
    assert found["colead_disk_free_bytes"][frozenset()] > 0


def test_while_the_database_is_away_the_rest_is_told(db: None, on: None, monkeypatch) -> None:
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr("colead.web.metrics.waiting_work", refuse)
    found = scrape()
    assert found["colead_database_up"][frozenset()] == 0
    assert "colead_jobs" not in found
    assert "colead_disk_free_bytes" in found


def test_emails_are_counted_as_sent_or_not(db: None, on: None, monkeypatch) -> None:
    before = scrape().get("colead_mails_total", {})
    letters = [EmailMessage("x", "y", to=["alma@example.org"])] * 2
    monkeypatch.setattr(mail.EmailBackend, "send_messages", lambda _self, messages: len(messages))
    mail.CountedEmailBackend().send_messages(letters)

    def refuse(_self: object, _messages: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailBackend, "send_messages", refuse)
    with pytest.raises(ConnectionRefusedError):
        mail.CountedEmailBackend().send_messages(letters[:1])
    after = scrape()["colead_mails_total"]
    assert after[SENT] - before.get(SENT, 0) == 2
    assert after[FAILED] - before.get(FAILED, 0) == 1


def test_without_a_token_the_library_is_not_loaded() -> None:
    program = (
        "import sys, django; django.setup(); import colead.web.urls;"
        "from colead.kit.metrics import count_request; count_request('x', 'GET', 200, 0.1);"
        "print('prometheus_client' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.ci
def test_what_several_processes_counted_is_one_figure(installation: Installation, tmp_path: Path) -> None:
    own = installation.environment | {"COLEAD_METRICS_TOKEN": TOKEN}
    with site(own, tmp_path / "said", "--no-worker", "--workers", "2") as found:
        for _time in range(40):
            assert found.ask("/account/login/").status == 200
        counted = read(found.ask("/metrics", **HEADERS).text)
    assert counted["colead_requests_total"][frozenset({"account/login/", "GET", "200"})] == 40
