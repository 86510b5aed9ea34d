"""Keys of people and units stand in addresses, whatever is in them: every link leads there."""

import csv
import html
import io
import re
import unicodedata
from datetime import date
from urllib.parse import quote, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from colead.apps.network import services as network
from colead.apps.people import services as people
from colead.files.columns import guess_columns
from colead.kit import scope
from colead.kit.errors import DomainError
from queue_of_jobs import run_pending

DAY = date(2026, 3, 2)
IN_A_UNIT = 5  # so many that the map has a group for it
NASTY = [
    *(
        "Top / U0",
        "a/b",
        "a//b",
        "/a",
        "a/",
        "Top / .. / U",
        "%2F",
        "a%00b",
        "100%",
        "?",
        "#",
        "a?b#c",
        "a&b=c",
    ),
    *(
        "æ ø å",
        "🦆",
        "é",
        "ﷺ",
        "<b>&amp;</b>",
        'a"b',
        "a;b",
        "a\\b",
        "a+b c",
        "~",
        "a:b@c",
        "|",
        "{}",
    ),
    *(
        "new",
        "import",
        "matrix",
        "exports/units.csv",
        "me",
        "search",
        "0",
        "-1",
        "x/edit",
        "api/v1",
        "x" * 150,
    ),
]
NOT_SEEN = "\u2028\u2029\u0085\u115f\u1160\u3164\uffa0"  # ids are compared without what cannot be seen
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn", "Zs"), exclude_characters=NOT_SEEN)
KEYS = st.text(st.one_of(st.sampled_from("/%?#. &=:@+~;,\\\"'<>åæø🦆"), LETTERS), min_size=1, max_size=12)


def is_kept(key: str) -> bool:
    """What a staff list keeps as it is: no spaces around it, nothing that a spreadsheet would run."""
    steps = key.split("/")
    is_bare = key == unicodedata.normalize("NFC", key).strip() and key[0] not in "'=+-@"
    return is_bare and not key.isdigit() and not {".", ".."} & {*steps}  # digits alone may be read as numbers


def staff_list(keys: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "name", "unit_key", "unit"])
    for number, key in enumerate(keys):
        for one in range(IN_A_UNIT):
            person = key if one == 0 else f"p{number}-{one}"
            writer.writerow([person, f"Person {number} {one}", key, f"Unit {number}"])
    return text.getvalue().encode()


def furnish(cast: Cast, keys: list[str]) -> int:
    """Units and people with these keys, and a map of them; its number."""
    content = staff_list(keys)
    mapping = guess_columns(["id", "name", "unit_key", "unit"])
    with scope.organisation(cast.clinic):
        people.import_staff_list(
            by=cast.carla, content=content, file_name="p.csv", mapping=mapping, is_full=True, as_of=DAY,
            now=timezone.now(),
        )  # fmt: skip
        ties = io.StringIO()
        writer = csv.writer(ties)
        writer.writerow(["from", "to"])
        for number, key in enumerate(keys):
            writer.writerows([f"p{number}-{one}", key] for one in range(1, IN_A_UNIT))
            writer.writerow([key, keys[number - 1]])
        (found,) = network.import_nominations(
            by=cast.carla,
            name="Advice",
            held_on=DAY,
            nominations=ties.getvalue().encode(),
            now=timezone.now(),
        )
        run_pending()
        return found.pk


def links(page: str) -> set[str]:
    return {html.unescape(found) for found in re.findall(r'(?:href|action|hx-get)="(/o/[^"]+)"', page)}


def answers(client: Client, addresses: set[str]) -> dict[str, int]:
    return {address: client.get(address).status_code for address in sorted(addresses)}


def dead(client: Client, pages: list[str]) -> dict[str, int]:
    """Links on these pages that carry a key and do not lead to a page."""
    found: set[str] = set()
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        found |= links(answer.content.decode())
    carrying = {
        one for one in found if re.match(r"/o/clinic/(people|units|map/\d+/unit)/.", urlsplit(one).path)
    }
    carrying |= {one for one in found if "unit=" in one or "person=" in one}
    assert carrying
    return {one: status for one, status in answers(client, carrying).items() if status != 200}


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.carla.user)
    return client


def check(cast: Cast, client: Client, keys: list[str]) -> None:
    number = furnish(cast, keys)
    day = f"?as_of={DAY}"
    lists = [f"/o/clinic/{page}/{day}" for page in ("people", "units", "structure", "leadership")]
    maps = [f"/o/clinic/map/{number}/{page}{day}" for page in ("", "matrix/", "graph/")]
    assert dead(client, [*lists, *maps]) == {}
    api = "/api/v1/organisations/clinic"
    for key in keys:
        written = quote(key, safe="")
        assert client.get(f"{api}/units/{written}{day}").json()["key"] == key
        assert client.get(f"{api}/people/{written}{day}").json()["key"] == key
        assert client.get(f"{api}/nomination-sets/{number}/leadership-map/units/{written}").status_code == 200
        assert client.get(f"/o/clinic/units/{written}/{day}").status_code == 200
        assert client.get(f"/o/clinic/map/{number}/unit/{written}/").status_code == 200


@pytest.mark.ci  # some 250 pages
def test_nasty_keys(cast: Cast, client: Client) -> None:
    check(cast, client, NASTY)


@pytest.mark.ci
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=3)
@given(st.lists(KEYS.filter(is_kept), min_size=4, max_size=4, unique_by=str.casefold))
def test_keys_that_nobody_thought_of(cast: Cast, client: Client, keys: list[str]) -> None:
    with transaction.atomic():
        check(cast, client, keys)
        transaction.set_rollback(True)


@pytest.mark.parametrize("key", [".", "..", "a/../b", "./a", "a/.."])
def test_steps_up_are_refused_where_keys_come_in(cast: Cast, key: str) -> None:
    """Browsers and proxies take them out of an address, so their pages could not be reached."""
    with scope.organisation(cast.clinic), pytest.raises(DomainError) as refused:
        furnish(cast, ["fine", key])
    assert {one.code for one in refused.value.problems} == {"impossible_id"}
    assert {one.value for one in refused.value.problems} == {key}
