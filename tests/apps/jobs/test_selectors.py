"""What pages know about jobs, and what it costs."""

import pytest
from django.utils import timezone

from cast import Cast
from colead.apps.jobs import registry, selectors
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.jobs.workflow import State
from colead.kit import scope
from colead.kit.errors import NotFound
from colead.kit.roles import Member, console


@pytest.fixture(autouse=True)
def one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WORK", dict(registry.WORK))
    registry.work("test.nothing", label="Nothing at all")(lambda _run: None)


def queue(by: Member, count: int = 1) -> Job:
    jobs = [enqueue(by=by, work="test.nothing", now=timezone.now()) for _ in range(count)]
    return jobs[-1]


def test_a_member_sees_their_own_and_the_people_team_sees_all(cast: Cast) -> None:
    queue(cast.alma)
    queue(cast.bo)
    queue(console(cast.clinic))
    with scope.organisation(cast.clinic):
        assert [job.who for job in selectors.jobs(cast.alma).all()] == ["Alma"]
        assert [job.who for job in selectors.jobs(cast.carla).all()] == ["Colead itself", "Bo", "Alma"]


def test_a_colleagues_job_does_not_exist(cast: Cast) -> None:
    job = queue(cast.bo)
    with scope.organisation(cast.clinic):
        assert selectors.job(cast.bo, job.pk).label == "Nothing at all"
        with pytest.raises(NotFound):
            selectors.job(cast.alma, job.pk)


def test_a_job_is_cancelled_or_tried_again_by_who_started_it_and_the_people_team(cast: Cast) -> None:
    job = queue(cast.alma)
    with scope.organisation(cast.clinic):
        shown = [selectors.job(member, job.pk) for member in (cast.carla, cast.alma)]
        assert [(one.may_cancel, one.may_retry) for one in shown] == [(True, False)] * 2
        Job.objects.update(state=State.SET_ASIDE, finished_at=job.created_at)
        shown = [selectors.job(member, job.pk) for member in (cast.carla, cast.alma)]
        assert [(one.may_cancel, one.may_retry) for one in shown] == [(False, True)] * 2


def test_a_task_or_user_that_is_gone_still_shows(cast: Cast) -> None:
    job = queue(cast.alma)
    with scope.organisation(cast.clinic):
        Job.objects.update(work="later.removed", created_by=999_999)
        shown = selectors.job(cast.carla, job.pk)
    assert (shown.label, shown.who) == ("later.removed", "A former user")


@pytest.mark.parametrize("count", [2, 60])
def test_a_page_costs_three_queries_at_every_size(cast: Cast, count: int, django_assert_num_queries) -> None:
    queue(cast.alma, count)
    with scope.organisation(cast.clinic), django_assert_num_queries(3):
        selectors.jobs(cast.carla).numbered()
