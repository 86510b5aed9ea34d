"""What nobody means is refused with a problem that says so, on pages and by the API, and stores nothing."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from api.caller import CLINIC, Caller
from api.conftest import Scene
from colead.apps.leadership.models import NeededCompetency
from colead.apps.people.models import Competency
from colead.kit import scope

pytestmark = pytest.mark.database("both")

NO_DAYS = ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "0000-00-00", "2026-02-30", "x", "9" * 300]
LISTS = [
    "people",
    "units",
    "leadership/tasks",
    "leadership/assignments",
    "reporting-lines",
    "nomination-sets",
]


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


CURSORS = [
    *map(cursor, ("[]", "[null]", "{}", "[1]", "[" + "9" * 40 + "]", "[1e400, 1]", "[NaN, 1]", "[" * 5_000)),
    *map(
        cursor, ('["\\u0000", 1]', '["\\ud800", 1]', '["a", ' + "9" * 40 + "]", '["a", -9223372036854775809]')
    ),
    *("x", "=", "a" * 5_000, "-9223372036854775809"),
]


def is_problem(answer: HttpResponse) -> bool:
    return 400 <= answer.status_code < 500 and answer.headers["Content-Type"].startswith(
        "application/problem"
    )


@pytest.mark.parametrize("path", LISTS)
def test_days_that_nobody_means(owner: Caller, path: str) -> None:
    wrong = [day for day in NO_DAYS if not is_problem(owner.get(f"{CLINIC}/{path}", as_of=day))]
    assert wrong == []
    assert owner.get(f"{CLINIC}/{path}", as_of="2026-03-02").status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_cursors_that_nobody_was_given(owner: Caller, path: str) -> None:
    answers = {one: owner.get(f"{CLINIC}/{path}", cursor=one) for one in CURSORS}
    assert {one: answer.status_code for one, answer in answers.items() if answer.status_code >= 500} == {}


@pytest.mark.parametrize("page", ["people", "units", "leadership", "leadership/spread", "leadership/who-led"])
def test_pages_say_which_days_can_be_meant(scene: Scene, page: str) -> None:
    client = Client()
    client.force_login(scene.cast.olga.user)
    for day in NO_DAYS:
        answer = client.get(f"/o/clinic/{page}/", {"as_of": day})
        assert answer.status_code == 422
        assert "from 1900 to 2199" in answer.content.decode()
    assert client.get(f"/o/clinic/{page}/", {"as_of": "2026-03-02"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\0", b"\xff", b"[" * 100_000, b'{"purpose":' * 100_000, b'{"title": "\\u0000"}'),
        *(b'{"title": "\\ud800"}', b'{"title": NaN}', b'{"hours_per_week": 1' + b"0" * 5_000 + b"}"),
        *(
            b'{"hours_per_week": 1e400}',
            b'{"hours_per_week": 1' + b"0" * 30 + b"}",
            b'{"seats": -9223372036854775809}',
        ),
        b'{"opens_on": "9999-12-31"}',
    ],
    ids=range(14),
)
def test_bodies_that_nobody_means(owner: Caller, scene: Scene, body: bytes) -> None:
    task = scene.here.values["task"]
    for method, path in (("POST", "leadership/tasks"), ("PATCH", f"leadership/tasks/{task}")):
        answer = owner.client.generic(
            method, f"{CLINIC}/{path}", body, "application/json", headers=owner._headers()
        )
        assert is_problem(answer) or (method == "PATCH" and not body), answer.content


def test_nul_in_addresses_and_forms(owner: Caller, scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.olga.user)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/o/clinic/people/?q=a%00b", {}),
        ("/o/clinic/people/a%00b/", {}),
        ("/o/clinic/units/%00/", {}),
        ("/account/login/", {"login": "a\0b", "password": "x"}),
        ("/language/", {"language": "da", "next": "/\0"}),
    ]
    for path, form in asked:
        answer = client.post(path, form) if form else client.get(path)
        assert answer.status_code == 400, path
        assert "text/html" in answer.headers["Content-Type"]
    for path in ("people?cursor=%00", "people/a%00b", "units/%00"):
        assert is_problem(owner.get(f"{CLINIC}/{path}")), path


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_as_many_needs_as_were_sent_are_stored_and_answered(owner: Caller, scene: Scene, count: int) -> None:
    """Two once were stored and answered with a fault of ours."""
    task = scene.here.values["task"]
    with scope.organisation(scene.cast.clinic):
        keys = list(Competency.objects.order_by("key").values_list("key", flat=True)[:count])
    needs = [{"competency": key, "level": 2} for key in keys]
    answer = owner.send("PUT", f"{CLINIC}/leadership/tasks/{task}/needs", {"needs": needs})
    assert answer.status_code == 200
    with scope.organisation(scene.cast.clinic):
        assert NeededCompetency.objects.filter(task_id=task, valid_until=None).count() == len(keys)
