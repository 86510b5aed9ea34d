"""Telling somebody once, and what they do with it."""

import pytest
from django.utils import timezone

from cast import Cast
from colead.apps.notices import selectors, services
from colead.apps.notices.models import Frequency, Notice, NoticePreference
from colead.kit import scope
from colead.kit.errors import NotFound
from colead.kit.roles import Member

NOW = timezone.now()


def tell(
    member: Member, kind: str = "test.finished", subject: str = "import:1", **options: str
) -> Notice | None:
    assert member.user is not None
    return services.notify(
        to=member.user, organisation=member.organisation, kind=kind, subject=subject,
        url="/o/clinic/", values={"joined": 3}, now=NOW, **options,
    )  # fmt: skip


def test_a_retry_does_not_tell_twice(cast: Cast) -> None:
    first = tell(cast.alma)
    assert tell(cast.alma) == first
    assert tell(cast.alma, subject="import:2") != first
    assert tell(cast.alma, dedupe="2026-W10") != first
    assert tell(cast.bo) != first


def test_telling_costs_three_queries_and_two_when_it_is_told(
    cast: Cast, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(5):  # with a savepoint
        tell(cast.alma)
    with django_assert_max_num_queries(2):
        tell(cast.alma)


def test_everybody_reads_their_own_only(cast: Cast) -> None:
    notice = tell(cast.alma)
    assert notice is not None
    with scope.organisation(cast.clinic):
        with pytest.raises(NotFound):
            services.mark_read(by=cast.bo, notice_id=notice.pk, now=NOW)
        assert selectors.unread_count(cast.bo) == 0
        assert selectors.unread_count(cast.alma) == 1
        services.mark_read(by=cast.alma, notice_id=notice.pk, now=NOW)
        assert selectors.unread_count(cast.alma) == 0


def test_marking_all_leaves_those_of_others(cast: Cast) -> None:
    for number in range(3):
        tell(cast.alma, subject=f"import:{number}")
    tell(cast.bo)
    with scope.organisation(cast.clinic):
        assert services.mark_all_read(by=cast.alma, now=NOW) == 3
        assert selectors.unread_count(cast.bo) == 1


def test_a_muted_kind_is_told_no_more(cast: Cast) -> None:
    notice = tell(cast.alma)
    assert notice is not None
    tell(cast.alma, kind="test.other")
    with scope.organisation(cast.clinic):
        services.mute_kind(by=cast.alma, notice_id=notice.pk, now=NOW)
        assert selectors.unread_count(cast.alma) == 1
    assert tell(cast.alma, subject="import:9") is None
    assert tell(cast.bo, subject="import:9") is not None


def test_settings_are_kept_for_each_person_and_organisation(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        services.save_preference(by=cast.alma, digest="daily", weekday=4, muted=["test.other"])
        assert selectors.preference(cast.alma).digest == Frequency.DAILY
        assert selectors.preference(cast.bo).digest == Frequency.WEEKLY
        assert NoticePreference.objects.count() == 1


def test_the_link_of_an_email_stops_the_emails_of_its_receiver_alone(cast: Cast) -> None:
    assert cast.alma.user is not None
    token = services.stop_token(user_id=cast.alma.user.pk, organisation_id=cast.clinic.pk)
    services.stop_digest(token=token)
    with scope.organisation(cast.clinic):
        assert selectors.preference(cast.alma).digest == Frequency.OFF
        assert selectors.preference(cast.bo).digest == Frequency.WEEKLY
    with pytest.raises(NotFound):
        services.stop_digest(token=token[:-2])


@pytest.mark.parametrize("count", [2, 40])
def test_reading_costs_the_same_at_every_size(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        tell(cast.alma, subject=f"import:{number}")
    with scope.organisation(cast.clinic):
        with django_assert_num_queries(2):
            selectors.notices(cast.alma)
        with django_assert_num_queries(1):
            assert selectors.unread_count(cast.alma) == count
