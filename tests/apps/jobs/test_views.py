"""The pages of background work: whole, as a part for htmx, and without JavaScript."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.jobs import registry
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.jobs.workflow import State
from colead.kit import scope
from colead.kit.roles import Member

URL = "/o/clinic/jobs/"


@pytest.fixture(autouse=True)
def one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WORK", dict(registry.WORK))
    registry.work("test.nothing", label="Nothing at all")(lambda _run: None)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def finished_at(state: object) -> datetime | None:
    return timezone.now() if state in {State.DONE, State.FAILED, State.SET_ASIDE} else None


def job_of(member: Member, **fields: object) -> Job:
    job = enqueue(by=member, work="test.nothing", now=timezone.now())
    with scope.organisation(member.organisation):
        Job.objects.filter(pk=job.pk).update(finished_at=finished_at(fields.get("state")), **fields)
    return job


def test_it_works(cast: Cast) -> None:
    job_of(cast.alma, state=State.RUNNING)
    page = signed_in(cast.carla).get(URL).content.decode()
    assert "Nothing at all" in page
    assert "Running" in page


@pytest.mark.parametrize("name", ["alma", "dan"])
def test_the_list_is_for_those_who_may_see_it(cast: Cast, name: str) -> None:
    assert signed_in(getattr(cast, name)).get(URL).status_code == 403


def test_a_running_job_asks_again_each_second_and_has_a_link_for_those_without_javascript(cast: Cast) -> None:
    job = job_of(cast.alma, state=State.RUNNING, progress_done=3, progress_total=12)
    part = signed_in(cast.alma).get(f"{URL}{job.pk}/progress/").content.decode()
    assert f'hx-get="{URL}{job.pk}/progress/"' in part
    assert 'hx-trigger="every 1s"' in part
    assert '<progress class="progress w-100" id="job-' in part
    assert 'max="12" value="3"' in part
    assert f'href="{URL}{job.pk}/"' in part
    assert "<html" not in part


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.SET_ASIDE])
def test_a_finished_job_stops_asking(cast: Cast, state: State) -> None:
    job = job_of(cast.alma, state=state, result_url="/o/clinic/people/")
    part = signed_in(cast.alma).get(f"{URL}{job.pk}/progress/").content.decode()
    assert "hx-get" not in part
    assert ('href="/o/clinic/people/"' in part) == (state == State.DONE)


def test_the_part_also_takes_the_job_that_enqueue_returned(cast: Cast, rf) -> None:
    from django.template.loader import render_to_string

    job = job_of(cast.alma)
    html = render_to_string("jobs/_progress.html", {"job": job, "organisation": cast.clinic})
    assert "Nothing at all" in html
    assert "Waiting" in html


def test_a_colleague_gets_nothing(cast: Cast) -> None:
    job = job_of(cast.alma)
    for part in ("", "progress/"):
        assert signed_in(cast.bo).get(f"{URL}{job.pk}/{part}").status_code == 404
        assert signed_in(cast.carla).get(f"{URL}{job.pk}/{part}").status_code == 200
        assert signed_in(cast.ida).get(f"{URL}{job.pk}/{part}").status_code == 404


def test_the_people_team_tries_a_stopped_job_again(cast: Cast) -> None:
    job = job_of(cast.alma, state=State.SET_ASIDE, message="gave_up", error="KeyError")
    client = signed_in(cast.carla)
    page = client.get(f"{URL}{job.pk}/").content.decode()
    assert "It failed five times" in page
    assert f'action="{URL}{job.pk}/retry/"' in page
    assert client.post(f"{URL}{job.pk}/retry/").status_code == 302
    with scope.organisation(cast.clinic):
        assert Job.objects.get().state == State.QUEUED
    assert client.post(f"{URL}{job.pk}/retry/").status_code == 409
    assert signed_in(cast.bo).post(f"{URL}{job.pk}/retry/").status_code == 404


def test_who_started_a_job_cancels_it_from_wherever_its_progress_stands(cast: Cast) -> None:
    job = job_of(cast.alma, state=State.RUNNING, progress_done=3, progress_total=12)
    client = signed_in(cast.alma)
    assert f'action="{URL}{job.pk}/cancel/"' in client.get(f"{URL}{job.pk}/progress/").content.decode()
    assert signed_in(cast.bo).post(f"{URL}{job.pk}/cancel/").status_code == 404
    assert "It was cancelled" in client.post(f"{URL}{job.pk}/cancel/", follow=True).content.decode()
    part = client.get(f"{URL}{job.pk}/progress/").content.decode()
    assert "/cancel/" not in part
    assert f'action="{URL}{job.pk}/retry/"' in part


@pytest.mark.parametrize("count", [1, 60])
def test_query_count_does_not_grow(cast: Cast, count: int, django_assert_max_num_queries) -> None:
    for _ in range(count):
        job_of(cast.alma)
    client = signed_in(cast.carla)
    with django_assert_max_num_queries(9):
        client.get(URL)
