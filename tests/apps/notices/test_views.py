"""The page of notices, its buttons and its settings."""

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.notices import selectors, services
from colead.apps.notices.models import Frequency, Notice
from colead.kit import scope
from colead.kit.roles import Member

URL = "/o/clinic/notices/"


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def tell(member: Member, kind: str = "test.finished", url: str = "/o/clinic/people/") -> Notice:
    notice = services.notify(
        to=member.user, organisation=member.organisation, kind=kind, subject="import:1",
        url=url, values={"joined": 3}, now=timezone.now(),
    )  # fmt: skip
    assert notice is not None
    return notice


def unread(member: Member) -> int:
    with scope.organisation(member.organisation):
        return selectors.unread_count(member)


def test_it_works_and_says_why(cast: Cast) -> None:
    tell(cast.alma)
    tell(cast.bo, kind="test.other")
    page = signed_in(cast.alma).get(URL).content.decode()
    assert "Staff list imported: 3 joined." in page
    assert "You get this because you started the import." in page
    assert "Something else" not in page


def test_nothing_new_says_so(cast: Cast) -> None:
    assert "Nothing new" in signed_in(cast.alma).get(URL).content.decode()


def test_texts_are_escaped(cast: Cast) -> None:
    tell(cast.alma, kind="test.other")
    assert "<b>happened</b>" not in signed_in(cast.alma).get(URL).content.decode()


def test_opening_marks_as_read_and_leads_there(cast: Cast) -> None:
    notice = tell(cast.alma)
    response = signed_in(cast.alma).post(f"{URL}{notice.pk}/open/")
    assert response["Location"] == "/o/clinic/people/"
    assert unread(cast.alma) == 0


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_opening_never_leads_elsewhere(cast: Cast, url: str) -> None:
    notice = tell(cast.alma, url=url)
    assert signed_in(cast.alma).post(f"{URL}{notice.pk}/open/")["Location"] == URL


def test_buttons_do_what_they_say(cast: Cast) -> None:
    client = signed_in(cast.alma)
    client.post(f"{URL}{tell(cast.alma).pk}/read/")
    assert unread(cast.alma) == 0
    other = tell(cast.alma, kind="test.other")
    client.post(f"{URL}read/")
    assert unread(cast.alma) == 0
    page = client.post(f"{URL}{other.pk}/mute/", follow=True).content.decode()
    assert "will not be told about" in page


@pytest.mark.parametrize("action", ["open", "read", "mute"])
def test_a_colleagues_notice_does_not_exist(cast: Cast, action: str) -> None:
    notice = tell(cast.alma)
    assert signed_in(cast.bo).post(f"{URL}{notice.pk}/{action}/").status_code == 404
    assert signed_in(cast.ida).post(f"{URL}{notice.pk}/{action}/").status_code == 404
    assert unread(cast.alma) == 1


def test_settings_are_shown_and_saved(cast: Cast) -> None:
    tell(cast.alma)
    client = signed_in(cast.alma)
    page = client.get(f"{URL}settings/").content.decode()
    assert "Staff list imported: … joined." in page
    saved = client.post(
        f"{URL}settings/", {"digest": "daily", "weekday": "3", "muted": ["test.finished"]}, follow=True
    )
    assert "Saved." in saved.content.decode()
    with scope.organisation(cast.clinic):
        kept = selectors.preference(cast.alma)
    assert (kept.digest, kept.weekday, kept.muted) == (Frequency.DAILY, 3, ["test.finished"])
    assert client.post(f"{URL}settings/", {"digest": "hourly", "weekday": "3"}).status_code == 422


def test_the_link_of_an_email_asks_first_and_needs_no_signing_in(cast: Cast) -> None:
    token = services.stop_token(user_id=cast.alma.user.pk, organisation_id=cast.clinic.pk)
    outside = Client(enforce_csrf_checks=True)
    assert "Shall Colead stop" in outside.get(f"/notices/stop/{token}/").content.decode()
    with scope.organisation(cast.clinic):
        assert selectors.preference(cast.alma).digest == Frequency.WEEKLY
    assert outside.post(f"/notices/stop/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    with scope.organisation(cast.clinic):
        assert selectors.preference(cast.alma).digest == Frequency.OFF
    assert outside.post("/notices/stop/forged/").status_code == 404


@pytest.mark.parametrize("count", [1, 25])
def test_query_count_does_not_grow(cast: Cast, count: int, django_assert_max_num_queries) -> None:
    for number in range(count):
        services.notify(
            to=cast.alma.user, organisation=cast.clinic, kind="test.other", subject=f"x:{number}",
            now=timezone.now(),
        )  # fmt: skip
    client = signed_in(cast.alma)
    with django_assert_max_num_queries(8):
        client.get(URL)
