"""The page of the record."""

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.ledger import services
from colead.apps.ledger.verify import verify
from colead.kit.roles import Member

URL = "/o/clinic/audit-log/"


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def fill(cast: Cast, count: int) -> None:
    for number in range(count):
        services.append_entry(by=cast.carla, action="a.b", subject=f"x:{number}", now=timezone.now())


def test_it_works(cast: Cast) -> None:
    fill(cast, 2)
    page = signed_in(cast.carla).get(URL)
    assert page.status_code == 200
    assert "a.b" in page.content.decode()


def test_an_empty_record_says_what_will_stand_there(cast: Cast) -> None:
    assert "Nothing here yet" in signed_in(cast.olga).get(URL).content.decode()


@pytest.mark.parametrize("name", ["alma", "bo", "dan", "uma"])
def test_only_owner_and_people_team_read_it(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert client.get(URL).status_code == 403
    assert client.post(URL + "export/").status_code == 403


def test_the_other_organisation_sees_nothing(cast: Cast) -> None:
    assert signed_in(cast.ida).get(URL).status_code == 404


def test_it_is_paged(cast: Cast) -> None:
    fill(cast, 60)
    page = signed_in(cast.carla).get(URL, {"page": 2}).content.decode()
    assert "x:9" in page
    assert "x:10" not in page


def test_the_download_verifies_and_its_checkpoint_shows(cast: Cast) -> None:
    fill(cast, 3)
    client = signed_in(cast.carla)
    response = client.post(URL + "export/")
    lines = b"".join(response.streaming_content).splitlines(keepends=True)
    assert verify(lines).entries == 3
    assert response["Content-Disposition"].startswith('attachment; filename="clinic-audit-log-')
    assert "colead/clinic\n3\n" in client.get(URL).content.decode()


def test_reading_signs_nothing(cast: Cast) -> None:
    fill(cast, 1)
    assert "None yet" in signed_in(cast.carla).get(URL).content.decode()


@pytest.mark.parametrize("count", [2, 40])
def test_query_count_does_not_grow(cast: Cast, count: int, django_assert_max_num_queries) -> None:
    fill(cast, count)
    client = signed_in(cast.carla)
    with django_assert_max_num_queries(9):
        client.get(URL)


class TestErasing:
    def test_an_owner_erases_what_an_entry_said_and_its_fingerprint_stays(self, cast: Cast) -> None:
        fill(cast, 2)
        client = signed_in(cast.olga)
        asked = client.get(f"{URL}1/erase/").content.decode()
        assert "Erase entry 1?" in asked
        assert "x:1" in asked
        assert client.post(f"{URL}1/erase/").status_code == 302
        page = client.get(URL).content.decode()
        assert "x:1" not in page
        assert "Erased. The fingerprint shows that an entry stood here." in page
        assert "Contents of entry 1 erased" in page
        lines = b"".join(client.post(URL + "export/").streaming_content).splitlines(keepends=True)
        assert verify(lines).erased == {1}

    def test_what_tells_of_an_erasure_offers_none(self, cast: Cast) -> None:
        fill(cast, 1)
        client = signed_in(cast.olga)
        client.post(f"{URL}0/erase/")
        assert f"{URL}1/erase/" not in client.get(URL).content.decode()
        assert client.post(f"{URL}1/erase/").status_code == 409
        assert client.get(f"{URL}0/erase/").status_code == 404

    def test_the_people_team_reads_and_does_not_erase(self, cast: Cast) -> None:
        fill(cast, 1)
        client = signed_in(cast.carla)
        assert f"{URL}0/erase/" not in client.get(URL).content.decode()
        assert client.post(f"{URL}0/erase/").status_code == 403
        assert "x:0" in client.get(URL).content.decode()
